/** What the copies are for; decides the options (table in docs of de-identification, PS3.15 E.3). */
export type Preset = 'teaching' | 'qualityControl' | 'research';

/** An option of PS3.15 table E.1-1 by the letter it has in `profileRows.ts`. */
export type OptionLetter = 'P' | 'U' | 'V' | 'v' | 'I' | 'H' | 'h' | 'F' | 'M' | 'T' | 'S' | 'G';

/** Always on: safe private, patient characteristics, modified dates, descriptors, structured content, graphics. */
const common: readonly OptionLetter[] = ['P', 'H', 'h', 'M', 'T', 'S', 'G'];

const optionLetters: Readonly<Record<Preset, ReadonlySet<OptionLetter>>> = {
  teaching: new Set(common),
  qualityControl: new Set([...common, 'V', 'I']),
  research: new Set(common),
};

/** The options a preset switches on. */
export function optionsOf(preset: Preset): ReadonlySet<OptionLetter> {
  return optionLetters[preset];
}

/** Code of a profile or option: PS3.16 CID 7050. */
export interface MethodCode {
  readonly value: string;
  readonly meaning: string;
}

const cleanPixelData: MethodCode = { value: '113101', meaning: 'Clean Pixel Data Option' };

const commonCodes: readonly MethodCode[] = [
  { value: '113100', meaning: 'Basic Application Confidentiality Profile' },
  { value: '113103', meaning: 'Clean Graphics Option' },
  { value: '113104', meaning: 'Clean Structured Content Option' },
  { value: '113105', meaning: 'Clean Descriptors Option' },
  { value: '113107', meaning: 'Retain Longitudinal Temporal Information Modified Dates Option' },
  { value: '113108', meaning: 'Retain Patient Characteristics Option' },
  { value: '113111', meaning: 'Retain Safe Private Option' },
];

const qualityControlCodes: readonly MethodCode[] = [
  { value: '113109', meaning: 'Retain Device Identity Option' },
  { value: '113112', meaning: 'Retain Institution Identity Option' },
];

/**
 * Codes that say what was done to an object.
 *
 * @param arePixelsClean a person looked at the pixels and what was to be masked is masked
 */
export function methodCodes(preset: Preset, arePixelsClean: boolean): readonly MethodCode[] {
  return [...commonCodes, ...(arePixelsClean ? [cleanPixelData] : []), ...(preset === 'qualityControl' ? qualityControlCodes : [])].sort((a, b) => (a.value < b.value ? -1 : 1));
}
