import type { AnnotationFigure, AnnotationKind } from '../annotation/types.ts';
import type { Code } from '../dicom/objects/code.ts';
import { privateScheme } from './codes.ts';

type Quantity = AnnotationFigure['quantity'];

const sct = (value: string, meaning: string): Code => ({ value, scheme: 'SCT', meaning });
const dcm = (value: string, meaning: string): Code => ({ value, scheme: 'DCM', meaning });
const own = (value: string, meaning: string): Code => ({ value, scheme: privateScheme, meaning });

/** How a kind was measured, told by code and not by the shape of its line. */
export const kindCodes: Readonly<Record<AnnotationKind, Code>> = {
  length: own('length', 'Distance of two points'),
  angle: own('angle', 'Angle at a corner between two points'),
  cobb: own('cobb', 'Angle between two lines'),
  ellipse: own('ellipse', 'Elliptical region'),
  rectangle: own('rectangle', 'Rectangular region'),
  freehand: own('freehand', 'Region drawn by hand'),
  probe: own('probe', 'Value at a point'),
  arrow: own('arrow', 'Arrow from its second point to its first'),
  bidirectional: own('bidirectional', 'Long axis and short axis across it'),
};

/** The kind a code of ours stands for; null for codes of others. */
export function kindOfCode(code: Code | null): AnnotationKind | null {
  if (code?.scheme !== privateScheme) return null;
  return (Object.keys(kindCodes) as AnnotationKind[]).find((kind) => kindCodes[kind].value === code.value) ?? null;
}

export const lengthCode = sct('410668003', 'Length');
export const longAxisCode = sct('103339001', 'Long axis');
export const shortAxisCode = sct('103340004', 'Short axis');
export const angleCode = sct('1483009', 'Angle');
export const cobbCode = sct('285285000', 'Cobb angle');
const areaCode = sct('42798000', 'Area');
const perimeterCode = sct('131191004', 'Perimeter');
const pixelCountCode = own('pixelCount', 'Number of pixels');
const pixelValueCode = own('pixelValue', 'Pixel value');

/** How pixel values became one figure (CID 7464). */
const derivations: Readonly<Partial<Record<Quantity, Code>>> = {
  mean: sct('373098007', 'Mean'),
  standardDeviation: sct('386136009', 'Standard Deviation'),
  minimum: sct('255605001', 'Minimum'),
  maximum: sct('56851009', 'Maximum'),
};

/** What pixel values are, by their unit; units that do not tell have a code of ours. */
const valueCodes: readonly (readonly [unit: string, code: Code])[] = [
  ["[hnsf'U]", dcm('112031', 'Attenuation Coefficient')],
  ['{SUVbw}g/ml', dcm('126401', 'SUVbw')],
];
/** Further concepts of pixel values others use (CID 7180). */
const otherValueCodes: readonly Code[] = [dcm('126400', 'Standardized Uptake Value'), dcm('110852', 'MR signal intensity'), dcm('110850', 'X-Ray Attenuation')];

const plain = (concept: Code): { readonly concept: Code; readonly derivation: null } => ({ concept, derivation: null });

/** Concept and derivation a figure is written with. */
export function conceptOf(kind: AnnotationKind, { quantity, unit }: AnnotationFigure): { readonly concept: Code; readonly derivation: Code | null } {
  switch (quantity) {
    case 'length':
      return plain(kind === 'bidirectional' ? longAxisCode : lengthCode);
    case 'shortAxis':
      return plain(shortAxisCode);
    case 'angle':
      return plain(kind === 'cobb' ? cobbCode : angleCode);
    case 'area':
      return plain(areaCode);
    case 'perimeter':
      return plain(perimeterCode);
    case 'pixels':
      return plain(pixelCountCode);
    default:
      return { concept: valueCodes.find(([known]) => known === unit)?.[1] ?? pixelValueCode, derivation: derivations[quantity] ?? null };
  }
}

const key = ({ scheme, value }: Code): string => `${scheme} ${value}`;

/** Concepts that stand for a quantity by themselves; SRT and DCM as older reports have them (PS3.16 annex O). */
const plainQuantities: ReadonlyMap<string, Quantity> = new Map<string, Quantity>([
  [key(lengthCode), 'length'], ['SRT G-D7FE', 'length'], ['DCM 121206', 'length'],
  [key(longAxisCode), 'length'], ['SRT G-A185', 'length'],
  [key(shortAxisCode), 'shortAxis'], ['SRT G-A186', 'shortAxis'],
  [key(angleCode), 'angle'], ['SRT G-A160', 'angle'], [key(cobbCode), 'angle'],
  [key(areaCode), 'area'], ['SRT G-A166', 'area'],
  [key(perimeterCode), 'perimeter'], ['SRT G-A197', 'perimeter'],
  [key(pixelCountCode), 'pixels'],
  ['SRT R-00317', 'mean'], ['SRT R-10047', 'standardDeviation'], ['SRT R-404FB', 'minimum'], ['SRT G-A437', 'maximum'],
  ...Object.entries(derivations).map(([quantity, code]): [string, Quantity] => [key(code), quantity as Quantity]),
]);
const valueConcepts: ReadonlySet<string> = new Set([pixelValueCode, ...valueCodes.map(([, code]) => code), ...otherValueCodes].map(key));

/** The quantity a measurement stands for; null where this desk has none like it. */
export function quantityOf(concept: Code | null, derivation: Code | null): Quantity | null {
  if (concept === null) return null;
  if (derivation === null) return valueConcepts.has(key(concept)) ? 'value' : plainQuantities.get(key(concept)) ?? null;
  const derived = plainQuantities.get(key(derivation));
  return valueConcepts.has(key(concept)) && derived !== undefined && derived in derivations ? derived : null;
}

/** Unit of a figure without a value where the report does not say: the one its concept is measured in. */
export function unitOf(concept: Code | null, quantity: Quantity): string {
  switch (quantity) {
    case 'length':
    case 'shortAxis':
    case 'perimeter':
      return 'mm';
    case 'area':
      return 'mm2';
    case 'angle':
      return 'deg';
    case 'pixels':
      return '{pixels}';
    default:
      return valueCodes.find(([, code]) => concept !== null && key(code) === key(concept))?.[0] ?? '1';
  }
}

type Why = NonNullable<AnnotationFigure['why']>;

/** Why a figure has no value (CID 42). */
const absences: Readonly<Record<Why, Code>> = {
  'not-calibrated': dcm('114007', 'Measurement not attempted'),
  outside: dcm('114009', 'Value out of range'),
  padding: dcm('114011', 'Value indeterminate'),
  loading: dcm('114010', 'Value unknown'),
  'too-small': dcm('114008', 'Calculation failure'),
};
/** What limits a value that is there; the standard's codes only say why none is. */
const limits: Readonly<Record<Why, Code>> = {
  'not-calibrated': own('notCalibrated', 'Image is not calibrated; told in pixels'),
  outside: own('partOutside', 'Only the part on the image is counted'),
  padding: own('paddingLeftOut', 'Pixels that stand for no value are left out'),
  loading: own('loading', 'Image was not read to its end'),
  'too-small': own('tooSmall', 'Too small to be measured'),
};
/** For a figure without a value that says no reason. */
const plainAbsence = dcm('114006', 'Measurement failure');

/** Qualifier of a figure (NumericValueQualifierCodeSequence, PS3.3 C.18.1); null where nothing limits its value. */
export function qualifierOf({ value, why }: AnnotationFigure): Code | null {
  if (value === null) return why === undefined ? plainAbsence : absences[why];
  return why === undefined ? null : limits[why];
}

/** The reason a qualifier stands for; null where this desk has none like it. */
export function reasonOf(qualifier: Code | null): Why | null {
  if (qualifier === null) return null;
  const reasons = Object.keys(absences) as Why[];
  return reasons.find((why) => key(absences[why]) === key(qualifier) || key(limits[why]) === key(qualifier)) ?? null;
}

/** No value and no reason this desk could name. */
export const isPlainAbsence = (qualifier: Code | null): boolean => qualifier === null || key(qualifier) === key(plainAbsence);
