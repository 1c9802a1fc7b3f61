import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { v7 } from 'uuid';
import { RecordError, StoreError } from '../../../shared/errors/appError.ts';
import { canonicalJson } from '../../../shared/mdt/canonical.ts';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import type { Person } from '../../../shared/mdt/directory.ts';
import { signText } from '../../../shared/mdt/signature.ts';
import type { Committed } from '../../../shared/sync/protocol.ts';
import { certificateIdOf } from '../commands/certificateId.ts';
import { syncFolder } from '../../safe/durableFile.ts';
import { getMinutesSnapshot, listMinutesUpdates } from '../store/minutes.ts';
import type { Store } from '../store/openStore.ts';
import { allRows } from '../store/statement.ts';
import { translateStoreError } from '../store/storeErrors.ts';
import { getCommitted } from '../store/streams.ts';
import { auditPath, commandsPath, manifestPath, minutesPath, objectPath, recordPath, signedText, type ArchiveManifest, type ArchivePart } from './archiveManifest.ts';
import { plainSink, sealingSink } from './sealedFile.ts';
import { mostZipBytes, ZipWriter } from './zipParts.ts';

export interface ExportRequest {
  readonly caseId: string;
  /** Where to write; a file that is there is replaced. */
  readonly path: string;
  /** Null writes an archive anyone can read. */
  readonly passphrase: string | null;
  readonly hasObjects: boolean;
  readonly signer: Person;
  readonly keys: { readonly publicKey: string; readonly privateKey: string };
  readonly nowMs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (bytesDone: number, bytesTotal: number) => void;
  /** Cost of scrypt; less than the usual only in tests. */
  readonly costLog2?: number;
}

/**
 * Writes one case as a signed archive: its committed record and commands, minutes, its part of the access log, and its
 * objects where they are wanted. The file has its name only when it is whole.
 *
 * @throws {RecordError} incomplete when nothing of the case is ordered by the platform yet, or objects are not here; invalid when it would be too large
 * @throws {StoreError} disk-full | read-only | cancelled
 */
export async function exportCase(store: Store, request: ExportRequest): Promise<{ archiveId: string; byteLength: number }> {
  const { caseId, path, passphrase, signal } = request;
  const record = getCommitted(store.db, { kind: 'case', id: caseId }) as CaseRecord | null;
  if (!record) throw new RecordError('incomplete', 'This case is not on the platform yet; an archive holds what both sides have. Send it first.', { detail: { missing: 'committed' } });
  const texts = textParts(store, record);
  const objects = request.hasObjects ? objectsOf(store, record) : [];
  const total = [...texts.values()].reduce((sum, bytes) => sum + bytes.length, 0) + objects.reduce((sum, object) => sum + object.byteLength, 0);
  if (total > mostZipBytes) throw new RecordError('invalid', 'The case has more than 4 GB of images; export it without them, and send the images as DICOM.');
  const partial = `${path}.partial`;
  try {
    const file = await open(partial, 'w', 0o600);
    try {
      const zip = new ZipWriter(passphrase === null ? plainSink(file) : await sealingSink(file, passphrase, request.costLog2));
      const parts: ArchivePart[] = [];
      let done = 0;
      const add = async (name: string, bytes: Uint8Array): Promise<void> => {
        if (signal.aborted) throw new StoreError('cancelled', 'The export was stopped; nothing was written.');
        await zip.add(name, bytes);
        parts.push({ path: name, byteLength: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
        done += bytes.length;
        request.onProgress(done, total);
      };
      for (const [name, bytes] of texts) await add(name, bytes);
      for (const { sha256 } of objects) await add(objectPath(sha256), await store.blobs.read(sha256));
      const manifest = manifestOf(store, record, request, parts);
      await zip.add(manifestPath, utf8(JSON.stringify({ manifest, algorithm: 'SM2-SM3', value: signText(signedText(manifest), request.keys) })));
      await zip.end();
      await file.sync();
      const byteLength = (await file.stat()).size;
      await file.close();
      await rename(partial, path);
      await syncFolder(dirname(path));
      return { archiveId: manifest.archiveId, byteLength };
    } catch (error) {
      await file.close().catch(() => undefined);
      throw error;
    }
  } catch (error) {
    await rm(partial, { force: true });
    throw translateStoreError(error, path);
  }
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

function textParts(store: Store, record: CaseRecord): Map<string, Uint8Array> {
  const { db } = store;
  const commands = allRows<{ envelope: string; version: number; decided_at_ms: number | null }>(
    db, `SELECT envelope, version, decided_at_ms FROM command WHERE kind = 'case' AND stream_id = ? AND status = 'committed' AND version <= ? ORDER BY version`, record.id, record.version,
  ).map((row): Committed => ({ command: JSON.parse(row.envelope) as Committed['command'], version: row.version, committedAtMs: row.decided_at_ms ?? 0 }));
  const snapshot = getMinutesSnapshot(db, record.id);
  const minutes = { frozen: record.minutes ?? null, document: snapshot && base64(snapshot), updates: listMinutesUpdates(db, record.id).map(({ personId, atMs, bytes }) => ({ personId, atMs, update: base64(bytes) })) };
  return new Map([
    [recordPath, utf8(canonicalJson(record))],
    [commandsPath, utf8(JSON.stringify(commands))],
    [minutesPath, utf8(JSON.stringify(minutes))],
    [auditPath, utf8(JSON.stringify(allRows(db, 'SELECT * FROM audit WHERE subject = ? ORDER BY seq', record.id)))],
  ]);
}

/** @throws {RecordError} incomplete when some are not on this console */
function objectsOf(store: Store, record: CaseRecord): { readonly sha256: string; readonly byteLength: number }[] {
  const wanted = new Map(record.imaging.map(({ sha256, byteLength }) => [sha256, byteLength]));
  if (record.report) wanted.set(record.report.sha256, record.report.byteLength);
  const objects = [...wanted].map(([sha256, byteLength]) => ({ sha256, byteLength }));
  const missing = objects.filter(({ sha256 }) => !store.blobs.has(sha256)).length;
  if (missing > 0) throw new RecordError('incomplete', `${missing} of ${objects.length} images and documents of the case are not on this console yet; wait until they have arrived, or export without them.`, { detail: { missing: String(missing) } });
  return objects;
}

function manifestOf(store: Store, record: CaseRecord, { signer, keys, hasObjects, nowMs }: ExportRequest, parts: readonly ArchivePart[]): ArchiveManifest {
  return {
    schema: 'mdt-archive/1', archiveId: v7(), createdAtMs: Math.round(nowMs), caseId: record.id, caseNo: record.caseNo, version: record.version, hasObjects, deviceId: store.deviceId, parts: [...parts],
    signer: { personId: signer.id, personName: signer.name, personTitle: signer.title, hospitalId: signer.hospitalId, publicKey: keys.publicKey, certificateId: certificateIdOf(keys.publicKey) },
  };
}
