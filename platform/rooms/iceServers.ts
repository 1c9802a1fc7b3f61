import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { ticketSchema } from '../../shared/platform/contract.ts';
import { PlatformError } from '../platformError.ts';

type IceServer = z.infer<typeof ticketSchema>['iceServers'][number];

/** Where peers find a way to each other. */
export interface IceServers {
  forPerson(personId: string, expiresAtMs: number): IceServer[];
}

/**
 * MDT_ICE_SERVERS: a JSON array of servers, given out as it is. MDT_TURN_URL (comma-separated) with MDT_TURN_SECRET:
 * a coturn with `use-auth-secret`; everyone gets credentials of their own that end with the ticket. Neither: none,
 * which is enough inside one hospital's network.
 * @throws {PlatformError} bad-setting
 */
export function readIceServers(env: Readonly<Record<string, string | undefined>>): IceServers {
  const fixed = parseFixed(env['MDT_ICE_SERVERS']);
  const url = env['MDT_TURN_URL'];
  const secret = env['MDT_TURN_SECRET'];
  if ((url === undefined) !== (secret === undefined)) throw new PlatformError('bad-setting', 'MDT_TURN_URL and MDT_TURN_SECRET belong together; set both or neither.');
  const turnUrls = url === undefined ? [] : url.split(',').map((entry) => entry.trim());
  const wrong = turnUrls.find((entry) => !/^turns?:[^\s/]+$/.test(entry));
  if (wrong !== undefined) throw new PlatformError('bad-setting', `MDT_TURN_URL names "${wrong}", which is no address like turn:turn.example:3478 or turns:turn.example:5349?transport=tcp.`);
  return {
    forPerson(personId, expiresAtMs) {
      if (url === undefined || secret === undefined) return fixed;
      const username = `${Math.floor(expiresAtMs / 1000)}:${personId}`;
      return [...fixed, { urls: turnUrls, username, credential: createHmac('sha1', secret).update(username).digest('base64') }];
    },
  };
}

function parseFixed(text: string | undefined): IceServer[] {
  if (text === undefined || text.trim() === '') return [];
  try {
    return ticketSchema.shape.iceServers.parse(JSON.parse(text));
  } catch (cause) {
    throw new PlatformError('bad-setting', 'MDT_ICE_SERVERS is not a JSON array of { "urls": ["…"], "username"?, "credential"? }.', { cause });
  }
}
