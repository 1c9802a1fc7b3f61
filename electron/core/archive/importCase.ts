import { readHeader } from '../../../shared/dicom/readHeader.ts';
import { DicomError, RecordError, StoreError } from '../../../shared/errors/appError.ts';
import { canonicalJson } from '../../../shared/mdt/canonical.ts';
import type { Stream } from '../../../shared/mdt/command.ts';
import type { Person } from '../../../shared/mdt/directory.ts';
import { indexStream } from '../commands/indexStream.ts';
import { streamChanged, type RecordContext } from '../commands/recordContext.ts';
import { appendAudit } from '../store/audit.ts';
import { putForeignCase } from '../store/foreignCases.ts';
import { addInstances, markLocal, type IndexedInstance } from '../store/imaging.ts';
import { inTransaction, run } from '../store/statement.ts';
import { getCommand, getCommitted, putCommitted, putRecord } from '../store/streams.ts';
import { readArchive, type ReadArchive, type ReadOptions } from './verifyArchive.ts';

/** What became of the case. taken: read here from now on; merged: it was here already, and what was missing was added. */
export interface Imported {
  readonly outcome: 'taken' | 'merged';
  readonly caseId: string;
  /** Objects this console did not have. */
  readonly objects: number;
}

/**
 * Takes the case of an archive in: to be read, never changed and never sent. A case that is here already is left as it
 * is when the archive tells the same of it, and gets the objects it lacks; one that differs is refused.
 *
 * @throws {StoreError} as `readArchive`; corrupt when anything is wrong with the archive, naming it
 * @throws {RecordError} invalid when the case here is another one or at another state, naming where they part
 */
export async function importCase(context: RecordContext, person: Person, path: string, passphrase: string | null, options: Omit<ReadOptions, 'onObject'>): Promise<Imported> {
  const { store } = context;
  const first = await readArchive(path, passphrase, options);
  assertSound(first);
  const isKnown = compareWithOwn(context, first);
  const arrived: { sha256: string; byteLength: number; instance: IndexedInstance | null }[] = [];
  await store.unusedBlobs.during(async () => {
    // Read again for its objects: nothing of an archive that is not sound as a whole is kept.
    const second = await readArchive(path, passphrase, {
      ...options,
      onObject: async (sha256, bytes) => {
        if (store.blobs.has(sha256)) return;
        await store.blobs.put(sha256, bytes);
        arrived.push({ sha256, byteLength: bytes.length, instance: instanceOf(sha256, bytes) });
      },
    });
    assertSound(second);
    inTransaction(store.db, () => {
      if (!isKnown) takeRecord(context, person, second);
      for (const { sha256, byteLength, instance } of arrived) {
        markLocal(store.db, sha256, byteLength);
        if (instance) addInstances(store.db, second.manifest.caseId, [instance]);
      }
      appendAudit(store.db, { atMs: Date.now(), personId: person.id, action: 'archive.import', subject: second.manifest.caseId });
    });
  }).catch((error: unknown) => {
    store.unusedBlobs.remove(arrived.map(({ sha256 }) => sha256));
    throw error;
  });
  streamChanged(context, { kind: 'case', id: first.manifest.caseId });
  return { outcome: isKnown ? 'merged' : 'taken', caseId: first.manifest.caseId, objects: arrived.length };
}

function assertSound({ report }: ReadArchive): void {
  if (report.isValid) return;
  const more = report.problems.length > 5 ? ` And ${report.problems.length - 5} more.` : '';
  throw new StoreError('corrupt', `Nothing was taken from the archive, because it is not as it was signed. ${report.problems.slice(0, 5).join(' ')}${more}`, { detail: { problems: report.problems.length } });
}

/** @returns whether the case is here already, and the same */
function compareWithOwn(context: RecordContext, { manifest, commands, record }: ReadArchive): boolean {
  const { db } = context.store;
  const own = getCommitted(db, { kind: 'case', id: manifest.caseId });
  if (!own) return false;
  const apart = commands.find(({ command, version }) => {
    const known = getCommand(db, command.id);
    return known?.status !== 'committed' || known.version !== version || canonicalJson(known.command) !== canonicalJson(command);
  });
  if (!apart && (own.version > manifest.version || canonicalJson(own) === canonicalJson(record))) return true;
  const where = apart ? `from version ${apart.version} on` : 'in its record';
  throw new RecordError('invalid', `The case ${manifest.caseNo} is on this console already, and the archive tells another history of it ${where}. A case of the own network arrives by synchronisation; nothing was changed.`, { detail: { caseId: manifest.caseId, version: apart?.version ?? own.version } });
}

function takeRecord(context: RecordContext, person: Person, { manifest, commands, record }: ReadArchive): void {
  const { db } = context.store;
  const stream: Stream = { kind: 'case', id: manifest.caseId };
  putForeignCase(db, { caseId: manifest.caseId, archiveId: manifest.archiveId, hospitalId: person.hospitalId, importedBy: person.id, importedAtMs: Date.now(), manifest: JSON.stringify(manifest) });
  // No platform orders it, so none is ever sent anything of it.
  run(db, 'INSERT INTO stream_home (kind, stream_id, platform) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', stream.kind, stream.id, 'archive');
  for (const { command, version, committedAtMs } of commands) putCommitted(db, command, version, committedAtMs);
  putRecord(db, stream, record);
  indexStream(context.store, stream, record);
}

function instanceOf(sha256: string, bytes: Uint8Array): IndexedInstance | null {
  try {
    return { header: readHeader(bytes), sha256, byteLength: bytes.length };
  } catch (error) {
    // A report is no DICOM object.
    if (error instanceof DicomError) return null;
    throw error;
  }
}
