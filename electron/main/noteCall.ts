import { setTimeout as delay } from 'node:timers/promises';
import type { Result } from '../../shared/ipc/channel.ts';
import { auditOf } from '../../shared/ipc/auditOf.ts';
import type { CallName } from '../../shared/ipc/channels.ts';

const againMs = 500;
const tries = 40;

/**
 * Has core note a call that main answered, where {@link auditOf} wants a row.
 *
 * An export counts once its file is written; when core cannot note it, whoever exported is told. What concerns the key
 * is answered at once, because its answer exists nowhere else, and noted as soon as the record is open.
 *
 * @returns why it could not be noted; null when it was, or nothing is to be noted
 */
export async function noteCall(channel: string, request: unknown, value: unknown, callCore: (channel: string, payload: unknown) => Promise<Result<unknown>>): Promise<Result<unknown> | null> {
  const decision = auditOf[channel as CallName];
  if (decision?.kind !== 'each' && decision?.kind !== 'view') return null;
  if (isObject(value) && value['path'] === null) return null;
  const caseId = isObject(request) && typeof request['caseId'] === 'string' ? { caseId: request['caseId'] } : {};
  const note = (): Promise<Result<unknown>> => callCore('audit.note', { action: decision.action, ...caseId });
  if (channel.startsWith('vault.')) {
    void noteLater(note);
    return null;
  }
  const result = await note();
  return result.ok ? null : result;
}

/** Core may be opening the record, or moving it to another key. */
async function noteLater(note: () => Promise<Result<unknown>>): Promise<void> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const result = await note();
    if (result.ok || result.error.reason !== 'core-unavailable') return;
    await delay(againMs);
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
