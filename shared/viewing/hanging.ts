import { stackCell, emptyCell } from './cell.ts';
import type { Cell, Grid, Link, Window } from './cell.ts';
import { besideGrid, gridFor } from './gridPlaces.ts';
import { hungNames, mammogramsOf, mammogramTurn } from './mammography.ts';
import type { HungPicture, MammogramName } from './mammography.ts';
import { classOf, directionOf, partOfSeries, wordsOf } from './seriesClass.ts';
import type { BodyPart, HungSeries, SeriesClass } from './seriesClass.ts';

/** Named arrangements; the words for them are in the language table. */
export const hangingNames = ['planning', 'petCt', 'mrSequences', 'mrPrior', 'ctPrior', 'ctMpr', 'mammography', 'mammographyPrior', 'filmPrior', 'filmViews', 'mpr', 'single', 'document', 'empty', 'own'] as const;
export type HangingName = (typeof hangingNames)[number];

/** What hangs where. `cells` from the upper left; those the grid has more are empty. */
export interface Hanging {
  readonly name: HangingName;
  /** A person's word for an own one. */
  readonly title: string | null;
  readonly grid: Grid;
  readonly cells: readonly Cell[];
  readonly link: Link;
  readonly hasCrosshair: boolean;
}

const even = (rows: number, columns: number): Grid => ({ rows, columns, shape: 'even' });
const hung = (name: HangingName, grid: Grid, cells: readonly Cell[], link: Link = 'position', hasCrosshair = false): Hanging => ({ name, title: null, grid, cells, link, hasCrosshair });

/** A cell that shows a series as it opens. */
export function cellOf(series: HungSeries, fields: Partial<Cell> = {}): Cell {
  if (series.shows === 'document') return { ...emptyCell, content: { kind: 'document', sopInstanceUID: series.sopInstanceUID ?? series.seriesInstanceUID } };
  if (series.shows === 'frames') return { ...emptyCell, ...fields, plane: 'acquired', content: { kind: 'frames', seriesInstanceUID: series.seriesInstanceUID } };
  return stackCell(series.seriesInstanceUID, fields.plane ?? 'acquired', fields);
}

/** Newest study first; a study without a date last. Equal dates by UID, so that the same case always hangs the same. */
export function studiesOf(series: readonly HungSeries[]): readonly (readonly HungSeries[])[] {
  const studies = new Map<string, HungSeries[]>();
  for (const one of series) studies.set(one.studyInstanceUID, [...(studies.get(one.studyInstanceUID) ?? []), one]);
  return [...studies.values()]
    .map((entries) => entries.sort((a, b) => (a.number ?? Infinity) - (b.number ?? Infinity) || a.seriesInstanceUID.localeCompare(b.seriesInstanceUID)))
    .sort((a, b) => (b[0]?.studyDate ?? '').localeCompare(a[0]?.studyDate ?? '') || (a[0]?.studyInstanceUID ?? '').localeCompare(b[0]?.studyInstanceUID ?? ''));
}

/** External-camera photographs, microscopy, scanned paper (PS3.3 C.7.3.1.1.1). */
const photographed: ReadonlySet<string> = new Set(['XC', 'GM', 'DOC']);

const isBeside = (study: readonly HungSeries[]): boolean => study.every((series) => series.shows === 'document' || photographed.has(series.modality));

/**
 * Studies in the order a case is read in: as given, but studies of photographs and documents alone behind all others. A
 * photograph added today must not take the place of the scan it came with.
 */
export function inReadingOrder(studies: readonly (readonly HungSeries[])[]): readonly (readonly HungSeries[])[] {
  return [...studies.filter((study) => !isBeside(study)), ...studies.filter(isBeside)];
}

const isScan = (series: HungSeries): boolean => series.shows === 'volume' && classOf(series) !== 'scout';

/** Least for the series to read first. */
function rank(series: HungSeries): number {
  const kind = classOf(series);
  const direction = directionOf(series);
  return (kind === 'reconstruction' || kind === 'uncorrected' ? 4 : 0) + (direction === 'sagittal' || direction === 'coronal' ? 2 : 0) + (kind === 'bone' ? 1 : 0);
}

/** The series a study is read by: as acquired before cut again, axial before others, then the one with most images. */
function mainOf(study: readonly HungSeries[], modality: string): HungSeries | null {
  return study.filter((series) => series.modality === modality && isScan(series)).sort((a, b) => rank(a) - rank(b) || b.images - a.images)[0] ?? null;
}

/** The series of another study to compare one with: of its class and direction where there is one. */
function counterpartOf(series: HungSeries, study: readonly HungSeries[]): HungSeries | null {
  const same = study.filter((one) => one.modality === series.modality && isScan(one) && classOf(one) === classOf(series) && (directionOf(one) ?? 'axial') === (directionOf(series) ?? 'axial'));
  const named = same.find((one) => one.description === series.description);
  return named ?? same.sort((a, b) => b.images - a.images)[0] ?? mainOf(study, series.modality);
}

/** A study shows the same part, or one of the two does not say which. */
const isSamePart = (a: BodyPart | null, b: BodyPart | null): boolean => a === null || b === null || a === b || a === 'wholeBody' || b === 'wholeBody';

const windowOf = (part: BodyPart | null, kind: SeriesClass): Window | null => {
  if (kind === 'lung') return { centre: -600, width: 1500 };
  if (kind === 'bone') return { centre: 400, width: 1800 };
  if (part === 'chest') return { centre: 40, width: 400 };
  if (part === 'brain') return { centre: 40, width: 80 };
  return part === 'abdomen' || part === 'pelvis' ? { centre: 50, width: 350 } : null;
};

type Studies = readonly (readonly HungSeries[])[];
interface Case { readonly studies: Studies; readonly disease: string | null }
type Rule = (given: Case) => Hanging | null;

/** The planning images with structures and dose: axial large, sagittal and coronal beside it, all through the crosshair. */
const planning: Rule = ({ studies }) => {
  const images = studies.flat().filter((series) => series.isPlanning && series.shows === 'volume').sort((a, b) => b.images - a.images)[0];
  return images === undefined ? null : threePlanes('planning', images);
};

const threePlanes = (name: HangingName, series: HungSeries): Hanging => hung(name, besideGrid(3), (['axial', 'sagittal', 'coronal'] as const).map((plane) => cellOf(series, { plane })), 'position', true);

/** SUV 0 to 5, dark on white, as nuclear medicine reads it. */
const petWindow: Window = { centre: 2.5, width: 5 };

/** CT, PET, the two over each other, and the PET as a whole in coronal maximum intensity. */
const petCt: Rule = ({ studies }) => {
  for (const study of studies) {
    const pet = mainOf(study, 'PT');
    if (pet === null) continue;
    const ct = study.filter((series) => series.modality === 'CT' && isScan(series) && pet.frameOfReferenceUID !== null && series.frameOfReferenceUID === pet.frameOfReferenceUID);
    const main = mainOf(ct, 'CT');
    const grey: Partial<Cell> = { unit: 'suv', window: petWindow, isInverted: true };
    const whole = cellOf(pet, { ...grey, plane: 'coronal', slab: { mode: 'mip', thicknessMm: 200 } });
    if (main === null) return hung('petCt', even(1, 2), [cellOf(pet, { ...grey, plane: 'axial' }), whole], 'position', true);
    const fused = cellOf(main, { plane: 'axial', fusion: { volumeId: pet.seriesInstanceUID, colourMap: 'hotIron', opacity: 0.5, window: petWindow } });
    return hung('petCt', even(2, 2), [cellOf(main, { plane: 'axial' }), cellOf(pet, { ...grey, plane: 'axial' }), fused, whole], 'position', true);
  }
  return null;
};

const sequenceOrder: Readonly<Record<'brain' | 'other', readonly SeriesClass[]>> = {
  brain: ['T1', 'T2', 'FLAIR', 'DWI', 'T1C', 'ADC'],
  other: ['T1', 'T2', 'DWI', 'T1C', 'ADC', 'FLAIR'],
};

/** One series of each sequence, the axial one where there are several; the four a tumour is read by, T1C among them. */
function sequences(study: readonly HungSeries[], part: BodyPart | null): readonly HungSeries[] {
  const found = sequenceOrder[part === 'brain' ? 'brain' : 'other'].flatMap((kind) => {
    const ofKind = study.filter((series) => series.modality === 'MR' && isScan(series) && classOf(series) === kind);
    const axial = ofKind.filter((series) => (directionOf(series) ?? 'axial') === 'axial');
    const best = [...(axial.length > 0 ? axial : ofKind)].sort((a, b) => b.images - a.images)[0];
    return best === undefined ? [] : [best];
  });
  if (found.length <= 4) return found;
  const enhanced = found.filter((series) => classOf(series) === 'T1C');
  const others = found.filter((series) => classOf(series) !== 'T1C').slice(part === 'brain' && enhanced.length > 0 ? 1 : 0, 4);
  return [...others.slice(0, 4 - enhanced.length), ...enhanced];
}

const mrSequences: Rule = ({ studies, disease }) => {
  for (const study of studies) {
    const first = mainOf(study, 'MR');
    if (first === null) continue;
    const shown = sequences(study, partOfSeries(first, disease));
    return shown.length < 2 ? null : hung('mrSequences', gridFor(shown.length), shown.map((series) => cellOf(series)), 'position');
  }
  return null;
};

/** Newest on the left, older to the right, in one window; two studies have two frames of reference, so they move by equal distances. */
const withPrior = (name: HangingName, modality: string): Rule => ({ studies, disease }) => {
  const current = studies.find((study) => mainOf(study, modality) !== null);
  const newest = current === undefined ? null : mainOf(current, modality);
  if (current === undefined || newest === null) return null;
  const part = partOfSeries(newest, disease);
  for (const study of studies.slice(studies.indexOf(current) + 1)) {
    const older = counterpartOf(newest, study);
    if (older === null || !isSamePart(part, partOfSeries(older, disease))) continue;
    const window = modality === 'CT' ? windowOf(part, classOf(newest)) : null;
    const isOneFrame = newest.frameOfReferenceUID !== null && newest.frameOfReferenceUID === older.frameOfReferenceUID;
    return hung(name, even(1, 2), [cellOf(newest, { window }), cellOf(older, { window })], isOneFrame ? 'position' : 'distance');
  }
  return null;
};

/** A mammogram as it hangs beside the others. */
const mammogramCell = ({ series, view }: HungPicture<HungSeries>): Cell => cellOf(series, { frame: view?.frame ?? 0, ...mammogramTurn(view?.projection ?? null) });

/** Studies with at least two of the four views, as they hang. */
const mammograms = (studies: Studies): readonly { readonly found: ReturnType<typeof mammogramsOf<HungSeries>>; readonly names: readonly MammogramName[] }[] => studies.flatMap((study) => {
  const found = mammogramsOf(study, wordsOf);
  const names = hungNames(found);
  return names === null ? [] : [{ found, names }];
});

/** Views in their places; that of a missing one stays empty. */
const inPlaces = (names: readonly MammogramName[], found: ReturnType<typeof mammogramsOf<HungSeries>>): readonly Cell[] => names.map((name) => {
  const picture = found.get(name);
  return picture === undefined ? emptyCell : mammogramCell(picture);
});

/** The patient's right breast on the left of the screen, so that the chest walls meet in the middle: CC above MLO; of one side alone CC beside MLO. */
const mammography: Rule = ({ studies }) => {
  const [newest] = mammograms(studies);
  return newest === undefined ? null : hung('mammography', even(newest.names.length / 2, 2), inPlaces(newest.names, newest.found), 'off');
};

/** Newest study above, the older one below, view over view. */
const mammographyPrior: Rule = ({ studies }) => {
  const [newest, ...older] = mammograms(studies);
  const prior = newest === undefined ? undefined : older.find(({ found }) => newest.names.some((name) => found.has(name)));
  return newest === undefined || prior === undefined ? null : hung('mammographyPrior', even(2, newest.names.length), [...inPlaces(newest.names, newest.found), ...inPlaces(newest.names, prior.found)], 'off');
};

const isFilm = (series: HungSeries): boolean => series.shows === 'frames' && ['CR', 'DX', 'RG'].includes(series.modality);

const filmPrior: Rule = ({ studies, disease }) => {
  const [current, ...older] = studies.filter((study) => study.some(isFilm));
  const newest = current?.find(isFilm);
  if (newest === undefined) return null;
  const part = partOfSeries(newest, disease);
  const prior = older.flatMap((study) => study.filter((series) => isFilm(series) && isSamePart(part, partOfSeries(series, disease))))[0];
  return prior === undefined ? null : hung('filmPrior', even(1, 2), [cellOf(newest), cellOf(prior)], 'off');
};

const filmViews: Rule = ({ studies }) => {
  const films = studies.find((study) => study.some(isFilm))?.filter(isFilm) ?? [];
  return films.length < 2 ? null : hung('filmViews', gridFor(Math.min(4, films.length)), films.slice(0, 4).map((series) => cellOf(series)), 'off');
};

/** Of the newest study that has pictures: its first good series, by itself. */
const single: Rule = ({ studies }) => {
  for (const study of studies) {
    const modality = study.find(isScan)?.modality;
    const series = (modality === undefined ? null : mainOf(study, study.some((one) => one.modality === 'CT' && isScan(one)) ? 'CT' : modality)) ?? study.find((one) => one.shows === 'frames') ?? study.find((one) => one.shows === 'volume');
    if (series !== undefined && series !== null) return hung('single', even(1, 1), [cellOf(series)]);
  }
  return null;
};

const mprOf = (name: HangingName): Rule => (given) => {
  const volume = given.studies.map((study) => mainOf(study, 'CT') ?? study.find(isScan) ?? null).find((series) => series !== null);
  return volume === undefined || volume === null || volume.images < 8 ? null : threePlanes(name, volume);
};

const documentOnly: Rule = ({ studies }) => {
  const document = studies.flat().find((series) => series.shows === 'document');
  return document === undefined ? null : hung('document', even(1, 1), [cellOf(document)], 'off');
};

const nothing: Hanging = hung('empty', even(1, 1), []);

/** Rules of the modality the newest study is of, before the general ones; PET/CT counts as PT. */
function rulesFor(studies: Studies): readonly Rule[] {
  const pictured = studies.find((study) => study.some((series) => series.shows !== 'document' && classOf(series) !== 'scout')) ?? [];
  const has = (modality: string): boolean => pictured.some((series) => series.modality === modality && series.shows !== 'document' && classOf(series) !== 'scout');
  if (has('PT')) return [petCt];
  if (has('MR')) return [mrSequences, withPrior('mrPrior', 'MR')];
  if (has('CT')) return [withPrior('ctPrior', 'CT')];
  if (has('MG')) return [mammographyPrior, mammography];
  return [filmPrior, filmViews];
}

/**
 * Every arrangement a case allows, the one it opens with first. The same case always gives the same list.
 *
 * @param disease words of the diagnosis, for series that do not say what part they show; null where there are none
 */
export function hangingsFor(series: readonly HungSeries[], disease: string | null = null): readonly Hanging[] {
  const given: Case = { studies: inReadingOrder(studiesOf(series)), disease };
  const rules: readonly Rule[] = [planning, ...rulesFor(given.studies), single, mprOf('mpr'), petCt, mrSequences, withPrior('ctPrior', 'CT'), withPrior('mrPrior', 'MR'), mammography, filmPrior, documentOnly];
  const found = new Map<string, Hanging>();
  for (const rule of rules) {
    const hanging = rule(given);
    if (hanging !== null && !found.has(hanging.name)) found.set(hanging.name, hanging);
  }
  return found.size === 0 ? [nothing] : [...found.values()];
}
