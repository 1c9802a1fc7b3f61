import type { StreamRecord } from '../../../shared/mdt/apply.ts';
import type { Stream } from '../../../shared/mdt/command.ts';
import type { Person } from '../../../shared/mdt/directory.ts';
import type { Choice } from './chooseCommand.ts';
import type { Dice } from './dice.ts';
import type { SimulatedConsole } from './simulatedConsole.ts';

/** What the world does for it. */
export interface CrossingParts<Window> {
  readonly dice: Dice;
  readonly signIn: (at: SimulatedConsole, person: Person) => void;
  readonly exchange: (at: SimulatedConsole) => Promise<void>;
  readonly windowOf: (record: StreamRecord | null) => Window;
  /** False when it was refused. */
  readonly submit: (at: SimulatedConsole, choice: Choice, window: Window) => boolean;
}

const stateOf = (record: StreamRecord | null): string | null => (record && 'state' in record ? record.state : null);
const isDraft = (record: StreamRecord | null): boolean => stateOf(record) === 'draft';

/**
 * What base versions are for: somebody has a form open over changes of their own that are not sent yet, others write the same
 * field meanwhile, all of it is exchanged, and only then the form is saved.
 */
export async function crossForms<Window>({ dice, signIn, exchange, windowOf, submit }: CrossingParts<Window>, at: SimulatedConsole, other: SimulatedConsole, stream: Stream, writer: Person): Promise<void> {
  const edit = (fields: object, record: StreamRecord | null): Choice | null =>
    isDraft(record) ? { person: writer, type: 'case.edit', payload: { fields } } : stateOf(record) === 'inDiscussion' ? { person: writer, type: 'decision.edit', payload: { fields } } : null;
  const contested = (record: StreamRecord | null): object => (isDraft(record) ? { history: `h${dice.below(90)}` } : { chairSummary: `s${dice.below(90)}` });
  signIn(at, writer);
  await exchange(at);
  for (let unsent = 1 + dice.below(3); unsent > 0; unsent -= 1) {
    const record = at.look(stream);
    const own = edit(isDraft(record) ? { ecog: dice.below(3), diagnosis: `d${dice.below(90)}` } : { followUp: `f${dice.below(90)}` }, record);
    if (!own || !submit(at, own, windowOf(record))) return;
  }
  const window = windowOf(at.look(stream));
  const form = edit(contested(at.look(stream)), at.look(stream));
  signIn(other, writer);
  await exchange(other);
  const theirs = edit(contested(other.look(stream)), other.look(stream));
  if (theirs) submit(other, theirs, windowOf(other.look(stream)));
  for (const one of [other, at, other, at]) await exchange(one);
  if (form) submit(at, form, window);
}
