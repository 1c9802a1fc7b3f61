import { chooseDoseAndStructures } from '../../electron/core/cli/chooseDoseAndStructures.ts';
import { readWhole } from '../../electron/core/files/readPlace.ts';
import { readDose } from '../../shared/rt/read/readDose.ts';
import { readStructureSet } from '../../shared/rt/read/readStructureSet.ts';
import { computeStructureSetDvh } from '../../shared/rt/dvh/structureSetDvh.ts';

/** What one run of this program prints: how much was computed and how long it took once Node had started. */
export interface DvhRun {
  readonly structures: number;
  readonly histograms: number;
  readonly inputBytes: number;
  readonly wholeMs: number;
}

/** `node dvhProgram.ts <folder>`: every histogram of a plan in a process of its own, as a worker does it the first time. */
async function computeOnce(folder: string): Promise<DvhRun> {
  const startedMs = performance.now();
  const chosen = await chooseDoseAndStructures(folder, null);
  const doseBytes = readWhole(chosen.dose.place);
  const setBytes = readWhole(chosen.structureSet.place);
  const all = computeStructureSetDvh(readStructureSet(setBytes), readDose(doseBytes));
  const wholeMs = performance.now() - startedMs;
  return { structures: all.length, histograms: all.filter((item) => 'dvh' in item).length, inputBytes: doseBytes.length + setBytes.length, wholeMs };
}

console.log(JSON.stringify(await computeOnce(process.argv[2] ?? '.')));
