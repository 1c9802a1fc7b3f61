import type { AnyCommand, Stream } from '../../../shared/mdt/command.ts';
import { actorOf, type Person } from '../../../shared/mdt/directory.ts';
import type { Dice } from './dice.ts';
import { breakingDevice } from './simulatedPlatform.ts';

/** A command the rules never let through: of another shape, in a role its author does not have, or one the platform itself breaks over. */
export function smuggled(dice: Dice, stream: Stream, person: Person, consoleIndex: number, atMs: number): AnyCommand {
  const wrong: readonly Pick<AnyCommand, 'type' | 'payload' | 'actor'>[] = [
    { type: 'case.edit', payload: { fields: { ecog: 'two' } }, actor: actorOf(person) },
    { type: 'case.accept', payload: { route: 'mdt' }, actor: { ...actorOf(person), roles: ['chair', 'coordinator'] } },
    { type: 'decision.sign', payload: { signature: {} }, actor: actorOf(person) },
    { type: 'meeting.open', payload: {}, actor: actorOf(person) },
  ];
  const shape = dice.random();
  const deviceId = shape < 0.2 ? breakingDevice : `device-${consoleIndex}`;
  return { ...dice.pick(wrong), id: dice.id(), stream, deviceId, baseVersion: shape > 0.8 ? -1 : 0, atMs };
}
