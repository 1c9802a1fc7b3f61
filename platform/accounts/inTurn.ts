/** Who works now under a name, and who waits. */
interface Line {
  busy: number;
  readonly waiting: (() => void)[];
}

const lines = new Map<string, Line>();

/**
 * Runs `work` when fewer than `most` of the same name run in this process, in the order of asking. Guesses that are sent
 * all at once then find the failures of those before them counted.
 */
export async function inTurn<T>(name: string, most: number, work: () => Promise<T>): Promise<T> {
  const line = lines.get(name) ?? { busy: 0, waiting: [] };
  lines.set(name, line);
  // Who ends hands the place on, so that nobody slips in between.
  if (line.busy >= most) await new Promise<void>((resolve) => void line.waiting.push(resolve));
  else line.busy += 1;
  try {
    return await work();
  } finally {
    const next = line.waiting.shift();
    if (next) next();
    else line.busy -= 1;
    if (line.busy === 0) lines.delete(name);
  }
}
