import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { readHeader } from '../../../shared/dicom/readHeader.ts';
import type { InstanceHeader, Reject } from '../../../shared/dicom/types.ts';
import { AppError } from '../../../shared/errors/appError.ts';
import type { FoundFile } from './walkFolder.ts';

/** What became of one file: an object, a reject a person can act on, or something to pass over with a note. */
export type ReadOutcome =
  | { readonly kind: 'object'; readonly file: FoundFile; readonly header: InstanceHeader; readonly sha256: string; readonly bytes: Uint8Array }
  | { readonly kind: 'reject'; readonly reject: Reject }
  | { readonly kind: 'note'; readonly path: string; readonly message: string };

const desktopFiles: ReadonlySet<string> = new Set(['.ds_store', 'thumbs.db', 'desktop.ini']);
const hashStep = 8 * 1024 * 1024;

/** Reads, hashes and parses one file. Large files give the event loop its turn between steps. */
export async function readObject(file: FoundFile): Promise<ReadOutcome> {
  const base = file.name.split('/').at(-1)?.toLowerCase() ?? '';
  if (desktopFiles.has(base)) return { kind: 'note', path: file.name, message: 'A file of the desktop, not of the study; passed over.' };
  if (base === 'dicomdir') return { kind: 'note', path: file.name, message: 'An index of the medium (DICOMDIR); passed over, the files it lists are read themselves.' };
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file.path);
  } catch {
    // Which system error it was does not change what a person can do.
    return rejected(file, 'unreadable', 'The file cannot be read; check its rights or the medium and import again.');
  }
  try {
    const header = readHeader(bytes);
    return { kind: 'object', file, header, sha256: await hashOf(bytes), bytes };
  } catch (error) {
    if (error instanceof AppError) return rejected(file, error.reason, error.message);
    return rejected(file, 'broken-value', 'The file could not be understood; export the study again.');
  }
}

const rejected = (file: FoundFile, reason: string, message: string): ReadOutcome => ({ kind: 'reject', reject: { path: file.name, reason, message } });

async function hashOf(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.length; at += hashStep) {
    if (at > 0) await setImmediate();
    hash.update(bytes.subarray(at, at + hashStep));
  }
  return hash.digest('hex');
}

/** Objects with the same key belong to one patient: by PatientID, by name and birth date where that is absent. */
export function patientKeyOf(header: Pick<InstanceHeader, 'patient'>): string {
  const { patientID, patientName, birthDate } = header.patient;
  const text = patientID?.trim() ? `id:${patientID.trim()}` : `name:${(patientName ?? '').replace(/[\^=\s]+/g, ' ').trim().toLowerCase()}|${birthDate ?? ''}`;
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
