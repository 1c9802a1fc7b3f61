import { RecordError } from '../../shared/errors/appError.ts';
import { applyCommand, type StreamRecord } from '../../shared/mdt/apply.ts';
import type { CommandType } from '../../shared/mdt/command.ts';
import type { Returned } from '../../shared/sync/generation.ts';

/** One way to put two branches of a stream in a row. */
export interface Row {
  /** In their new order, each on the version its author saw as far as it stands before it. */
  readonly commands: readonly Returned[];
  readonly isGivenBackFirst: boolean;
  /** Commands of the list that no longer apply, and that people hold a signed paper of. */
  readonly brokenSignatures: number;
}

/** What must not be taken back once it was said. */
const binding: ReadonlySet<CommandType> = new Set(['decision.sign', 'report.deliver']);

/**
 * Puts what was given back and what was ordered since the restore in a row. What was ordered first stands first; the other
 * way round where that alone keeps what was signed. Authors of the second part had not seen the first: they are taken to have
 * seen what both have in common, so that their changes meet the others' as conflicts.
 *
 * @param base record after the commands both have in common, whose number is its version; null for none
 */
export function mergeBranches(base: StreamRecord | null, givenBack: readonly Returned[], since: readonly Returned[]): Row {
  const backFirst = inRow(base, givenBack, since, true);
  const sinceFirst = inRow(base, since, givenBack, false);
  if (since.length === 0) return backFirst;
  const [preferred, other] = base !== null && (givenBack[0]?.committedAtMs ?? 0) <= (since[0]?.committedAtMs ?? 0) ? [backFirst, sinceFirst] : [sinceFirst, backFirst];
  return other.brokenSignatures < preferred.brokenSignatures ? other : preferred;
}

function inRow(base: StreamRecord | null, first: readonly Returned[], second: readonly Returned[], isGivenBackFirst: boolean): Row {
  const common = base?.version ?? 0;
  const commands: Returned[] = [];
  let record = base;
  let brokenSignatures = 0;
  const add = (entry: Returned, baseVersion: number): boolean => {
    const command = baseVersion === entry.command.baseVersion ? entry.command : { ...entry.command, baseVersion };
    commands.push({ ...entry, command });
    try {
      record = applyCommand(record, command);
      return true;
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      if (binding.has(command.type)) brokenSignatures += 1;
      return false;
    }
  };
  // Where one before it no longer applies, the versions after it move up.
  const places: { readonly before: number; readonly now: number }[] = [];
  for (const entry of first) {
    const seen = places.findLast(({ before }) => before <= entry.command.baseVersion)?.now ?? common;
    if (add(entry, Math.min(entry.command.baseVersion, seen))) places.push({ before: entry.version, now: record?.version ?? common });
  }
  for (const entry of second) add(entry, Math.min(entry.command.baseVersion, common));
  return { commands, isGivenBackFirst, brokenSignatures };
}
