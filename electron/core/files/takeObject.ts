import { hash } from 'node:crypto';
import { readHeader } from '../../../shared/dicom/readHeader.ts';
import { toErrorShape } from '../../../shared/errors/appError.ts';
import type { BlobBatch } from '../store/blobBatch.ts';
import { isWorthKeeping, type Head } from '../store/objectHeads.ts';
import type { TakeJob, Taken } from './importJobs.ts';
import { headOf } from './objectHead.ts';
import { patientKeyOf } from './patientKey.ts';
import { reasonOf } from './peekObject.ts';
import { readWholeOnce } from './readPlace.ts';

/** Reads, hashes and parses one object and writes its blob; it counts when the batch is settled. */
export function takeObject(job: TakeJob, batch: BlobBatch): Taken {
  const { place, knownSha256 } = job;
  const rejected = (reason: string, message: string): Taken => ({ kind: 'reject', reject: { path: place.name, reason, message } });
  let bytes: Uint8Array;
  let header: ReturnType<typeof readHeader>;
  try {
    bytes = readWholeOnce(place);
    header = readHeader(bytes);
  } catch (error) {
    const { reason, message } = reasonOf(error);
    return rejected(reason, message);
  }
  const sha256 = hash('sha256', bytes, 'hex');
  if (header.sopInstanceUID !== job.sopInstanceUID || patientKeyOf(header) !== job.patientKey) return rejected('changed', 'The file was changed while it was imported; import it again.');
  if (knownSha256 === sha256) return { kind: 'duplicate' };
  if (knownSha256 !== null) return rejected('duplicate-uid', `Another object with the same SOPInstanceUID ${header.sopInstanceUID} was taken already; keep the right one of the two and import that.`);
  try {
    batch.add(sha256, bytes);
  } catch (error) {
    return { kind: 'failed', error: toErrorShape(error) };
  }
  return { kind: 'taken', header, sha256, byteLength: bytes.length, head: keptHead(bytes) };
}

/** A small object is its own head: a copy, since what is read may lie in memory that the next one is read into. */
function keptHead(bytes: Uint8Array): Head | null {
  const head = headOf(bytes, bytes.length);
  if (head === null || !isWorthKeeping(head)) return null;
  return { ...head, bytes: new Uint8Array(head.bytes) };
}
