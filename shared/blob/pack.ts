import { z } from 'zod';

/**
 * Several small blobs in one request: for each a uint32 little-endian length of its head, the head as JSON, and its
 * bytes. One answer, one wait for the disk and one transaction for all of them.
 */
export const packContentType = 'application/vnd.mdt.blobs';
/** Larger blobs go by tus, where they can go on after a broken line. */
export const packedBlobBytes = 1024 * 1024;
export const packBytes = 8 * 1024 * 1024;

export const packHeadSchema = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), caseId: z.uuid(), byteLength: z.number().int().min(0).max(packedBlobBytes) });
export type PackHead = z.infer<typeof packHeadSchema>;
/** Length of a head at most. */
export const packHeadBytes = 400;

export const packAnswerSchema = z.object({ kept: z.array(z.string()), refused: z.array(z.object({ sha256: z.string(), reason: z.string(), message: z.string() })) });
export type PackAnswer = z.infer<typeof packAnswerSchema>;

export function frameOf(head: PackHead): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(head));
  const frame = new Uint8Array(4 + json.length);
  new DataView(frame.buffer).setUint32(0, json.length, true);
  frame.set(json, 4);
  return frame;
}
