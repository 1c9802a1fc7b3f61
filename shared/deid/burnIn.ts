import { findNode, textOf, textsOf, unsignedOf } from '../dicom/write/elementTree.ts';
import type { ElementTree, ValueNode } from '../dicom/write/elementTree.ts';

/** A rectangle of stored pixels, origin at the first pixel. */
export interface PixelBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Why pixels are thought to carry text or not; the page has words for each. */
export type BurnInReason =
  | 'said-yes'
  | 'said-empty'
  | 'kind-carries-text'
  | 'photograph'
  | 'screen-capture'
  | 'colour-in-slices'
  | 'radiograph'
  | 'no-sign'
  | 'no-image';

/** Whether text is burnt into the pixels of an object, as far as its attributes tell. */
export interface BurnIn {
  /** likely: of a kind that carries text, or says so; unknown: cannot be told; none: no sign of it. */
  readonly burnIn: 'likely' | 'unknown' | 'none';
  readonly reason: BurnInReason;
  /** Where text usually stands in images of this kind and make. */
  readonly proposedBoxes: readonly PixelBox[];
}

/** Modalities whose images come with text drawn in. */
const textKinds: ReadonlySet<string> = new Set(['US', 'XA', 'RF', 'ES', 'XC', 'OT', 'SC', 'GM', 'IVUS', 'DOC', 'SMR', 'OP', 'OAM', 'ECG', 'EPS', 'HD', 'SC', 'BDUS', 'VL']);
const radiographs: ReadonlySet<string> = new Set(['CR', 'DX', 'MG', 'DR', 'IO', 'PX', 'RG', 'BMD', 'RTIMAGE']);
/** Secondary capture of any kind (PS3.4 table B.5-1). */
const secondaryCapture = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.7(?:\.|$)/;
/** Objects whose pixels are computed and never drawn on. */
const computed = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(?:66\.4|66\.7|481\.2|30|67)$/;
/** Photographs of a person or a specimen, still or film: a face, a name plate, a label (PS3.4 table B.5-1). */
const ofCamera = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.77\.1\.4(?:\.|$)/;
/** Photographs, endoscopy and video. */
const photographs = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.77\./;

/**
 * Judges an object by what it is and says (PS3.15 E.3.1, PS3.3 C.7.6.1.1.4). US, secondary captures, angiography,
 * endoscopy and photographs always need a look, whatever BurnedInAnnotation claims.
 */
export function assessBurnIn(tree: ElementTree, sopClassUID: string): BurnIn {
  const hasPixels = ['x7fe00008', 'x7fe00009', 'x7fe00010'].some((tag) => findNode(tree, tag) !== undefined);
  if (!hasPixels || computed.test(sopClassUID)) return { burnIn: 'none', reason: hasPixels ? 'no-sign' : 'no-image', proposedBoxes: [] };
  const found = (burnIn: BurnIn['burnIn'], reason: BurnInReason): BurnIn => ({ burnIn, reason, proposedBoxes: burnIn === 'none' ? [] : proposeBoxes(tree) });
  const said = findNode(tree, 'x00280301');
  const modality = textOf(findNode(tree, 'x00080060')).trim();
  const imageType = textsOf(findNode(tree, 'x00080008')).join(' ').toUpperCase();
  if (textOf(said).trim() === 'YES') return found('likely', 'said-yes');
  if (secondaryCapture.test(sopClassUID) || /SCREEN|CAPTURE|SECONDARY\s+OTHER|DOSE[ _]?INFO/.test(imageType)) return found('likely', 'screen-capture');
  if (ofCamera.test(sopClassUID)) return found('likely', 'photograph');
  if (textKinds.has(modality) || photographs.test(sopClassUID)) return found('likely', 'kind-carries-text');
  const photometric = textOf(findNode(tree, 'x00280004')).trim();
  const isGrey = photometric.startsWith('MONOCHROME') || photometric === '';
  if (!isGrey) return found('likely', 'colour-in-slices');
  if (said !== undefined && textOf(said).trim() === '') return found('unknown', 'said-empty');
  if (radiographs.has(modality)) return textOf(said).trim() === 'NO' ? found('none', 'no-sign') : found('unknown', 'radiograph');
  return found('none', 'no-sign');
}

const sizeOf = (tree: ElementTree): readonly [number, number] => [unsignedOf(findNode(tree, 'x00280011')) ?? 0, unsignedOf(findNode(tree, 'x00280010')) ?? 0];

/** Heights of the band above the image, as fractions, by manufacturer of ultrasound. */
const bandHeights: readonly (readonly [RegExp, number])[] = [
  [/philips|atl|hewlett/i, 0.1],
  [/^ge|general electric|kretz/i, 0.08],
  [/toshiba|canon/i, 0.1],
  [/siemens|acuson/i, 0.12],
  [/mindray|sonoscape|landwind/i, 0.09],
  [/./, 0.1],
];

/** Outside the ultrasound regions where they are given (PS3.3 C.8.5.5), else the band where the make writes its text. */
function proposeBoxes(tree: ElementTree): readonly PixelBox[] {
  const [columns, rows] = sizeOf(tree);
  if (columns === 0 || rows === 0) return [];
  const around = outsideOf(tree, columns, rows);
  if (around !== null) return around;
  if (textOf(findNode(tree, 'x00080060')).trim() !== 'US') return [];
  const maker = textOf(findNode(tree, 'x00080070'));
  const fraction = bandHeights.find(([pattern]) => pattern.test(maker))?.[1] ?? 0.1;
  return [{ x: 0, y: 0, width: columns, height: Math.max(1, Math.round(rows * fraction)) }];
}

/** Up to four bands around the smallest rectangle that holds all ultrasound regions; null where no region is given. */
function outsideOf(tree: ElementTree, columns: number, rows: number): readonly PixelBox[] | null {
  const regions = findNode(tree, 'x00186011');
  if (regions?.kind !== 'sequence') return null;
  const corners = regions.items.map((item) => ['x00186018', 'x0018601a', 'x0018601c', 'x0018601e'].map((tag) => longOf(findNode(item, tag))));
  const known = corners.filter((corner): corner is number[] => corner.every((value) => value !== null));
  if (known.length === 0) return null;
  const at = (index: number): number[] => known.map((corner) => corner[index] ?? 0);
  const [left, top] = [Math.max(0, Math.min(...at(0))), Math.max(0, Math.min(...at(1)))];
  const [right, bottom] = [Math.min(columns, Math.max(...at(2)) + 1), Math.min(rows, Math.max(...at(3)) + 1)];
  if (right <= left || bottom <= top) return null;
  return [
    { x: 0, y: 0, width: columns, height: top },
    { x: 0, y: bottom, width: columns, height: rows - bottom },
    { x: 0, y: top, width: left, height: bottom - top },
    { x: right, y: top, width: columns - right, height: bottom - top },
  ].filter(({ width, height }) => width > 0 && height > 0);
}

function longOf(node: ReturnType<typeof findNode>): number | null {
  const value = node?.kind === 'value' ? (node satisfies ValueNode).bytes : null;
  return value === null || value.length < 4 ? null : new DataView(value.buffer, value.byteOffset, 4).getUint32(0, true);
}
