import type { Person } from '../../shared/mdt/directory.ts';
import { minutesPresenceSchema, type HeardPresence, type MinutesPresence } from '../../shared/minutes/presence.ts';
import type { PlatformStore } from '../store/openStore.ts';
import type { IoSocket } from './roomSockets.ts';

/** A caret moves some ten times a second; more is dropped. */
const perSecond = 20;
/** Open editors of one console. */
const mostSessions = 50;

/**
 * Passes on who is in the minutes of a case and where their caret is, under the name the platform knows them by. Nothing is stored;
 * when the line ends, everybody hears that they have left.
 */
export function passMinutesPresence(socket: IoSocket, person: Person, store: PlatformStore): void {
  const sessions = new Map<string, { presence: MinutesPresence; audience: readonly string[] }>();
  let second = 0;
  let count = 0;
  const tell = (audience: readonly string[], presence: MinutesPresence): void => {
    const heard: HeardPresence = { ...presence, personId: person.id, name: person.name, hospitalId: person.hospitalId };
    if (audience.length > 0) socket.to(audience.map((hospitalId) => `hospital:${hospitalId}`)).volatile.emit('minutes:presence', heard);
  };
  const audienceOf = async ({ caseId }: MinutesPresence): Promise<readonly string[]> => {
    const audience = await store.streams.audience(caseId);
    return audience.includes(person.hospitalId) ? audience : [];
  };
  socket.on('minutes:presence', (payload: unknown) => {
    const now = Math.floor(performance.now() / 1000);
    count = now === second ? count + 1 : 1;
    second = now;
    const presence = minutesPresenceSchema.safeParse(payload).data;
    if (!presence || (count > perSecond && presence.isHere)) return;
    const known = sessions.get(presence.sessionId);
    if (!known && sessions.size >= mostSessions) return;
    if (known) pass(presence, known.audience);
    else void audienceOf(presence).then((audience) => pass(presence, audience), () => undefined);
  });
  const pass = (presence: MinutesPresence, audience: readonly string[]): void => {
    if (presence.isHere && !socket.disconnected) sessions.set(presence.sessionId, { presence, audience });
    else sessions.delete(presence.sessionId);
    tell(audience, presence);
  };
  socket.once('disconnect', () => {
    for (const { presence, audience } of sessions.values()) tell(audience, { ...presence, isHere: false, caret: null });
    sessions.clear();
  });
}
