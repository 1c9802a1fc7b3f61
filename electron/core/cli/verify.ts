import { open, stat } from 'node:fs/promises';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import { isSealed } from '../archive/sealedFile.ts';
import { verifyArchive } from '../archive/verifyArchive.ts';
import { verifyRecord } from '../commands/verifyRecord.ts';
import { askSecret, secretVariable } from './openKey.ts';
import { parseRecord, readText } from './readRecordFile.ts';
import { UsageError } from './usageError.ts';
import { verifyFolder } from './verifyFolder.ts';
import { isPlatformFolder, verifyPlatformFolder } from './verifyPlatformFolder.ts';
import { isTrail, verifyTrail } from './verifyTrail.ts';

export const usage = `Usage: mdt verify <record file | access log | archive of a case | data folder of a console or of a platform> [--json]; a console's secret is asked for, or read from ${secretVariable}; a platform's key is platform.key in its folder, or MDT_PLATFORM_KEY`;

/** What was checked, in words and as data. */
interface Report {
  readonly isValid: boolean;
  readonly json: object;
  readonly lines: readonly string[];
}

/**
 * `mdt verify <file|folder> [--json]`: a signed record (frozen content, digests, signatures and their order), an exported
 * access log, an archive of a case, or everything a console or a platform keeps; close the console, stop the platform first.
 * @returns 0 when everything holds, 1 when something does not
 * @throws {StoreError} not-found | corrupt | wrong-passphrase when it is none of these or does not open
 */
export async function run(args: readonly string[]): Promise<number> {
  const files = args.filter((arg) => !arg.startsWith('--'));
  const unknown = args.filter((arg) => arg.startsWith('--') && arg !== '--json');
  const [file] = files;
  if (file === undefined || files.length > 1 || unknown.length > 0) throw new UsageError(`Give one file or folder. ${usage}`);
  const { isValid, json, lines } = await report(file);
  if (args.includes('--json')) console.log(JSON.stringify({ file, ...json }, undefined, 2));
  else for (const line of lines) console.log(line);
  return isValid ? 0 : 1;
}

async function report(file: string): Promise<Report> {
  if (await isFolder(file)) return reportFolder(file);
  if (await isArchive(file)) return reportArchive(file);
  const text = await readText(file);
  if (isTrail(text)) return reportTrail(file, text);
  const record = parseRecord(file, text);
  const verification = verifyRecord(record);
  return { isValid: verification.isValid, json: { caseId: record.id, caseNo: record.caseNo, ...verification }, lines: describe(record, verification) };
}

async function reportFolder(folder: string): Promise<Report> {
  const { findings, checked } = isPlatformFolder(folder) ? await verifyPlatformFolder(folder) : await verifyFolder(folder);
  const isValid = findings.length === 0;
  const copies = 'backups' in checked && typeof checked.backups === 'number' ? `, ${checked.backups} copies` : '';
  const counts = `read: every page, ${checked.auditRows} audit rows, ${checked.streams} cases and meetings, ${checked.blobs} objects${copies}`;
  return {
    isValid, json: { isValid, checked, findings },
    lines: [counts, ...findings.map(({ where, message }) => `problem: ${where}: ${message}`), isValid ? 'Everything is as it was written.' : `${findings.length} ${findings.length === 1 ? 'thing is' : 'things are'} NOT as written.`],
  };
}

async function reportArchive(file: string): Promise<Report> {
  const found = await verifyArchive(file, (await isSealed(file)) ? await askSecret('Passphrase of the archive: ') : null);
  const { isValid, problems, caseId, caseNo, archiveId, objects, signatures } = found;
  return {
    isValid, json: { isValid, archiveId, caseId, caseNo, objects, signatures, problems },
    lines: [`archive of case ${caseNo} (${caseId}), ${objects} objects, ${signatures} signatures`, ...problems.map((problem) => `problem: ${problem}`), isValid ? 'The archive is as it was signed.' : 'The archive is NOT as it was signed.'],
  };
}

function reportTrail(file: string, text: string): Report {
  const { problems, ...found } = verifyTrail(file, text);
  const isValid = problems.length === 0;
  return {
    isValid, json: { isValid, ...found, problems },
    lines: [`access log of console ${found.deviceId}: ${found.rows} rows, ${found.withheld} not shown`, ...problems.map((problem) => `problem: ${problem}`), isValid ? 'The access log is as it was written.' : 'The access log is NOT as it was written.'],
  };
}

const isFolder = (file: string): Promise<boolean> => stat(file).then((found) => found.isDirectory(), () => false);

/** A zip, or the sealed form of one. */
async function isArchive(file: string): Promise<boolean> {
  const handle = await open(file, 'r').catch(() => null);
  if (!handle) return false;
  try {
    const start = Buffer.alloc(2);
    await handle.read(start, 0, 2, 0);
    return start.toString('latin1') === 'PK' || (await isSealed(file));
  } finally {
    await handle.close();
  }
}

function describe(record: CaseRecord, { isValid, digest, signatures, problems }: ReturnType<typeof verifyRecord>): string[] {
  return [
    `case ${record.caseNo} (${record.id})`,
    ...(digest ? [`SHA-256 ${digest.sha256}`, `SM3     ${digest.sm3}`] : []),
    ...signatures.map((signature) => `${signature.isValid ? 'valid  ' : 'INVALID'} ${signature.role}${signature.discipline === null ? '' : ` (${signature.discipline})`} ${signature.personName} ${new Date(signature.atMs).toISOString()}`),
    ...problems.map((problem) => `problem: ${problem}`),
    isValid ? 'The record is as it was signed.' : 'The record is NOT as it was signed.',
  ];
}
