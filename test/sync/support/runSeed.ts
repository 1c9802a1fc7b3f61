import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { applyCommand, type StreamRecord } from '../../../shared/mdt/apply.ts';
import type { AnyCommand } from '../../../shared/mdt/command.ts';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import { Dice } from './dice.ts';
import { judge, type Logged } from './judge.ts';
import { removeWorldFolder, type Templates } from './template.ts';
import { World } from './world.ts';

export interface SeedResult {
  readonly seed: number;
  /** What did not hold; empty when everything did. */
  readonly wrong: readonly string[];
  readonly trace: readonly string[];
  readonly counts: World['counts'] & { readonly committed: number; readonly consoles: number; readonly left: number; readonly conflicts: number; readonly signed: number };
}

const steps = 220;

/** Plays one seed from the first command to rest, and judges what is left. Never rejects for what the seed found. */
export async function runSeed(seed: number, folder: string, templates: Templates): Promise<SeedResult> {
  const own = join(folder, `seed-${seed}`);
  mkdirSync(own);
  const log: Logged[] = [];
  const replayed = new Map<string, StreamRecord>();
  const world = await World.open(new Dice(seed), own, templates, ({ command }) => {
    const record = applyCommand(replayed.get(command.stream.id) ?? null, JSON.parse(JSON.stringify(command)) as AnyCommand);
    replayed.set(command.stream.id, record);
    log.push({ command, record });
  });
  let wrong: string[];
  try {
    await world.prologue();
    for (let step = 0; step < steps; step += 1) await world.step();
    await world.quiet();
    wrong = await judge(world, log);
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
