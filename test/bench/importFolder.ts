import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { v7 } from 'uuid';
import { createRecordContext } from '../../electron/core/commands/recordContext.ts';
import { submitCommand } from '../../electron/core/commands/submitCommand.ts';
import { findObjects } from '../../electron/core/files/findObjects.ts';
import { WorkerPool } from '../../electron/core/files/workerPool.ts';
import { Imports } from '../../electron/core/imports.ts';
import { blobPlaceOf, openStore } from '../../electron/core/store/openStore.ts';
import { actorOf, type Person } from '../../shared/mdt/directory.ts';
import { toResults, type BenchResult, type Target } from './benchResult.ts';
import { writeCtFolder } from './ctFolder.ts';
import { dcmdump, forgetPages, pydicomHeaders, readAndHash, readHashAndCopy, seconds } from './importPeers.ts';
import { withTempFolder } from './tempFolder.ts';

const instances = 1000;
const runs = 5;
/** The page starts the threads when it opens; a person takes longer than this to choose a folder. */
const choosingMs = 1500;

const doctor: Person = { id: 'bench.doctor', account: 'bench.doctor', name: 'Bench Doctor', nameEn: 'Bench Doctor', title: '', hospitalId: 'partner', roles: ['partnerDoctor'], discipline: 'radiationOncology', publicKey: null };

/** Seconds for every way the same files were gone through, one entry a round; empty where a peer cannot run. */
interface Rounds {
  readonly imported: number[];
  /** The same with the store on a memory file system: what is left when no disk has to be waited for. */
  readonly importedToMemory: number[];
  readonly headers: number[];
  readonly hashed: number[];
  readonly copied: number[];
  readonly dcmdump: number[];
  readonly pydicom: number[];
}

interface Bench {
  readonly folder: string;
  readonly filesFolder: string;
  readonly paths: readonly string[];
  readonly pool: WorkerPool;
}

/**
 * Import of a folder of CT instances: the console's whole path (patients found, hashes, encrypted and synced blobs,
 * record, manifest of the case; threads running, as the page has them started) and its first pass alone, beside programs that only read headers and beside
 * merely reading and hashing the bytes; with the files in the page cache and without.
 */
export function measure(): Promise<readonly BenchResult[]> {
  return withTempFolder(async (folder) => {
    const filesFolder = join(folder, 'files');
    const origin = await writeCtFolder(filesFolder, instances);
    const paths = readdirSync(filesFolder).sort().map((name) => join(filesFolder, name));
    const megabytes = paths.reduce((sum, path) => sum + statSync(path).size, 0) / 1e6;
    const pool = new WorkerPool({ blobs: null });
    const bench: Bench = { folder, filesFolder, paths, pool };
    try {
      // As Python's own start is left out for pydicom, so is that of the threads for the header pass.
      await headerPass(bench);
      const warm = await measureRounds(bench, () => true);
      const cold = await measureRounds(bench, () => forgetPages(paths, folder));
      const title = (state: string): string => `${instances} ${origin} CT, ${Math.round(megabytes)} MB, ${state}`;
      return [...report(title('warm'), megabytes, warm), ...report(title('cold'), megabytes, cold)];
    } finally {
      await pool.close();
    }
  });
}

/** Ours and the peers' in turn, over the same files; nothing where the cache cannot be prepared. */
async function measureRounds(bench: Bench, prepare: () => boolean): Promise<Rounds> {
  const { folder, paths } = bench;
  const rounds: Rounds = { imported: [], importedToMemory: [], headers: [], hashed: [], copied: [], dcmdump: [], pydicom: [] };
  for (let round = 0; round < runs; round += 1) {
    const steps: readonly (readonly [number[], () => Promise<number | null> | number | null])[] = [
      [rounds.hashed, () => readAndHash(paths)],
      [rounds.imported, () => wholeImport(bench, join(folder, `store-${round}`))],
      [rounds.importedToMemory, () => importToMemory(bench)],
      [rounds.headers, () => headerPass(bench)],
      [rounds.pydicom, () => pydicomHeaders(paths, folder)],
      [rounds.copied, () => readHashAndCopy(paths, join(folder, 'copies'))],
      [rounds.dcmdump, () => dcmdump(paths, folder)],
    ];
    for (const [times, step] of steps) {
      if (!prepare()) return rounds;
      const took = await step();
      if (took !== null) times.push(took);
    }
  }
  return rounds;
}

const headerPass = ({ filesFolder, pool }: Bench): Promise<number> =>
  seconds(async () => {
    const { objects } = await findObjects(pool, [filesFolder], { signal: new AbortController().signal, isWhole: false });
    if (objects.length !== instances) throw new Error(`${objects.length} of ${instances} headers were read.`);
  });

const memoryFolder = '/dev/shm';

async function importToMemory(bench: Bench): Promise<number | null> {
  if (!existsSync(memoryFolder)) return null;
  const folder = await mkdtemp(join(memoryFolder, 'mdt-bench-'));
  try {
    return await wholeImport(bench, join(folder, 'store'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function wholeImport({ filesFolder }: Bench, storeFolder: string): Promise<number> {
  const key = new Uint8Array(randomBytes(32));
  const store = openStore(storeFolder, key);
  try {
    const context = createRecordContext(store, () => undefined);
    const [caseId, importId] = [v7(), v7()];
    submitCommand(context, { commandId: v7(), stream: { kind: 'case', id: caseId }, type: 'case.create', actor: actorOf(doctor), baseVersion: 0, payload: { caseNo: 'BENCH', leadHospitalId: 'lead', fields: {} } });
    const ended = Promise.withResolvers<void>();
    const imports = new Imports(context, {
      onProgress: ({ phase }) => void (phase !== 'scanning' && phase !== 'reading' && ended.resolve()), log: () => undefined,
      openSource: () => { throw new Error('The bench imports files only.'); }, blobs: blobPlaceOf(storeFolder, key),
    });
    imports.prepare();
    await setTimeout(choosingMs);
    const took = await seconds(() => {
      imports.start(doctor, { importId, caseId, source: { kind: 'paths', paths: [filesFolder] }, patientKey: null });
      return ended.promise;
    });
    const { imported, error, rejects, phase } = imports.report(importId);
    if (imported !== instances) throw new Error(`${imported} of ${instances} files were imported: ${error?.message ?? rejects[0]?.message ?? phase}`);
    await imports.stop();
    return took;
  } finally {
    store.close();
    await rm(storeFolder, { recursive: true, force: true });
  }
}

const perSecond = (times: readonly number[]): readonly number[] => times.map((time) => instances / time);

function report(title: string, megabytes: number, rounds: Rounds): readonly BenchResult[] {
  if (rounds.imported.length < runs) return [];
  const row = (what: string, ours: readonly number[], name: string, peer: readonly number[], target?: Target): readonly BenchResult[] =>
    toResults({ metric: `${title}: ${what}`, unit: 'files/s', better: 'higher', ours: perSecond(ours), peer: { name, samples: peer.length === runs ? perSecond(peer) : null }, target, note });
  const mere = 'reading and hashing the bytes';
  const headers = 'pydicom, headers only';
  return [
    ...row('whole import', rounds.imported, mere, rounds.hashed, { ratioAtLeast: 0.5 }),
    ...(rounds.importedToMemory.length === runs ? row('whole import, store in memory', rounds.importedToMemory, mere, rounds.hashed) : []),
    ...row('whole import', rounds.imported, headers, rounds.pydicom, { ratioAtLeast: 5 }),
    ...row('whole import', rounds.imported, 'reading, hashing and plain synced copies', rounds.copied),
    ...row('header pass', rounds.headers, headers, rounds.pydicom, { ratioAtLeast: 5 }),
    ...row('header pass', rounds.headers, 'dcmdump, all elements', rounds.dcmdump),
    ...toResults({
      metric: `${title}: whole import`, unit: 'MB/s', better: 'higher', ours: rounds.imported.map((time) => megabytes / time),
      peer: { name: mere, samples: rounds.hashed.map((time) => megabytes / time) }, note,
    }),
  ];
}

const note = 'whole import syncs every encrypted blob to the disk and commits headers and manifest to the encrypted record; the header pass is its first part; our threads run already, pydicom is without the start of Python';
