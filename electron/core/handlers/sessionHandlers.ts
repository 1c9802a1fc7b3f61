import { z } from 'zod';
import { AppError } from '../../../shared/errors/appError.ts';
import type { CoreParts, Handlers } from '../coreParts.ts';
import { submitDue } from '../commands/submitDue.ts';
import { getDirectory } from '../store/people.ts';

const samplesSchema = z.object({
  accounts: z.array(z.object({ account: z.string(), name: z.string(), title: z.string(), hospitalName: z.string(), password: z.string(), signingPin: z.string() })),
});

/** Signing in and out, keys, directory, and the accounts of the sample network. */
export function sessionHandlers(parts: CoreParts): Handlers {
  const { session, store } = parts;
  return {
    'session.current': () => ({ person: session.person }),
    'session.signIn': async ({ account, password, code }) => {
      const answer = await session.signIn(account.trim(), password, code);
      submitDue(parts.context, answer.person);
      parts.sync.wake();
      return answer;
    },
    'session.signOut': async () => {
      await session.signOut();
      parts.sync.wake();
      return {};
    },
    'session.createSigningKey': async ({ pin }) => {
      await session.createSigningKey(pin);
      return {};
    },
    'secondFactor.get': async () => parts.client.secondFactor(await session.ownToken()),
    'secondFactor.begin': async () => parts.client.beginSecondFactor(await session.ownToken()),
    'secondFactor.confirm': async ({ code }) => parts.client.confirmSecondFactor(await session.ownToken(), code),
    'secondFactor.end': async ({ code }) => {
      await parts.client.endSecondFactor(await session.ownToken(), code);
      return {};
    },
    'directory.get': () => getDirectory(store.db),
    'sample.accounts': async () => {
      const none = { accounts: [], folder: parts.settings.sampleFolder };
      try {
        const { accounts } = samplesSchema.parse(await parts.client.sampleAccounts());
        return { ...none, accounts: accounts.map(({ account, password, signingPin, name, title, hospitalName }) => ({ account, password, pin: signingPin, name, title, hospital: hospitalName })) };
      } catch (error) {
        // A platform without samples, or none in reach: there is nothing to offer on the sign-in page.
        if (error instanceof AppError || error instanceof z.ZodError) return none;
        throw error;
      }
    },
  };
}
