import type { ReferenceChain } from '../../shared/dicom/types.ts';
import { toErrorShape } from '../../shared/errors/appError.ts';
import type { StoredInstance } from '../../shared/ipc/channels.ts';
import { readDose } from '../../shared/rt/read/readDose.ts';
import { readPlan } from '../../shared/rt/read/readPlan.ts';
import { readStructureSet } from '../../shared/rt/read/readStructureSet.ts';
import { computeStructureSetDvh } from '../../shared/rt/dvh/structureSetDvh.ts';
import type { DoseGrid, StructureSet } from '../../shared/rt/types.ts';
import { eachInParallel } from './fetchFiles.ts';
import type { FetchFile } from './fetchFiles.ts';
import type { StudyMessage, StudyProgress } from './messages.ts';
import { planReading } from './planReading.ts';

export interface ReadStudyInput {
  readonly instances: readonly StoredInstance[];
  readonly chain: ReferenceChain;
  readonly fetchFile: FetchFile;
  readonly signal: AbortSignal;
  readonly post: (message: StudyMessage) => void;
  /** Memory for the dose: shared where the host allows. */
  readonly allocate: (byteLength: number) => ArrayBufferLike;
  readonly nowMs: () => number;
}

const parallelFetches = 6;
const progressIntervalMs = 100;
/** Longest the worker computes without looking at its messages; a pause costs some milliseconds, a histogram often less. */
const longestTurnMs = 40;

/**
 * Reads the radiotherapy objects of a case and posts each as soon as it is ready, then the histograms. What cannot be
 * read is posted as a problem that names it, and the rest goes on.
 */
export async function readStudy(input: ReadStudyInput): Promise<void> {
  const { post, signal, nowMs } = input;
  const reading = planReading(input.instances, input.chain);
  const all = [reading.structureSet, reading.plan, reading.dose].filter((instance) => instance !== null);
  const startedAtMs = nowMs();
  let progress: StudyProgress = { filesDone: 0, filesTotal: all.length, bytesDone: 0, bytesTotal: all.reduce((sum, { byteLength }) => sum + byteLength, 0), elapsedMs: 0, dvhsDone: 0, dvhsTotal: 0 };
  let postedAtMs = Number.NEGATIVE_INFINITY;
  const advance = (fields: Partial<StudyProgress>, isForced = false): void => {
    progress = { ...progress, ...fields, elapsedMs: nowMs() - startedAtMs };
    if (!isForced && nowMs() - postedAtMs < progressIntervalMs) return;
    postedAtMs = nowMs();
    post({ type: 'progress', progress });
  };
  const attempt = <T>(object: string, make: () => T): T | null => {
    try {
      return make();
    } catch (error) {
      post({ type: 'problem', problem: { object, error: toErrorShape(error) } });
      return null;
    }
  };

  advance({}, true);
  const files = new Map<string, Uint8Array>();
  await eachInParallel(all, parallelFetches, signal, async (instance) => {
    const name = nameOf(instance);
    try {
      files.set(instance.header.sopInstanceUID, await input.fetchFile({ sha256: instance.sha256, name }, signal));
    } catch (error) {
      if (signal.aborted) return;
      post({ type: 'problem', problem: { object: name, error: toErrorShape(error) } });
    }
    advance({ filesDone: progress.filesDone + 1, bytesDone: progress.bytesDone + instance.byteLength });
  });
  if (signal.aborted) return;
  advance({}, true);
  const bytesOf = (instance: StoredInstance | null): Uint8Array | undefined => (instance === null ? undefined : files.get(instance.header.sopInstanceUID));

  const structureBytes = bytesOf(reading.structureSet);
  const structureSet = structureBytes === undefined ? null : attempt(nameOf(reading.structureSet), () => readStructureSet(structureBytes));
  if (structureSet !== null) post({ type: 'structureSet', structureSet });
  const planBytes = bytesOf(reading.plan);
  const plan = planBytes === undefined ? null : attempt(nameOf(reading.plan), () => readPlan(planBytes));
  if (plan !== null) post({ type: 'plan', plan });
  const doseBytes = bytesOf(reading.dose);
  const dose = doseBytes === undefined ? null : attempt(nameOf(reading.dose), () => readDose(doseBytes, { allocate: input.allocate }));
  if (dose !== null) post({ type: 'dose', dose });
  post({ type: 'loaded' });
  files.clear();

  const structures = structureSet === null || dose === null ? [] : withDvh(structureSet, dose);
  advance({ dvhsTotal: structures.length }, true);
  let pausedAtMs = nowMs();
  for (const [index, structure] of structures.entries()) {
    if (signal.aborted || dose === null || structureSet === null) return;
    const object = `${structure.name} (ROI ${structure.number})`;
    const result = attempt(object, () => computeStructureSetDvh(structureSet, dose, {}, [structure])[0]);
    if (result && 'dvh' in result) post({ type: 'dvh', dvh: result.dvh });
    if (result && 'error' in result) post({ type: 'problem', problem: { object, error: result.error.toShape() } });
    advance({ dvhsDone: index + 1 }, true);
    if (nowMs() - pausedAtMs < longestTurnMs) continue;
    // Lets a message that stops the worker in.
    await new Promise((resolve) => setTimeout(resolve, 0));
    pausedAtMs = nowMs();
  }
  post({ type: 'finished' });
}

/** Structures that can have a histogram: some contour, and the dose in Gy in the same frame of reference. */
function withDvh(structureSet: StructureSet, dose: DoseGrid): readonly StructureSet['structures'][number][] {
  if (structureSet.frameOfReferenceUID !== null && structureSet.frameOfReferenceUID !== dose.frameOfReferenceUID) return [];
  if (dose.units !== 'GY') return [];
  return structureSet.structures.filter((structure) => structure.contours.some((contour) => contour.geometricType.startsWith('CLOSED')));
}

const nameOf = (instance: StoredInstance | null): string => (instance === null ? '' : `${instance.header.modality} ${instance.header.sopInstanceUID}`);
