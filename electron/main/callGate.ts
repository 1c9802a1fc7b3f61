import type { z } from 'zod';
import { IpcError, toErrorShape } from '../../shared/errors/appError.ts';
import type { CallDef, Result } from '../../shared/ipc/channel.ts';
import { isAppUrl } from './contentPolicy.ts';
import { noteCall } from './noteCall.ts';

/** Who sent a request, as far as main can vouch for it. */
export interface Sender {
  readonly url: string;
  /** The top frame of its page. */
  readonly isMainFrame: boolean;
  /** The page is a window main itself opened. */
  readonly isOwnWindow: boolean;
}

/** Answers one channel in main; the request has been validated. */
export type MainHandler = (request: unknown) => unknown;

export interface CallGateOptions {
  readonly table: Readonly<Record<string, CallDef>>;
  readonly handlers: Readonly<Record<string, MainHandler>>;
  callCore(channel: string, payload: unknown): Promise<Result<unknown>>;
}

/**
 * The one door for requests of a page. Checks in turn: sender, channel, shape, host; then main's
 * handler or core answers. Never rejects: every refusal is an `IpcError` in the result.
 */
export function createCallGate(options: CallGateOptions): (sender: Sender, channel: unknown, payload: unknown) => Promise<Result<unknown>> {
  return async (sender, channel, payload) => {
    try {
      requireOwnPage(sender);
      const { name, definition } = requireChannel(options.table, channel);
      const request = requireShape(name, definition.request, payload);
      if (definition.host === 'core') return await options.callCore(name, request);
      const handler = Object.hasOwn(options.handlers, name) ? options.handlers[name] : undefined;
      if (handler === undefined) throw new IpcError('unknown-channel', `Nothing answers "${name}" in this version.`);
      const value = await handler(request);
      return (await noteCall(name, request, value, (core, note) => options.callCore(core, note))) ?? { ok: true, value };
    } catch (error) {
      return { ok: false, error: toErrorShape(error) };
    }
  };
}

/** @throws {IpcError} bad-sender when the sender is not the top frame of a window of the console */
export function requireOwnPage(sender: Sender): void {
  if (!sender.isOwnWindow || !sender.isMainFrame || !isAppUrl(sender.url)) {
    throw new IpcError('bad-sender', 'Only pages of the console itself may ask for this.');
  }
}

function requireChannel(table: Readonly<Record<string, CallDef>>, channel: unknown): { name: string; definition: CallDef } {
  const definition = typeof channel === 'string' && Object.hasOwn(table, channel) ? table[channel] : undefined;
  if (typeof channel !== 'string' || definition === undefined) throw new IpcError('unknown-channel', `There is no channel "${String(channel).slice(0, 80)}".`);
  return { name: channel, definition };
}

/** Names the fields that are wrong, never their values: those may be a patient's. */
function requireShape(name: string, schema: z.ZodType, payload: unknown): unknown {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'request'} (${issue.code})`).slice(0, 8);
  throw new IpcError('bad-request', `The request "${name}" has the wrong shape: ${fields.join(', ')}.`);
}
