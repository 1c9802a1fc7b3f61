import type { ProvinceAnswer, ProvinceSettings } from './adapter.ts';

/** An answer that came back whole. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const largestAnswer = 1_000_000;

/** One request within the time limit; what keeps it from an answer comes back as `again`. */
export async function ask(settings: ProvinceSettings, method: 'GET' | 'POST', path: string, headers: Readonly<Record<string, string>>, body: string | null, signal: AbortSignal): Promise<HttpAnswer | ProvinceAnswer> {
  try {
    const response = await fetch(`${settings.url}${path}`, {
      method, redirect: 'error', signal: AbortSignal.any([signal, AbortSignal.timeout(settings.timeoutMs)]),
      headers: { ...headers, ...(settings.token === null ? {} : { authorization: `Bearer ${settings.token}` }) }, ...(body === null ? {} : { body }),
    });
    return { status: response.status, headers: response.headers, text: (await response.text()).slice(0, largestAnswer) };
  } catch (cause) {
    const isLate = cause instanceof Error && cause.name === 'TimeoutError';
    return isLate
      ? { kind: 'again', reason: 'no-answer', message: `The province did not answer within ${settings.timeoutMs / 1000} s.` }
      : { kind: 'again', reason: 'unreachable', message: 'The province cannot be reached; check the line and MDT_PROVINCE_URL.' };
  }
}

/** Statuses that say nothing about the document: it goes again. Null for all others. */
export function passing({ status }: HttpAnswer): ProvinceAnswer | null {
  if (status === 401 || status === 403) return { kind: 'again', reason: 'unauthorized', message: `The province answered ${status}; check MDT_PROVINCE_TOKEN.` };
  if (status === 404 || status === 405) return { kind: 'again', reason: 'no-such-place', message: `The province answered ${status}; check MDT_PROVINCE_URL and MDT_PROVINCE_KIND.` };
  if (status === 408 || status === 425 || status === 429 || status >= 500) return { kind: 'again', reason: 'busy', message: `The province answered ${status}.` };
  return status >= 300 && status < 400 ? { kind: 'again', reason: 'no-such-place', message: `The province answered ${status}, a redirection; set MDT_PROVINCE_URL to where it leads.` } : null;
}
