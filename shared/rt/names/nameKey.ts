/**
 * A name without what hospitals write differently: width of letters, case, spaces and separators. `+`, `~`, `^`, `!` and
 * `%` stay, since they say something.
 */
export const nameKey = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/[\s_\-–—.,:;/\\()[\]{}#*'"·、。&|<>]+/gu, '');
