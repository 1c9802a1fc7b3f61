import { randomUUID } from 'node:crypto';
import { AppError } from '../../../../shared/errors/appError.ts';
import { cancelled } from '../networkErrors.ts';
import { nameFailure } from '../failureReasons.ts';
import type { SendItem, Sent } from '../nodeClient.ts';
import { asDataSet, jsonInteger, jsonItems, jsonTag, jsonText, type JsonDataSet } from './dicomJson.ts';
import type { WebClient } from './webClient.ts';

const batchBytes = 16 * 1024 * 1024;
const batchObjects = 50;
/** A slow line may take this long for one batch and the archive to store it. */
const storeTimeoutMs = 15 * 60_000;

const failedSequence = '00081198';
const referencedSequence = '00081199';
const failureReason = '00081197';

interface Batch {
  readonly objects: { readonly sopInstanceUID: string; readonly bytes: Uint8Array }[];
  byteLength: number;
}

/** Stores objects (STOW-RS) in batches; an object counts as stored when the answer lists it so. */
export async function storeObjects(client: WebClient, items: readonly SendItem[], signal: AbortSignal, sent: Sent): Promise<void> {
  let batch: Batch = { objects: [], byteLength: 0 };
  for (const item of items) {
    if (signal.aborted) throw cancelled();
    let bytes: Uint8Array;
    try {
      bytes = await item.read();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      sent(item.sopInstanceUID, error.message);
      continue;
    }
    batch.objects.push({ sopInstanceUID: item.sopInstanceUID, bytes });
    batch.byteLength += bytes.length;
    if (batch.byteLength < batchBytes && batch.objects.length < batchObjects) continue;
    await storeBatch(client, batch, signal, sent);
    batch = { objects: [], byteLength: 0 };
  }
  if (batch.objects.length > 0) await storeBatch(client, batch, signal, sent);
}

/** Asks to store nothing: a server that would refuse storing says so, any other has nothing to do. */
export async function storeNothing(client: WebClient, signal: AbortSignal, timeoutMs: number): Promise<Response> {
  const response = await postObjects(client, [], signal, timeoutMs);
  await response.body?.cancel();
  return response;
}

async function storeBatch(client: WebClient, { objects }: Batch, signal: AbortSignal, sent: Sent): Promise<void> {
  const response = await postObjects(client, objects.map(({ bytes }) => bytes), signal, storeTimeoutMs);
  // 409: all of them failed, and the answer says why (PS3.18 table 10.5.3-1).
  if (!response.ok && response.status !== 409) {
    await response.body?.cancel();
    throw client.refusal(response);
  }
  const answer = asDataSet(await client.readJson(response, signal));
  if (answer === null) throw client.notDicomWeb();
  const outcomes = outcomesOf(answer);
  for (const { sopInstanceUID } of objects) {
    const outcome = outcomes.get(sopInstanceUID);
    sent(sopInstanceUID, outcome === undefined ? `${client.address.name} did not confirm this object.` : outcome);
  }
}

/** Per SOPInstanceUID null where stored, otherwise the failure in words. */
function outcomesOf(answer: JsonDataSet): Map<string, string | null> {
  const outcomes = new Map<string, string | null>();
  for (const item of jsonItems(answer, referencedSequence)) outcomes.set(jsonText(item, jsonTag('ReferencedSOPInstanceUID')) ?? '', null);
  for (const item of jsonItems(answer, failedSequence)) outcomes.set(jsonText(item, jsonTag('ReferencedSOPInstanceUID')) ?? '', nameFailure(jsonInteger(item, failureReason)));
  return outcomes;
}

async function postObjects(client: WebClient, files: readonly Uint8Array[], signal: AbortSignal, timeoutMs: number): Promise<Response> {
  const boundary = `mdt-${randomUUID()}`;
  const parts = files.flatMap((bytes) => [Buffer.from(`--${boundary}\r\nContent-Type: application/dicom\r\nContent-Length: ${bytes.length}\r\n\r\n`), bytes, Buffer.from('\r\n')]);
  return client.send(
    { method: 'POST', path: '/studies', accept: 'application/dicom+json', contentType: `multipart/related; type="application/dicom"; boundary=${boundary}`, body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]), timeoutMs },
    signal,
  );
}
