import { IpcError, SyncError } from '../../../shared/errors/appError.ts';
import type { CoreParts, Handlers } from '../coreParts.ts';

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
    'settings.platform': async ({ url }) => {
      if (url !== undefined) await parts.usePlatform(url === null ? null : originOf(url));
      return { url: parts.host.isEmbedded ? null : parts.host.origin, isEmbedded: parts.host.isEmbedded };
    },
    'meeting.ticket': async ({ meetingId }) => {
      const token = await tokenToMeet();
      // A meeting planned a moment ago has to be known to the platform first.
      if (parts.sync.status().outbox > 0) await parts.sync.syncNow();
      return { ...(await parts.client.ticket(token, meetingId)), platformUrl: parts.client.origin, deviceId: store.deviceId };
    },
    'meeting.presence': async ({ meetingId }) => parts.client.presence(await tokenToMeet(), meetingId),
  };
}

function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw new IpcError('bad-request', `"${text}" is not the address of a platform; write it as https://host:port.`);
  return url.origin;
}
