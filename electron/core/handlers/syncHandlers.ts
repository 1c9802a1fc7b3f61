import { SyncError } from '../../../shared/errors/appError.ts';
import type { CoreParts, Handlers } from '../coreParts.ts';
import { platformOrigin } from '../platformHost.ts';
import { listOutbox } from '../store/streams.ts';

/** More commands than these wait only after weeks without the platform. */
const longestOutbox = 10_000;

/** State of sync, the platform's address, tickets to meetings and who is in them. */
export function syncHandlers(parts: CoreParts): Handlers {
  const { session, store } = parts;
  const tokenToMeet = async (): Promise<string> => {
    const token = await session.tokenOf(session.require().id);
    if (token === null) throw new SyncError('unauthorized', `The session at ${parts.client.origin} has ended; sign in again to join the meeting.`);
    return token;
  };
  return {
    'sync.status': () => parts.sync.status(),
    'sync.now': async () => {
      await parts.sync.syncNow();
      return {};
    },
    'sync.restoreSeen': () => {
      parts.sync.restoreSeen();
      return {};
    },
    'settings.platform': async ({ url }) => {
      if (url !== undefined) await parts.usePlatform(url === null ? null : platformOrigin(url));
      return { url: parts.host.isEmbedded ? null : parts.host.origin, isEmbedded: parts.host.isEmbedded };
    },
    'meeting.ticket': async ({ meetingId }) => {
      const token = await tokenToMeet();
      // A meeting planned a moment ago has to be known to the platform first.
      if (listOutbox(store.db, longestOutbox).some(({ stream }) => stream.id === meetingId)) await parts.sync.syncNow();
      return { ...(await parts.client.ticket(token, meetingId)), platformUrl: parts.client.address, deviceId: store.deviceId };
    },
    'meeting.presence': async ({ meetingId }) => parts.client.presence(await tokenToMeet(), meetingId),
  };
}
