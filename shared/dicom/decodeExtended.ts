import { ascii, codeElements } from './characterSets.ts';
import type { CodeElement } from './characterSets.ts';
import { decodeWhole } from './decodeWhole.ts';

/** Text, and what was not as the standard wants it. */
export interface ExtendedText {
  readonly text: string;
  readonly problem: string | null;
}

const escapeByte = 0x1b;
/** TAB, LF, FF, CR: after them the first set is in use again (PS3.5 6.1.2.5.3). */
const lineEnds: readonly number[] = [0x09, 0x0a, 0x0c, 0x0d];
/** VRs in which a backslash is a character and not a separator (PS3.5 6.2). */
const singleValued: ReadonlySet<string> = new Set(['ST', 'LT', 'UT']);

/**
 * Text with code extensions (ISO/IEC 2022, PS3.5 6.1.2.5): escape sequences bring sets into G0 and G1, and
 * delimiters bring the first ones back.
 *
 * Takes sets that are escaped to but not declared, and high bytes for which nothing was escaped to where
 * only one declared set can be meant; `problem` says so.
 *
 * @param initial sets in use at the start
 * @param declared all sets of SpecificCharacterSet
 */
export function decodeExtended(bytes: Uint8Array, initial: readonly CodeElement[], declared: readonly CodeElement[], vr: string): ExtendedText {
  const delimiters = [...lineEnds, ...(singleValued.has(vr) ? [] : [0x5c]), ...(vr === 'PN' ? [0x5e, 0x3d] : [])];
  const first = { G0: initial.find(({ plane }) => plane === 'G0') ?? ascii, G1: initial.find(({ plane }) => plane === 'G1') ?? null };
  const impliedG1 = declared.find(({ plane }) => plane === 'G1') ?? null;
  let { G0, G1 } = first;
  let text = '';
  let problem: string | null = null;
  let run: CodeElement = G0;
  let runStart = 0;
  const flush = (end: number): void => {
    if (end > runStart) text += decodeRun(bytes.subarray(runStart, end), run, vr);
    runStart = end;
  };
  for (let position = 0; position < bytes.length; ) {
    const byte = bytes[position] ?? 0;
    if (byte === escapeByte) {
      flush(position);
      const element = codeElements.find(({ escape }) => matches(bytes, position + 1, escape));
      if (element === undefined) problem = `it has an unknown escape sequence ${hexOf(bytes.subarray(position, position + 4))}`;
      else {
        if (!declared.includes(element) && element !== ascii) problem ??= 'it uses a character set that is not declared';
        if (element.plane === 'G0') G0 = element;
        else G1 = element;
      }
      position += 1 + (element?.escape.length ?? 0);
      runStart = position;
      continue;
    }
    const isDelimiter = delimiters.includes(byte) && (G0.bytesPerCharacter === 1 || lineEnds.includes(byte));
    if (isDelimiter) ({ G0, G1 } = first);
    const isHigh = byte >= 0x80;
    if (isHigh && G1 === null) problem ??= 'it has characters for which no set was escaped to';
    const wanted = isHigh ? (G1 ?? impliedG1 ?? ascii) : G0;
    // Spaces and controls are single bytes beside two-byte sets.
    const element = !isHigh && byte <= 0x20 && wanted.bytesPerCharacter === 2 ? ascii : wanted;
    if (element !== run) {
      flush(position);
      run = element;
    }
    position += element.bytesPerCharacter;
  }
  flush(bytes.length);
  if (text.includes('\uFFFD')) problem ??= 'some bytes are no characters of the declared sets';
  return { text, problem };
}

function decodeRun(bytes: Uint8Array, element: CodeElement, vr: string): string {
  const whole = element.bytesPerCharacter === 2 && bytes.length % 2 === 1 ? bytes.subarray(0, bytes.length - 1) : bytes;
  const text = decodeWhole(element.toEncoding?.(whole) ?? whole, element.encoding) + (whole === bytes ? '' : '\uFFFD');
  return element.encoding === 'shift_jis' ? asJisRoman(text, vr) : text;
}

/** JIS X 0201 has ‾ and ¥ where ASCII has ~ and \; the backslash that separates values stays. */
export function asJisRoman(text: string, vr: string): string {
  const overlined = text.replaceAll('~', '‾');
  return singleValued.has(vr) ? overlined.replaceAll('\\', '¥') : overlined;
}

function matches(bytes: Uint8Array, start: number, escape: string): boolean {
  for (let index = 0; index < escape.length; index++) if (bytes[start + index] !== escape.charCodeAt(index)) return false;
  return true;
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
