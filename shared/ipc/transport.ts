import type { ErrorShape } from '../errors/appError.ts';

/**
 * What `main` and `core` say to each other, over `process.parentPort` (utility process) or
 * over a Node IPC channel with `serialization: 'advanced'` (spawned Node). Typed arrays, maps and
 * dates arrive intact either way; a MessagePort cannot cross.
 */

/** What core has to know before it opens the record. */
export interface CoreSettings {
  /** Language of messages that core composes itself. */
  readonly language: 'zh' | 'en';
  /** Origin of the platform this console belongs to, or null: host the embedded one. */
  readonly platformUrl: string | null;
  /**
   * Loopback port for the embedded platform, free when main chose it. Kept over a restart of core,
   * so that meeting peers find the platform again and the page's CSP stays right.
   */
  readonly platformPort: number;
  /** Host name or address the embedded platform listens on; 127.0.0.1 unless the user shares it. */
  readonly platformHost: string;
  /** Folder of the sample case for a sample network, or null for a bare start. */
  readonly sampleFolder: string | null;
}

/** First message to core: where the record lives and the 32-byte key that opens it. Never logged. */
export interface StartMessage {
  readonly kind: 'start';
  readonly dataDir: string;
  readonly key: Uint8Array;
  readonly settings: CoreSettings;
  /** A copy to take the record's place before it is opened; asked for where the record does not open. */
  readonly restoreBackup?: string;
  /** Key the record may still be sealed under, while it is moved to `key`; core answers with `rekeyed` when nothing is left under it. */
  readonly formerKey?: Uint8Array;
  /** True when main starts core again after it ended unasked: the person signed in stays so. */
  readonly isRestart: boolean;
}

/** One request of the channel table; `payload` has passed the channel's request schema. */
export interface CallMessage {
  readonly kind: 'call';
  readonly id: number;
  readonly channel: string;
  readonly payload: unknown;
}

/** Close the record and exit with code 0; main ends the process after a few seconds otherwise. */
export interface StopMessage {
  readonly kind: 'stop';
  /** Core starts again at once: whoever is signed in stays so. */
  readonly keepsSession?: boolean;
}

/** Everything main sends to core. */
export type ToCore = StartMessage | CallMessage | StopMessage;

/** An answer whose value is typed by the channel table at its two ends. */
export type TransportResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: ErrorShape };

/** The record is open and the platform is reachable at `platformOrigin` (`http://host:port`), or at another of its `platformNodes`. */
export interface ReadyMessage {
  readonly kind: 'ready';
  readonly platformOrigin: string;
  readonly platformNodes?: readonly string[];
  readonly pid: number;
}

/** Answer to the call with the same `id`. */
export interface ReplyMessage {
  readonly kind: 'reply';
  readonly id: number;
  readonly result: TransportResult;
}

/** An event of the channel table, relayed to every window. */
export interface EventMessage {
  readonly kind: 'event';
  readonly channel: string;
  readonly payload: unknown;
}

/** Core cannot go on and starting it again would not help: wrong key, corrupt database, full disk. */
export interface FatalMessage {
  readonly kind: 'fatal';
  readonly error: ErrorShape;
}

/** How grave a log line is: `debug` for us, `info` milestones, `warn` degraded, `error` something failed. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Nothing is left under the former key: main forgets it. */
export interface RekeyedMessage {
  readonly kind: 'rekeyed';
}

/** One log line without patient data. */
export interface LogMessage {
  readonly kind: 'log';
  readonly level: LogLevel;
  readonly text: string;
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

/** Everything core sends to main. */
export type FromCore = ReadyMessage | ReplyMessage | EventMessage | FatalMessage | LogMessage | RekeyedMessage;

const fromCoreKinds: ReadonlySet<string> = new Set(['ready', 'reply', 'event', 'fatal', 'log', 'rekeyed']);

/** Whether a received value is a message of core; anything else is dropped with a warning. */
export function isFromCore(value: unknown): value is FromCore {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string' && fromCoreKinds.has(value.kind);
}
