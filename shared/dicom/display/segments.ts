import { DicomError } from '../../errors/appError.ts';

/** Reading place in segmented data; `out` grows to `count` entries. */
interface Expansion {
  readonly words: Uint16Array;
  readonly bits: number;
  readonly count: number;
  readonly name: string;
  readonly out: number[];
}

/**
 * Expands a segmented palette (PS3.3 C.7.9.2): runs of values, linear ramps and repetitions of earlier segments.
 *
 * @param words one entry per element, of 8 or 16 bits
 * @param count entries the descriptor promises
 * @param name attribute for messages
 * @throws {DicomError} broken-value
 */
export function expandSegments(words: Uint16Array, bits: number, count: number, name: string): Uint16Array {
  const expansion: Expansion = { words, bits, count, name, out: [] };
  let position = 0;
  while (position + 1 < words.length && expansion.out.length < count) position = expandOne(expansion, position, true);
  if (expansion.out.length !== count) throw broken(expansion, `expands to ${expansion.out.length} of ${count} entries`);
  return Uint16Array.from(expansion.out);
}

/** One segment from `position`; returns the place of the next. */
function expandOne(expansion: Expansion, position: number, mayRepeat: boolean): number {
  const { words, out } = expansion;
  const [opcode, length = 0] = words.subarray(position, position + 2);
  const start = position + 2;
  if (opcode === 0) {
    push(expansion, words.subarray(start, start + length), length);
    return start + length;
  }
  if (opcode === 1) {
    const from = out.at(-1);
    const to = words[start];
    if (from === undefined || to === undefined) throw broken(expansion, `has a linear segment without ends at entry ${position}`);
    push(expansion, Array.from({ length }, (_, index) => Math.round(from + ((to - from) * (index + 1)) / length)), length);
    return start + 1;
  }
  if (opcode === 2 && mayRepeat) return repeat(expansion, start, length);
  throw broken(expansion, `has an unknown segment type ${opcode ?? '(none)'} at entry ${position}`);
}

/** Copies `segments` segments from the byte offset given as 32 bits, least significant part first. */
function repeat(expansion: Expansion, start: number, segments: number): number {
  const { words, bits } = expansion;
  const parts = bits === 8 ? 4 : 2;
  let offset = 0;
  for (let part = parts - 1; part >= 0; part--) offset = offset * 2 ** (32 / parts) + (words[start + part] ?? Number.NaN);
  let position = bits === 8 ? offset : offset / 2;
  for (let segment = 0; segment < segments; segment++) {
    if (!(position < start) || !Number.isInteger(position)) throw broken(expansion, `repeats a segment at byte ${offset}, which is not before it`);
    position = expandOne(expansion, position, false);
  }
  return start + parts;
}

function push(expansion: Expansion, values: ArrayLike<number>, length: number): void {
  if (values.length < length || expansion.out.length + length > expansion.count) throw broken(expansion, `holds a segment of ${length} entries that does not fit`);
  for (let index = 0; index < length; index++) expansion.out.push(values[index] ?? 0);
}

const broken = ({ name }: Expansion, what: string): DicomError => new DicomError('broken-value', `${name} ${what}; its colours cannot be used.`);
