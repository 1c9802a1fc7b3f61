/** One change of a text: at `at`, `remove` characters give way to `insert`. */
export interface Splice {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

const isLowSurrogate = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
};

/**
 * What changed between two texts, or null. Where the same letters stand in a row the change is taken to be before the caret,
 * where it was typed. A character of two UTF-16 units is never cut.
 */
export function spliceOf(before: string, after: string, caret: number): Splice | null {
  if (before === after) return null;
  const longest = Math.min(before.length, after.length);
  let end = 0;
  // What stands behind the caret was not typed just now.
  const behind = Math.min(longest, Math.max(0, after.length - caret));
  while (end < behind && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end += 1;
  let at = 0;
  while (at < longest - end && before.charCodeAt(at) === after.charCodeAt(at)) at += 1;
  while (end < longest - at && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end += 1;
  if (at > 0 && (isLowSurrogate(before, at) || isLowSurrogate(after, at))) at -= 1;
  if (end > 0 && (isLowSurrogate(before, before.length - end) || isLowSurrogate(after, after.length - end))) end -= 1;
  return { at, remove: before.length - end - at, insert: after.slice(at, after.length - end) };
}

/** One step of a Yjs text event. */
export interface DeltaStep {
  readonly retain?: number;
  readonly insert?: unknown;
  readonly delete?: number;
}

/**
 * Where an index is after a change. `isGone`: the character at it was taken out.
 * @param of what stands at the index: a caret has what is put in exactly there behind it, a character has it in front
 */
export function moveIndex(delta: readonly DeltaStep[], index: number, of: 'caret' | 'character'): { readonly index: number; readonly isGone: boolean } {
  let old = 0;
  let now = 0;
  for (const step of delta) {
    if (typeof step.insert === 'string') {
      if (old > index || (old === index && of === 'caret')) break;
      now += step.insert.length;
    } else if (step.delete !== undefined) {
      if (index < old + step.delete) return { index: now, isGone: index >= old };
      old += step.delete;
    } else {
      const kept = step.retain ?? 0;
      if (index < old + kept) break;
      old += kept;
      now += kept;
    }
  }
  return { index: now + (index - old), isGone: false };
}
