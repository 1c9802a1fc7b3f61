import type { ErrorShape } from '../../shared/errors/appError.ts';
import { describeError } from './describeError.ts';
import type { LogEvent } from './events.ts';

/**
 * error: something is broken and somebody has to look. warn: it goes on, and should be looked at today.
 * info: what happens on a good day.
 */
export type LogLevel = 'error' | 'warn' | 'info';
const ranks: Readonly<Record<LogLevel, number>> = { error: 2, warn: 1, info: 0 };

/**
 * All a line may tell. A closed list, so that nobody adds what a person wrote: names, numbers of patients, cases, addresses with ids
 * in them, bodies and secrets have no field to stand in.
 */
export interface LogFields {
  readonly method?: string;
  /** Pattern of the route, never the address that was asked. */
  readonly route?: string;
  readonly status?: number;
  readonly ms?: number;
  readonly requestId?: string;
  /** Id of the account in the directory. */
  readonly accountId?: string;
  readonly socketId?: string;
  readonly kind?: 'console' | 'window' | 'referral' | 'consultation';
  /** Family of an error, where `reason` alone does not say it. */
  readonly code?: string;
  readonly reason?: string;
  readonly isAborted?: boolean;
  /** The platform's own name for a piece of its work. */
  readonly what?: string;
  /** A sentence of the platform's own, without anything that came from outside. */
  readonly message?: string;
  /** Of an ErrorShape, which holds nothing but what anybody may read. */
  readonly detail?: ErrorShape['detail'] | undefined;
  readonly url?: string;
  readonly port?: number;
  readonly pid?: number;
  /** Of a document for the province, which has an id of its own. */
  readonly documentId?: string;
}

/** The platform's one way to say what it does: a JSON object a line. */
export interface Log {
  info(event: LogEvent, fields?: LogFields): void;
  /** `cause` is described by its class, code and stack; of its message only what cannot be a person's. */
  warn(event: LogEvent, fields?: LogFields, cause?: unknown): void;
  error(event: LogEvent, fields?: LogFields, cause?: unknown): void;
}

/**
 * @param write gets each line without its end
 * @param node id of this node; absent in the supervisor, which is none
 * @param least lines of a lower level are left out
 */
export function createLog(write: (line: string) => void, node?: string, least: LogLevel = 'info'): Log {
  const say = (level: LogLevel, event: LogEvent, fields: LogFields = {}, cause?: unknown): void => {
    if (ranks[level] < ranks[least]) return;
    write(JSON.stringify({ time: new Date().toISOString(), level, event, node, ...fields, ...(cause === undefined ? {} : { error: describeError(cause) }) }));
  };
  return {
    info: (event, fields) => say('info', event, fields),
    warn: (event, fields, cause) => say('warn', event, fields, cause),
    error: (event, fields, cause) => say('error', event, fields, cause),
  };
}

/** For parts that nobody listens to. */
export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
