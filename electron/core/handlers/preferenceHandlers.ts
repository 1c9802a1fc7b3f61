import { z } from 'zod';
import { IpcError } from '../../../shared/errors/appError.ts';
import type { CoreParts, Handlers } from '../coreParts.ts';
import { getPreference, putPreference } from '../store/preferences.ts';

/** Hundreds of layouts and presets; whoever stores more stores something else. */
const mostBytes = 200_000;
const jsonValue = z.json();

/** What the person signed in arranged for themselves; nobody reads or changes it for another. */
export function preferenceHandlers({ session, store }: CoreParts): Handlers {
  return {
    'preferences.get': ({ name }) => ({ value: getPreference(store.db, session.require().id, name) }),
    'preferences.set': ({ name, value }) => {
      putPreference(store.db, session.require().id, name, value === null ? null : jsonOf(name, value), Date.now());
      return {};
    },
  };
}

/** @throws {IpcError} bad-request for what JSON does not carry whole, and for too much of it */
function jsonOf(name: string, value: unknown): string {
  const parsed = jsonValue.safeParse(value);
  if (!parsed.success) throw new IpcError('bad-request', `The preference "${name}" holds something that is no JSON value; only text, numbers, truth values, lists and plain objects are kept.`);
  const json = JSON.stringify(parsed.data);
  const byteLength = Buffer.byteLength(json);
  if (byteLength > mostBytes) throw new IpcError('bad-request', `The preference "${name}" has ${byteLength} bytes, more than the ${mostBytes} kept; delete some of it.`);
  return json;
}
