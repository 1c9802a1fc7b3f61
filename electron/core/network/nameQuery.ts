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
  const source = pattern.replace(/[\\^$.|+()[\]{}]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'isu').test(name);
}
