import type { ContentItem, ContentValue } from '../../../shared/dicom/objects/contentItem.ts';
import type { Code } from '../../../shared/dicom/objects/code.ts';
import { displayPersonName } from '../../../shared/dicom/personName.ts';

/** Tells how an observation came about rather than what it says (PS3.3 table C.17.3-8). */
const contexts: ReadonlySet<string> = new Set(['HAS OBS CONTEXT', 'HAS ACQ CONTEXT']);

export const isContext = (item: ContentItem): boolean => contexts.has(item.relationship ?? '');

/** A code that narrows down its parent's name, and can stand in parentheses behind it. */
export const isModifier = (item: ContentItem): boolean => item.relationship === 'HAS CONCEPT MOD' && item.value.type === 'CODE' && item.children.length === 0;

/** A code as a person reads it; its value where it has no meaning. */
export const codeText = (code: Code | null): string => code?.meaning || code?.value || '';

/** UCUM codes as they are printed; any other is printed as it is. */
const printedUnits: Readonly<Record<string, string>> = {
  "[hnsf'U]": 'HU', mm2: 'mm²', cm2: 'cm²', mm3: 'mm³', cm3: 'cm³', um: 'µm', uV: 'µV', deg: '°', Cel: '°C', m2: 'm²', "'": '′', '{pixels}': 'px', '{SUVbw}g/ml': 'g/ml (SUVbw)', '{SUVlbm}g/ml': 'g/ml (SUVlbm)', '{SUVbsa}cm2/ml': 'cm²/ml (SUVbsa)', 'ml/min/{1.73_m2}': 'ml/min/1.73 m²',
};

/**
 * Unit behind a number: the code where it is UCUM, else code and meaning, as either may be the one that says it; nothing for
 * UCUM's 1, «no units». What stands alone in UCUM's braces is a word and not a unit.
 */
export function unitText(unit: Code | null): string {
  if (unit === null || (unit.scheme === 'UCUM' && unit.value === '1')) return '';
  const { value, scheme, meaning } = unit;
  const printed = scheme === 'UCUM' ? printedUnits[value] : undefined;
  if (printed !== undefined) return printed;
  if (/^\{[^{}]*\}$/.test(value)) return meaning || value.slice(1, -1);
  if (scheme === 'UCUM' || meaning === '' || meaning === value) return value;
  return `${value} (${meaning})`;
}

/** DCM 112039, the name somebody gave to what is measured (PS3.16 TID 1501). */
export const isTrackingIdentifier = (item: ContentItem): boolean => item.concept?.scheme === 'DCM' && item.concept.value === '112039' && item.value.type === 'TEXT' && item.children.length === 0;

/** `20261122` as 2026-11-22; anything else as it is written. */
export const dateText = (date: string): string => date.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');

/** `101530.25` as 10:15:30; anything else as it is written. */
export const timeText = (time: string): string => time.replace(/^(\d{2})(\d{2})(\d{2})?(?:\.\d*)?$/, (_, hours: string, minutes: string, seconds?: string) => [hours, minutes, ...(seconds === undefined ? [] : [seconds])].join(':'));

/** DICOM's DT, to the second, with its offset from UTC where one is written. */
export function dateTimeText(text: string): string {
  const match = /^(\d{8})(\d{2,6})?(?:\.\d+)?([+-]\d{4})?$/.exec(text);
  if (match === null) return text;
  const [, date = '', time, offset] = match;
  return [dateText(date), ...(time === undefined ? [] : [timeText(time)]), ...(offset === undefined ? [] : [`UTC${offset.slice(0, 3)}:${offset.slice(3)}`])].join(' ');
}

/** Text of a value that is words or a number; null for those that point at something or hold others. */
export function plainText(value: ContentValue, language: 'zh' | 'en'): string | null {
  switch (value.type) {
    // Line ends of every system, and the padding some writers leave.
    case 'TEXT': return value.text.replaceAll(/\r\n?/g, '\n').trimEnd();
    case 'UIDREF': return value.text;
    case 'PNAME': return displayPersonName(value.text, language);
    case 'DATE': return dateText(value.text);
    case 'TIME': return timeText(value.text);
    case 'DATETIME': return dateTimeText(value.text);
    case 'CODE': return codeText(value.code);
    // What the number stands for is decided by its writer: it is shown with the digits it was given.
    case 'NUM': return value.text === '' ? codeText(value.qualifier) : [value.text, unitText(value.unit)].filter((word) => word !== '').join(' ');
    default: return null;
  }
}

/** How many points a graphic has: pairs on an image, triples in the patient. */
export const pointCount = (value: Extract<ContentValue, { type: 'SCOORD' | 'SCOORD3D' }>): number => Math.floor(value.points.length / (value.type === 'SCOORD' ? 2 : 3));
