import type { z } from 'zod';
import type { ErrorShape } from '../errors/appError.ts';

/** A request with one answer. `host` says which process answers; `isRetrySafe` that it may be sent again after core restarted. */
export interface CallDef<Q extends z.ZodType = z.ZodType, A extends z.ZodType = z.ZodType> {
  readonly kind: 'call';
  readonly host: 'main' | 'core';
  readonly request: Q;
  readonly response: A;
  readonly isRetrySafe: boolean;
}

/** Something told to every window. */
export interface EventDef<P extends z.ZodType = z.ZodType> {
  readonly kind: 'event';
  readonly payload: P;
}

export const call = <Q extends z.ZodType, A extends z.ZodType>(
  host: 'main' | 'core',
  request: Q,
  response: A,
  options: { isRetrySafe?: boolean } = {},
): CallDef<Q, A> => ({ kind: 'call', host, request, response, isRetrySafe: options.isRetrySafe ?? false });

export const event = <P extends z.ZodType>(payload: P): EventDef<P> => ({ kind: 'event', payload });

/** What every call answers; thrown errors would lose everything but their message across Electron's boundary. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorShape };
