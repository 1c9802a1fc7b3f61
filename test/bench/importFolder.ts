import { randomBytes, createHash } from 'node:crypto';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { importFolder } from '../../electron/core/files/importFolder.ts';
import { readObject } from '../../electron/core/files/readObject.ts';
import { walkFolder, type FoundFile } from '../../electron/core/files/walkFolder.ts';
import { openStore } from '../../electron/core/store/openStore.ts';
import { toResults, type BenchResult, type Target } from './benchResult.ts';
import { writeCtFolder } from './ctFolder.ts';
import { findProgram, runMeasured } from './peerProgram.ts';
import { withTempFolder } from './tempFolder.ts';

const runs = 3;
const python = '/usr/bin/python3';

/** Seconds for every way the same files were gone through, one entry a round. */
interface Rounds {
  readonly imported: number[];
  readonly headers: number[];
  readonly hashed: number[];
  readonly copied: number[];
  readonly dcmdump: number[];
  readonly pydicom: number[];
}

/**
 * Import of a folder of CT instances: the console's whole path (headers, hashes, encrypted blobs, record) and its first
 * part alone, beside programs that only read headers and beside merely reading and hashing the bytes.
 */
export function measure(): Promise<readonly BenchResult[]> {
  return withTempFolder(async (folder) => {
    const filesFolder = join(folder, 'files');
    await writeCtFolder(filesFolder);
    const { files } = await walkFolder(filesFolder, new AbortController().signal);
    const rounds: Rounds = { imported: [], headers: [], hashed: [], copied: [], dcmdump: [], pydicom: [] };
    for (let round = 0; round < runs; round += 1) await goThrough(files, folder, join(folder, `store-${round}`), rounds);
    return report(files, rounds);
  });
}

/** One round: ours and the peers' in turn, over the same files in the page cache. */
async function goThrough(files: readonly FoundFile[], folder: string, storeFolder: string, rounds: Rounds): Promise<void> {
  rounds.hashed.push(await seconds(() => inFours(files, readAndHash)));
  rounds.headers.push(await seconds(() => inFours(files, readObject)));
  rounds.copied.push(await seconds(() => readHashAndCopy(files, `${storeFolder}-plain`)));
  rounds.imported.push(await wholeImport(join(folder, 'files'), storeFolder, files.length));
  const paths = files.map(({ path }) => path);
  const dcmdump = findProgram('dcmdump');
  if (dcmdump !== null) rounds.dcmdump.push(runMeasured(dcmdump, ['-q', ...paths], folder).tookMs / 1000);
  const pydicom = runPydicom(paths, folder);
  if (pydicom !== null) rounds.pydicom.push(pydicom);
}

async function wholeImport(folder: string, storeFolder: string, expected: number): Promise<number> {
  const store = openStore(storeFolder, randomBytes(32));
  try {
    const startedMs = performance.now();
    const outcome = await importFolder(store, { importId: v7(), caseId: v7(), source: { kind: 'paths', paths: [folder] }, patientKey: null, signal: new AbortController().signal, onProgress: () => undefined });
    const tookS = (performance.now() - startedMs) / 1000;
    if (outcome.imported !== expected) throw new Error(`${outcome.imported} of ${expected} files were imported: ${outcome.error?.message ?? outcome.rejects[0]?.message ?? outcome.phase}`);
    return tookS;
  } finally {
    store.close();
  }
}

const readAndHash = async ({ path }: FoundFile): Promise<string> => createHash('sha256').update(await readFile(path)).digest('hex');

/** What a store without encryption and record has to do at least: every file on the disk before it counts. */
async function readHashAndCopy(files: readonly FoundFile[], into: string): Promise<void> {
  await mkdir(into);
  for (const file of files) {
    const bytes = await readFile(file.path);
    const handle = await open(join(into, createHash('sha256').update(bytes).digest('hex')), 'w');
    await handle.writeFile(bytes);
    await handle.sync();
    await handle.close();
  }
  await rm(into, { recursive: true });
}

/** As many files at once as the import reads. */
async function inFours(files: readonly FoundFile[], work: (file: FoundFile) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < files.length; at += 4) await Promise.all(files.slice(at, at + 4).map(work));
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
}

const script = `
import sys, time
from pydicom import dcmread
started = time.perf_counter()
for path in sys.argv[1:]:
    header = dcmread(path, stop_before_pixels=True)
    (header.SOPInstanceUID, header.SeriesInstanceUID, header.StudyInstanceUID, header.get('PatientName'))
print(time.perf_counter() - started)
`;

/** Seconds of the loop alone, without the start of Python; null where pydicom is missing. */
function runPydicom(paths: readonly string[], scratch: string): number | null {
  try {
    return Number(runMeasured(python, ['-c', script, ...paths], scratch).stdout);
  } catch {
    // Neither Python nor pydicom is needed to use the console; the row says the peer cannot run.
    return null;
  }
}

function report(files: readonly FoundFile[], rounds: Rounds): readonly BenchResult[] {
  const megabytes = files.reduce((sum, { byteLength }) => sum + byteLength, 0) / 1e6;
  const title = `${files.length} files, ${Math.round(megabytes)} MB`;
  const perSecond = (times: readonly number[]): readonly number[] => times.map((time) => files.length / time);
  const filesRow = (what: string, ours: readonly number[], name: string, peer: readonly number[], target?: Target): readonly BenchResult[] =>
    toResults({ metric: `${title}: ${what}`, unit: 'files/s', better: 'higher', ours: perSecond(ours), peer: { name, samples: peer.length === runs ? perSecond(peer) : null }, target, note });
  const mere = 'reading and hashing the bytes';
  const plainCopy = 'reading, hashing and plain synced copies';
  const headerOnly = 'pydicom, headers only';
  return [
    ...filesRow('whole import', rounds.imported, headerOnly, rounds.pydicom, { ratioAtLeast: 5 }),
    ...filesRow('whole import', rounds.imported, mere, rounds.hashed, { ratioAtLeast: 0.5 }),
    ...filesRow('whole import', rounds.imported, plainCopy, rounds.copied),
    ...toResults({
      metric: `${title}: whole import`, unit: 'MB/s', better: 'higher', ours: rounds.imported.map((time) => megabytes / time),
      peer: { name: mere, samples: rounds.hashed.map((time) => megabytes / time) }, note,
    }),
    ...filesRow('headers and hashes', rounds.headers, headerOnly, rounds.pydicom),
    ...filesRow('headers and hashes', rounds.headers, 'dcmdump, all elements', rounds.dcmdump),
    ...filesRow('headers and hashes', rounds.headers, mere, rounds.hashed),
  ];
}

const note = 'files in the page cache; whole import writes every blob encrypted and synced to disk and its header to the encrypted record; pydicom without the start of Python';
