import type { Cell } from './cell.ts';

/** The four views of screening, in the order they hang: the patient's right breast on the left of the screen, CC above MLO. */
export const mammogramNames = ['RCC', 'LCC', 'RMLO', 'LMLO'] as const;
export type MammogramName = (typeof mammogramNames)[number];

/** Side and view of a picture, and how it lies, as its header says. */
export interface HungProjection {
  readonly laterality: 'R' | 'L' | 'B' | null;
  /** `CC`, `MLO`, `PA`. */
  readonly view: string | null;
  /** What is particular about it: `M` magnification, `S` spot compression. */
  readonly modifiers: readonly string[];
  /** Letters of the direction of rows and columns. */
  readonly orientation: readonly [row: string, column: string] | null;
}

/** One picture of a flat series as the index knows it. */
export interface HungView {
  /** Running number over images and frames of the series, from 0: of its first frame. */
  readonly frame: number;
  readonly projection: HungProjection | null;
  /** Meant for a computer to work on, not to be read (FOR PROCESSING). */
  readonly isRaw: boolean;
}

/** Views of a part of the breast: they do not stand for the view of the whole. */
const partial: ReadonlySet<string> = new Set(['M', 'S']);

/**
 * What a mammogram is named: by its own attributes, and by the words of its series where they say nothing. Null for every
 * other view, and for those of a part of the breast.
 *
 * @param words description of the series, lower case, without punctuation
 */
export function mammogramName(projection: HungProjection | null, words: string): MammogramName | null {
  const side = projection?.laterality ?? sideIn(words);
  const view = projection?.view ?? viewIn(words);
  if ((side !== 'R' && side !== 'L') || (view !== 'CC' && view !== 'MLO')) return null;
  return projection?.modifiers.some((modifier) => partial.has(modifier)) === true ? null : `${side}${view}`;
}

function sideIn(words: string): 'R' | 'L' | null {
  const isRight = /\br ?[-]? ?(?:cc|mlo)\b|\bright\b|右/.test(words);
  const isLeft = /\bl ?[-]? ?(?:cc|mlo)\b|\bleft\b|左/.test(words);
  return isRight === isLeft ? null : isRight ? 'R' : 'L';
}

function viewIn(words: string): 'CC' | 'MLO' | null {
  const isOblique = /mlo|oblique|斜/.test(words);
  const isCc = /cc\b|cranio|头尾|轴位/.test(words);
  return isOblique === isCc ? null : isOblique ? 'MLO' : 'CC';
}

/** A series as far as its mammograms are concerned. */
interface MammogramSeries {
  readonly modality: string;
  readonly views: readonly HungView[];
}

/** A picture to hang, wherever in its series it is. */
export interface HungPicture<S> {
  readonly series: S;
  readonly view: HungView | null;
}

/**
 * Those of the four views a study has. Of several of one name the one without anything particular hangs, then the first.
 *
 * @param wordsOf description of a series as {@link mammogramName} takes it
 */
export function mammogramsOf<S extends MammogramSeries>(study: readonly S[], wordsOf: (series: S) => string): ReadonlyMap<MammogramName, HungPicture<S>> {
  const pictures = study.filter(({ modality }) => modality === 'MG').flatMap((series): readonly HungPicture<S>[] => (series.views.length === 0 ? [{ series, view: null }] : series.views.map((view) => ({ series, view }))));
  return new Map(mammogramNames.flatMap((name) => {
    const [best] = pictures.filter(({ series, view }) => mammogramName(view?.projection ?? null, wordsOf(series)) === name).sort((a, b) => rank(a) - rank(b));
    return best === undefined ? [] : [[name, best] as const];
  }));
}

/** Views to hang for a study that has some of the four: all, or those of the one side it shows. Null for fewer than two. */
export function hungNames(found: ReadonlyMap<MammogramName, unknown>): readonly MammogramName[] | null {
  if (found.size < 2) return null;
  const sides = new Set([...found.keys()].map((name) => name[0]));
  return mammogramNames.filter((name) => sides.has(name[0]));
}

const rank = ({ view }: HungPicture<unknown>): number => (view?.isRaw === true ? 100 : 0) + (view?.projection?.modifiers.length ?? 0);

/**
 * How a mammogram is turned so that chest walls meet in the middle, head or outer side up: what PatientOrientation asks
 * for (IHE Mammography Image profile, RAD TF-2, 4.16). A picture that does not say how it lies, or lies on its side, stays as it is.
 */
export function mammogramTurn(projection: HungProjection | null): Pick<Cell, 'isFlipped' | 'rotationDegrees'> {
  const { orientation, laterality, view } = projection ?? { orientation: null, laterality: null, view: null };
  if (orientation === null || (laterality !== 'R' && laterality !== 'L')) return { isFlipped: false, rotationDegrees: 0 };
  const [row, column] = orientation;
  const isMirrored = row.startsWith(laterality === 'R' ? 'A' : 'P');
  // Of a CC view the inner side, which is the patient's other one, lies below.
  const isUpsideDown = view === 'CC' ? column.startsWith(laterality) : column.startsWith('H');
  return { isFlipped: isMirrored !== isUpsideDown, rotationDegrees: isUpsideDown ? 180 : 0 };
}
