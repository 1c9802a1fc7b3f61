/** Text a search may match: `*` and `?` are the person's own (PS3.4 C.2.2.2.4). */
const hasWildcard = (text: string): boolean => /[*?]/.test(text);
const han = /\p{Script=Han}/u;

/**
 * Pattern for PatientName. A person types 张三 or Zhang San; archives hold `Zhang^San=张^三` in as many forms as
 * there are hospitals, so anything may stand between the words, and between Chinese characters.
 */
export function namePattern(name: string): string {
  const text = name.trim();
  if (hasWildcard(text)) return text;
  const parts = text.split(/[\s^=]+/).flatMap((word) => (han.test(word) ? Array.from(word) : [word]));
  return `*${parts.filter((part) => part !== '').join('*')}*`;
}

/** A date range as DICOM writes it (PS3.4 C.2.2.2.5); null when neither end is given. */
export function dateRange(from: string | null, to: string | null): string | null {
  if (from === null && to === null) return null;
  return from === to ? from : `${from ?? ''}-${to ?? ''}`;
}

// oxlint-disable-next-line no-control-regex -- the control characters of ASCII are part of it
export const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text);

/** True when a name matches a pattern of {@link namePattern}, upper and lower case alike. */
export function matchesPattern(name: string, pattern: string): boolean {
  const text = Array.from(name.toLowerCase());
  const signs = Array.from(pattern.toLowerCase());
  let [at, sign] = [0, 0];
  // Where the last star stands and how much of the name it takes: only that one is tried anew, whatever a name is like.
  let [star, taken] = [-1, 0];
  while (at < text.length) {
    if (signs[sign] === '*') {
      star = sign;
      taken = at;
      sign += 1;
    } else if (sign < signs.length && (signs[sign] === '?' || signs[sign] === text[at])) {
      at += 1;
      sign += 1;
    } else if (star >= 0) {
      taken += 1;
      at = taken;
      sign = star + 1;
    } else return false;
  }
  return signs.slice(sign).every((rest) => rest === '*');
}
