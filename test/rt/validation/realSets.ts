import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { computeStructureSetDvh } from '../../../shared/rt/dvh/structureSetDvh.ts';
import { readDose } from '../../../shared/rt/read/readDose.ts';
import { readStructureSet } from '../../../shared/rt/read/readStructureSet.ts';
import type { Dvh } from '../../../shared/rt/types.ts';

const dataFolder = join(import.meta.dirname, '../../../../shared/data');

/** Whether the real sets are beside the repository; a plain clone does not have them. */
export const hasRealSets = existsSync(join(dataFolder, 'oracles'));

/** Compared figures: volume in cm³, doses in Gy. */
export const figureNames = ['volume', 'mean', 'D98%', 'D50%', 'D2%'] as const;
export type FigureName = (typeof figureNames)[number];
/** A figure by the name of the program it comes from; null where it gives none. */
export type Readings = Readonly<Record<string, Readonly<Record<FigureName, number | null>>>>;

/** One structure of one set: what other programs and the planning system say, and we. */
export interface StructureReadings {
  readonly structure: string;
  readonly roiNumber: number;
  readonly planes: number;
  /** Fraction of the volume inside the dose grid. */
  readonly coverage: number;
  /** The same by the supersampled reference. */
  readonly referenceCoverage: number | null;
  readonly ours: Readonly<Record<FigureName, number | null>>;
  readonly oracles: Readings;
}

export interface RealSet {
  readonly name: string;
  /** Gy; deviations of dose are measured in percent of it. */
  readonly prescriptionDoseGy: number;
  readonly structures: readonly StructureReadings[];
}

/** Sets with their prescription, as the README of the data gives it; of several targets the highest. */
const sets = { 'rt-esophagus-imrt': 41.4, 'rt-pinnacle-prostate': 67, 'rt-aria-qa': 20 } as const;

interface OracleEntry {
  readonly volume_cc: number;
  readonly outside_grid_pct?: number;
  readonly mean?: number;
  readonly D98?: number;
  readonly D50?: number;
  readonly D2?: number;
}

interface OracleFile {
  readonly dvh: Readonly<Record<string, { readonly structures?: Readonly<Record<string, OracleEntry>>; readonly structures_by_roi_number?: Readonly<Record<string, OracleEntry>> }>>;
}

/** Every structure with a volume of every real set, computed here and read from the oracles; throws where we give none and the reference does. */
export const computeRealSets = (): RealSet[] => Object.entries(sets).map(([name, prescriptionDoseGy]) => ({ name, prescriptionDoseGy, structures: structuresOf(name) }));

function structuresOf(name: string): StructureReadings[] {
  const oracle = JSON.parse(readFileSync(join(dataFolder, 'oracles', `${name}.json`), 'utf8')) as OracleFile;
  const set = readStructureSet(readFileSync(join(dataFolder, name, 'RS.dcm')));
  const dose = readDose(readFileSync(join(dataFolder, name, 'RD.dcm')));
  return computeStructureSetDvh(set, dose).flatMap((result) => {
    const reference = oracle.dvh['reference-supersampled']?.structures?.[result.structure.name];
    if ('error' in result) {
      if (result.error.reason === 'no-closed-contour' && (reference?.volume_cc ?? 0) === 0) return [];
      throw result.error;
    }
    const { dvh, structure } = result;
    const referenceCoverage = reference?.outside_grid_pct === undefined ? null : rounded(1 - reference.outside_grid_pct / 100);
    const planes = new Set(structure.contours.map(({ pointsMm }) => pointsMm[2])).size;
    const oracles = Object.fromEntries(
      Object.entries(oracle.dvh).flatMap(([tool, { structures, structures_by_roi_number: byNumber }]) => {
        const entry = structures?.[structure.name] ?? byNumber?.[String(structure.number)];
        return entry === undefined || !(entry.volume_cc > 0) ? [] : [[tool, readingsOf(entry)]];
      }),
    );
    return [{ structure: structure.name, roiNumber: structure.number, planes, coverage: rounded(dvh.coverage) ?? 0, referenceCoverage, ours: ourReadings(dvh), oracles }];
  });
}

const readingsOf = (entry: OracleEntry): Readonly<Record<FigureName, number | null>> => ({
  volume: entry.volume_cc, mean: entry.mean ?? null, 'D98%': entry.D98 ?? null, 'D50%': entry.D50 ?? null, 'D2%': entry.D2 ?? null,
});

const ourReadings = (dvh: Dvh): Readonly<Record<FigureName, number | null>> => ({
  volume: rounded(dvh.volumeCc), mean: rounded(dvh.meanGy), 'D98%': rounded(dvh.d98Gy), 'D50%': rounded(dvh.d50Gy), 'D2%': rounded(dvh.d2Gy),
});

/** Four digits: what differs between machines lies far below. */
const rounded = (value: number | null): number | null => (value === null ? null : Number(value.toFixed(4)));
