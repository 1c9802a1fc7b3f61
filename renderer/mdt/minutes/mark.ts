/** How one person is told from another in the minutes: by letter and line as well as by colour. */
export interface PersonMark {
  readonly colour: string;
  readonly line: 'solid' | 'dashed' | 'dotted' | 'double';
  readonly initial: string;
}

/** Light on the dark page, at least 7:1 against it. */
const colours = ['#ffd43b', '#63e6be', '#74c0fc', '#faa2c1', '#ffc078', '#d0bfff', '#c0eb75'] as const;
const lines = ['solid', 'dashed', 'dotted', 'double'] as const;

/** The same mark for the same person on every console. */
export function markOf(personId: string, name: string): PersonMark {
  let sum = 0;
  for (let at = 0; at < personId.length; at += 1) sum = (sum * 31 + personId.charCodeAt(at)) >>> 0;
  return { colour: colours[sum % colours.length] ?? colours[0], line: lines[Math.floor(sum / colours.length) % lines.length] ?? 'solid', initial: Array.from(name)[0] ?? '?' };
}
