import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { sopClass } from '../../shared/dicom/sopClasses.ts';
import { computeStructureSetDvh } from '../../shared/rt/dvh/structureSetDvh.ts';
import { readDose } from '../../shared/rt/read/readDose.ts';
import { readStructureSet } from '../../shared/rt/read/readStructureSet.ts';

/** What one run of this program prints: how much was computed and how long it took once Node had started. */
export interface DvhRun {
  readonly structures: number;
  readonly histograms: number;
  readonly inputBytes: number;
  readonly readMs: number;
  readonly wholeMs: number;
}

/** `node dvhProgram.js <folder>`: every histogram of a plan in a process of its own, as a worker does it the first time. */
function computeOnce(folder: string): DvhRun {
  const startedMs = performance.now();
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name))).map((bytes) => ({ bytes, classUID: parseDataSet(bytes).text('SOPClassUID') }));
  const ofClass = (uid: string): Uint8Array => {
    const [only, ...others] = files.filter(({ classUID }) => classUID === uid);
    if (only === undefined || others.length > 0) throw new Error(`${folder} needs one object of class ${uid}`);
    return only.bytes;
  };
  const dose = readDose(ofClass(sopClass.rtDose));
  const set = readStructureSet(ofClass(sopClass.rtStructureSet));
  const readMs = performance.now() - startedMs;
  const all = computeStructureSetDvh(set, dose);
  const wholeMs = performance.now() - startedMs;
  return { structures: all.length, histograms: all.filter((item) => 'dvh' in item).length, inputBytes: files.reduce((sum, { bytes }) => sum + bytes.length, 0), readMs, wholeMs };
}

console.log(JSON.stringify(computeOnce(process.argv[2] ?? '.')));
