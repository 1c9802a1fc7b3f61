import { nameAttribute } from './attributes.ts';
import type { DataSet } from './dataSet.ts';

/** From where, and of which side, a picture was taken: what a mammogram or a film is named by. */
export interface Projection {
  /** B: both sides. Null where the image does not say, or shows what the body has one of. */
  readonly laterality: 'R' | 'L' | 'B' | null;
  /** As readers write it: `MLO`, `PA`; the words of the image where it has no such name. Null where it does not say. */
  readonly view: string | null;
  /** What is particular about it, as `M` for a magnification or `S` for a spot compression; empty for a plain view. */
  readonly modifiers: readonly string[];
  /** Directions of rows (right edge) and columns (lower edge) as letters (PS3.3 C.7.6.1.1.1). */
  readonly orientation: readonly [row: string, column: string] | null;
}

/** Concept ID 4014 with the abbreviations of ACR MQCM 1999, and what PS3.16 CID 4010 has of ViewPosition (PS3.3 C.8.1.3); SNOMED CT and, before 2018, SNOMED RT. */
const views: Readonly<Record<string, string>> = {
  '399260004': 'ML', 'R-10224': 'ML', '399368009': 'MLO', 'R-10226': 'MLO', '399352003': 'LM', 'R-10228': 'LM', '399099002': 'LMO', 'R-10230': 'LMO',
  '399162004': 'CC', 'R-10242': 'CC', '399196006': 'FB', 'R-10244': 'FB', '399188001': 'SIO', 'R-102D0': 'SIO', '441555000': 'ISO', 'R-40AAA': 'ISO',
  '399192008': 'XCCL', 'R-1024A': 'XCCL', '399101009': 'XCCM', 'R-1024B': 'XCCM',
  '399348003': 'AP', 'R-10206': 'AP', '272479007': 'PA', 'R-40888': 'PA', 'R-10214': 'PA', '399173006': 'LL', 'R-10236': 'LL', '399198007': 'RL', 'R-10232': 'RL',
};

/** Concept ID 4015, abbreviations of the same source. */
const modifiers: Readonly<Record<string, string>> = {
  '399161006': 'CV', 'R-102D2': 'CV', '399011000': 'AT', 'R-102D1': 'AT', '399197002': 'RL', 'R-102D3': 'RL', '399226006': 'RM', 'R-102D4': 'RM', '414493004': 'RI', 'R-102CA': 'RI', '415670009': 'RS', 'R-102C9': 'RS',
  '399209000': 'ID', 'R-102D5': 'ID', '399163009': 'M', 'R-102D6': 'M', '399055006': 'S', 'R-102D7': 'S', '399110001': 'TAN', 'R-102C2': 'TAN',
  '442593008': 'IMF', 'R-40ABE': 'IMF', '442580003': 'AX', 'R-40AB2': 'AX', '442581004': 'NP', 'R-40AB3': 'NP', '441752004': 'AC', 'P2-00161': 'AC',
};

/** Words some writers use in the place of the letters. */
const sides: Readonly<Record<string, Projection['laterality']>> = { R: 'R', RIGHT: 'R', L: 'L', LEFT: 'L', B: 'B', BOTH: 'B', BILATERAL: 'B', U: null, UNPAIRED: null };

/**
 * Side and view of an image; null where it says neither. ImageLaterality, which is about this very image, counts before
 * FrameLaterality and Laterality, which is about its series; where they say different sides there is a warning.
 */
export function readProjection(dataSet: DataSet, warnings: string[]): Projection | null {
  const laterality = readLaterality(dataSet, warnings);
  const { view, modifiers: particular } = readView(dataSet);
  return laterality === null && view === null ? null : { laterality, view, modifiers: particular, orientation: readDirections(dataSet) };
}

/** Directions of rows and columns as the image names them; null unless both are letters it may use. */
export function readDirections(dataSet: DataSet): Projection['orientation'] {
  const [row = '', column = ''] = dataSet.texts('PatientOrientation') ?? [];
  return isDirection(row) && isDirection(column) ? [row, column] : null;
}

const isDirection = (letters: string): boolean => /^[LRAPHF]{1,3}$/.test(letters);

/** Side, view and what is particular, as readers say it: `R MLO M`. Empty where nothing is known. */
export const projectionText = (projection: Projection | null): string => (projection === null ? '' : [projection.laterality, projection.view, ...projection.modifiers].filter((part) => part !== null).join(' '));

function readLaterality(dataSet: DataSet, warnings: string[]): Projection['laterality'] {
  const frame = dataSet.items('SharedFunctionalGroupsSequence')[0]?.items('FrameAnatomySequence')[0];
  const stated = ([['ImageLaterality', dataSet], ['FrameLaterality', frame], ['Laterality', dataSet]] as const).flatMap(([keyword, holder]) => {
    const text = holder?.text(keyword) ?? null;
    if (holder === undefined || text === null) return [];
    const side = sides[text.trim().toUpperCase()];
    if (side === undefined) warnings.push(`${holder.place(keyword)} is none of R, L, B and U`);
    return side === undefined ? [] : [{ keyword, side }];
  });
  const [first, ...others] = stated;
  if (first === undefined) return null;
  const other = others.find(({ side }) => side !== null && side !== first.side);
  if (other !== undefined && first.side !== null) warnings.push(`${nameAttribute(first.keyword)} and ${nameAttribute(other.keyword)} name different sides; the first is shown`);
  return first.side;
}

/** The code before the text, which may not be there in mammography; a code without a name of its own says what it means. */
function readView(dataSet: DataSet): Pick<Projection, 'view' | 'modifiers'> {
  const [item] = dataSet.items('ViewCodeSequence');
  const text = dataSet.text('ViewPosition')?.trim() ?? '';
  const known = item === undefined ? undefined : views[item.text('CodeValue') ?? ''];
  const view = known ?? (text === '' ? (item?.text('CodeMeaning') ?? null) : text);
  const particular = (item?.items('ViewModifierCodeSequence') ?? []).flatMap((modifier) => modifiers[modifier.text('CodeValue') ?? ''] ?? modifier.text('CodeMeaning') ?? []);
  return { view, modifiers: particular };
}
