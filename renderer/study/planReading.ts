import { isPlan, sopClass } from '../../shared/dicom/sopClasses.ts';
import type { ReferenceChain } from '../../shared/dicom/types.ts';
import type { StoredInstance } from '../../shared/ipc/channels.ts';
import { isImage, mayBeVolume } from './imageClasses.ts';
import type { FlatSeries } from './messages.ts';

/** A kind of object the case holds several of, and which one is shown; nulls where none was chosen. */
export interface ChosenOf {
  readonly kind: 'RTSTRUCT' | 'RTPLAN' | 'RTDOSE';
  readonly count: number;
  /** Label of the structure set or plan, summation type of the dose. */
  readonly label: string | null;
  readonly sopInstanceUID: string | null;
}

/** What is read of the case: RT objects first, because they are few, then every image series, the planning one first. */
export interface ReadingPlan {
  readonly structureSet: StoredInstance | null;
  readonly plan: StoredInstance | null;
  readonly dose: StoredInstance | null;
  /** One entry for every kind there are several of, so that the choice can be shown. */
  readonly chosenOf: readonly ChosenOf[];
  readonly series: readonly (readonly StoredInstance[])[];
  /** Image series whose kind is never a volume; their bytes are not read. */
  readonly flatSeries: readonly FlatSeries[];
}

/**
 * Chooses the objects the chain names, the total dose of the plan before other doses; where it names none, the only one
 * of its kind. An object named but not here yet is not replaced by another: its numbers would belong to something else.
 */
export function planReading(instances: readonly StoredInstance[], chain: ReferenceChain): ReadingPlan {
  const present = instances.filter((instance) => instance.isPresent);
  const ofKind = (isKind: (sopClassUID: string) => boolean): readonly StoredInstance[] => [...new Map(instances.filter(({ header }) => isKind(header.sopClassUID)).map((instance) => [instance.header.sopInstanceUID, instance])).values()];
  const structureSets = ofKind((uid) => uid === sopClass.rtStructureSet);
  const plans = ofKind(isPlan);
  const doses = ofKind((uid) => uid === sopClass.rtDose);
  const isPlanDose = (uid: string): boolean => doses.some(({ header }) => header.sopInstanceUID === uid && header.label === 'PLAN');
  const doseUIDs = chain.doseUIDs.toSorted((a, b) => Number(isPlanDose(b)) - Number(isPlanDose(a)));
  const structureSet = chosen(structureSets, [chain.structureSetUID]);
  const plan = chosen(plans, [chain.planUID]);
  const dose = chosen(doses, doseUIDs);
  const chosenOf = ([['RTSTRUCT', structureSets, structureSet], ['RTPLAN', plans, plan], ['RTDOSE', doses, dose]] as const).flatMap(([kind, { length: count }, one]): readonly ChosenOf[] =>
    count > 1 ? [{ kind, count, label: one?.header.label ?? null, sopInstanceUID: one?.header.sopInstanceUID ?? null }] : []);
  const images = [...bySeries(present.filter(({ header }) => isImage(header.sopClassUID))).entries()];
  const series = images
    .filter(([, files]) => files.some(({ header }) => mayBeVolume(header.sopClassUID)))
    .sort(([a], [b]) => Number(b === chain.imageSeriesUID) - Number(a === chain.imageSeriesUID))
    .map(([, files]) => files);
  const flatSeries = images
    .filter(([, files]) => !files.some(({ header }) => mayBeVolume(header.sopClassUID)))
    .map(([seriesInstanceUID, files]): FlatSeries => ({ seriesInstanceUID, modality: files[0]?.header.modality ?? 'OT', images: files.length, reason: 'planar' }));
  return { structureSet, plan, dose, chosenOf, series, flatSeries };
}

function bySeries(images: readonly StoredInstance[]): ReadonlyMap<string, readonly StoredInstance[]> {
  const series = new Map<string, StoredInstance[]>();
  for (const image of images) {
    const files = series.get(image.header.seriesInstanceUID);
    if (files === undefined) series.set(image.header.seriesInstanceUID, [image]);
    else files.push(image);
  }
  return series;
}

/** The object named first, if it is here; where none is named, the only one. */
function chosen(kind: readonly StoredInstance[], uids: readonly (string | null)[]): StoredInstance | null {
  const named = uids.filter((uid) => uid !== null);
  const found = named.length > 0 ? kind.find(({ header }) => header.sopInstanceUID === named[0]) : kind.length === 1 ? kind[0] : undefined;
  return found !== undefined && found.isPresent ? found : null;
}
