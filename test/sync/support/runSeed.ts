import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyCommand } from '../../../shared/mdt/command.ts';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import { Dice } from './dice.ts';
import { judge, logOf, type Logged } from './judge.ts';
import { removeWorldFolder, type Templates } from './template.ts';
import { World } from './world.ts';

export interface SeedResult {
  readonly seed: number;
  /** What did not hold; empty when everything did. */
  readonly wrong: readonly string[];
  readonly trace: readonly string[];
  readonly counts: World['counts'] & { readonly committed: number; readonly consoles: number; readonly left: number; readonly conflicts: number; readonly signed: number };
}

const steps = 180;

/** Plays one seed from the first command to rest, and judges what is left. Never rejects for what the seed found. */
export async function runSeed(seed: number, folder: string, templates: Templates): Promise<SeedResult> {
  const own = join(folder, `seed-${seed}`);
  mkdirSync(own);
  /** Everything the platform ever said to have taken, in that order. */
  const told: AnyCommand[] = [];
  let log: readonly Logged[] = [];
  const world = await World.open(new Dice(seed), own, templates, ({ command }) => void told.push(command));
  let wrong: string[];
  try {
    await world.prologue();
    for (let step = 0; step < steps; step += 1) await world.step();
    await world.quiet();
    log = await logOf(world, told);
    wrong = await judge(world, log, told);
  } catch (error) {
    wrong = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
  await world.close();
  removeWorldFolder(own);
  const cases = log.map(({ record }) => record).filter((record): record is CaseRecord => 'conflicts' in record);
  const counts = {
    ...world.counts, committed: log.length, consoles: world.consoles.length,
    left: log.filter(({ command }) => command.type === 'case.withdraw' || command.type === 'meeting.removeHospital').length, conflicts: cases.filter((record) => record.conflicts.length > 0).length, signed: new Set(cases.filter((record) => record.signatures.length > 0).map((record) => record.id)).size,
  };
  return { seed, wrong, trace: world.trace, counts };
}

/** How to see a failing seed again. */
export const replayOf = (seed: number): string => `npm run sync-seeds -- --first ${seed} --seeds 1 --trace`;
