import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { AppError, StoreError } from '../../../shared/errors/appError.ts';
import type { ArchiveReport } from '../../../shared/ipc/channels.ts';
import { applyCommand, type StreamRecord } from '../../../shared/mdt/apply.ts';
import { canonicalJson } from '../../../shared/mdt/canonical.ts';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import { committedSchema, type Committed } from '../../../shared/sync/protocol.ts';
import { verifyRecord } from '../commands/verifyRecord.ts';
import { commandsPath, manifestPath, objectOf, problemsOfSignature, recordPath, signedManifestSchema, type ArchiveManifest, type SignedManifest } from './archiveManifest.ts';
import { isSealed, openingSource, plainSource } from './sealedFile.ts';
import { openParts, type ZipParts } from './zipParts.ts';

/** An archive that was read through once. */
export interface ReadArchive {
  readonly report: ArchiveReport;
  readonly manifest: ArchiveManifest;
  readonly record: CaseRecord;
  readonly commands: readonly Committed[];
}

export interface ReadOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (bytesDone: number, bytesTotal: number) => void;
  /** Gets every object as its bytes are proved. */
  readonly onObject?: (sha256: string, bytes: Uint8Array) => Promise<void>;
}

/**
 * Reads an archive from its manifest to its last part and says everything that is wrong with it, part by part: the
 * signature of the manifest, length and hash of each part, parts that are missing or not listed, and whether the record
 * is what its commands make. `report.problems` is empty when everything holds.
 *
 * @param passphrase null for an archive that is not encrypted
 * @throws {StoreError} not-found | wrong-passphrase | corrupt when not even the manifest can be read; cancelled
 */
export async function readArchive(path: string, passphrase: string | null, options: ReadOptions = {}): Promise<ReadArchive> {
  const isEncrypted = await isSealed(path).catch((cause: unknown) => {
    throw new StoreError('not-found', `${path} cannot be read as a file; check that it exists and that you may read it.`, { cause, detail: { file: path } });
  });
  if (isEncrypted && passphrase === null) throw new StoreError('wrong-passphrase', 'This archive is encrypted; give its passphrase.', { detail: { file: path } });
  const file = await open(path, 'r');
  try {
    const parts = await openParts(isEncrypted ? await openingSource(file, passphrase ?? '') : await plainSource(file));
    const signed = parseManifest(await parts.read(manifestPath));
    const problems = problemsOfSignature(signed);
    const contents = await readParts(parts, signed.manifest, problems, options);
    const { record, commands } = checkRecordPart(contents, signed.manifest, problems);
    return { manifest: signed.manifest, record, commands, report: describe(signed, record, problems, isEncrypted) };
  } finally {
    await file.close();
  }
}

/** As {@link readArchive}, for whoever only wants to know: the report of `mdt verify`. */
export const verifyArchive = async (path: string, passphrase: string | null): Promise<ArchiveReport> => (await readArchive(path, passphrase)).report;

function parseManifest(bytes: Uint8Array): SignedManifest {
  const parsed = signedManifestSchema.safeParse(parseJson(bytes));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new StoreError('corrupt', `${manifestPath}: this is no archive of a case, or its manifest was changed (${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}).`);
}

/** Proves every part; those that are not objects are kept. */
async function readParts(parts: ZipParts, manifest: ArchiveManifest, problems: string[], { signal, onProgress, onObject }: ReadOptions): Promise<Map<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  const total = manifest.parts.reduce((sum, part) => sum + part.byteLength, 0);
  let done = 0;
  for (const { path, byteLength, sha256 } of manifest.parts) {
    if (signal?.aborted) throw new StoreError('cancelled', 'Reading the archive was stopped; nothing was taken.');
    try {
      const bytes = await parts.read(path);
      const hash = createHash('sha256').update(bytes).digest('hex');
      if (bytes.length !== byteLength || hash !== sha256) problems.push(`${path}: the part was changed after the archive was signed.`);
      else if (objectOf(path) === null) contents.set(path, bytes);
      else if (objectOf(path) === hash) await onObject?.(hash, bytes);
      else problems.push(`${path}: the part does not hold the object its name says.`);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      problems.push(error.message);
    }
    done += byteLength;
    onProgress?.(done, total);
  }
  const listed = new Set([manifestPath, ...manifest.parts.map(({ path }) => path)]);
  for (const path of parts.paths) if (!listed.has(path)) problems.push(`${path}: the part is not listed in the manifest; somebody added it.`);
  return contents;
}

/** The record has to be what its commands make, in their order. */
function checkRecordPart(contents: ReadonlyMap<string, Uint8Array>, manifest: ArchiveManifest, problems: string[]): { record: CaseRecord; commands: Committed[] } {
  const record = parseJson(contents.get(recordPath)) as CaseRecord | undefined;
  const commands = committedSchema.array().safeParse(parseJson(contents.get(commandsPath))).data;
  if (!record || typeof record !== 'object' || !commands) {
    if (problems.length === 0) problems.push(`${record ? commandsPath : recordPath}: the part is missing or has another shape.`);
    throw new StoreError('corrupt', `The archive does not hold a record that can be read. ${problems.join(' ')}`, { detail: { problems: problems.length } });
  }
  if (record.id !== manifest.caseId || record.caseNo !== manifest.caseNo || record.version !== manifest.version) problems.push(`${recordPath}: the record is not that of the case the manifest names.`);
  try {
    const replayed = commands.reduce<StreamRecord | null>((before, { command, version }) => {
      if (version !== (before?.version ?? 0) + 1 || command.stream.id !== manifest.caseId) throw new StoreError('corrupt', `command ${command.id} is not in its place`);
      return applyCommand(before, command);
    }, null);
    if (canonicalJson(replayed) !== canonicalJson(record)) problems.push(`${recordPath}: the record is not what its commands make.`);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    problems.push(`${commandsPath}: ${error.message}`);
  }
  if (record.signatures.length > 0) problems.push(...verifyRecord(record).problems.map((problem) => `${recordPath}: ${problem}`));
  return { record, commands };
}

function describe({ manifest }: SignedManifest, record: CaseRecord, problems: readonly string[], isEncrypted: boolean): ArchiveReport {
  const { archiveId, caseId, caseNo, version, createdAtMs, hasObjects, signer, parts } = manifest;
  return {
    archiveId, caseId, caseNo, version, createdAtMs, hasObjects, isEncrypted, signer, isValid: problems.length === 0, problems,
    patientName: record.request.patientName, diagnosis: record.request.diagnosis, state: record.state, requestingHospitalId: record.requestingHospitalId,
    objects: parts.filter(({ path }) => objectOf(path) !== null).length, byteLength: parts.reduce((sum, part) => sum + part.byteLength, 0), signatures: record.signatures.length,
  };
}

function parseJson(bytes: Uint8Array | undefined): unknown {
  if (!bytes) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    // Not JSON: the schema says so with the part's name.
    return undefined;
  }
}
