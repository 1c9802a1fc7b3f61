import { AppError } from '../../../shared/errors/appError.ts';
import type { NetworkTestStep } from '../../../shared/ipc/channels.ts';
import { reasonOf } from './networkErrors.ts';
import { nameEndpoint, openSocket, type Endpoint } from './openSocket.ts';

export type Step = NetworkTestStep;

const connectTimeoutMs = 2_500;

export function failed(step: Step['step'], error: AppError): Step {
  // Nobody but the test's own time limit cancels it.
  if (error.reason === 'cancelled') return { step, outcome: 'failed', reason: 'timedOut', message: 'The answer did not come in time; try again when the network is less busy.' };
  return { step, outcome: 'failed', reason: reasonOf(error), message: error.message };
}
export const skipped = (step: Step['step']): Step => ({ step, outcome: 'skipped', reason: 'notTried', message: 'Not tried, because an earlier step failed.' });

/** The first two steps of every test: does anybody answer there, and is the line encrypted. */
export async function probeEndpoint(endpoint: Endpoint, signal: AbortSignal): Promise<{ readonly steps: Step[]; readonly isReachable: boolean }> {
  const where = nameEndpoint(endpoint);
  const attempt = async (step: Step['step'], useTls: boolean, message: string): Promise<Step> => {
    try {
      (await openSocket({ ...endpoint, useTls }, connectTimeoutMs, signal)).on('error', () => undefined).destroy();
      return { step, outcome: 'ok', reason: 'ok', message };
    } catch (error) {
      if (error instanceof AppError) return failed(step, error);
      throw error;
    }
  };
  const address = await attempt('address', false, `${where} can be reached.`);
  if (address.outcome === 'failed') return { steps: [address, skipped('tls')], isReachable: false };
  if (!endpoint.useTls) {
    const tls: Step = { step: 'tls', outcome: 'skipped', reason: 'plain', message: `The connection to ${where} is not encrypted; use it inside the hospital's own network only.` };
    return { steps: [address, tls], isReachable: true };
  }
  const tls = await attempt('tls', true, `${where} shows a certificate this computer trusts.`);
  return { steps: [address, tls], isReachable: tls.outcome === 'ok' };
}
