import { AppError, type ErrorShape } from '../../shared/errors/appError.ts';
import { calls, type Bridge, type CallName, type EventName, type EventPayload, type RequestOf, type ResponseOf } from '../../shared/ipc/channels.ts';

declare global {
  interface Window {
    readonly mdt: Bridge;
  }
}

/** A failure that came back over the bridge. */
export class BridgeError extends AppError {
  constructor(shape: ErrorShape) {
    super(shape.code, shape.reason, shape.message, shape.detail ? { detail: shape.detail } : {});
  }
}

const retryDelayMs = 250;
const retries = 40;

/**
 * One call to main or core. While core restarts, calls that may be sent twice are sent again for up to ten seconds.
 * @throws {BridgeError} with the shape the other side gave.
 */
export async function callBridge<C extends CallName>(channel: C, request: RequestOf<C>): Promise<ResponseOf<C>> {
  for (let attempt = 0; ; attempt += 1) {
    const result = await window.mdt.call(channel, request);
    if (result.ok) return result.value;
    const isWorthRetrying = calls[channel].isRetrySafe && result.error.reason === 'core-unavailable' && attempt < retries;
    if (!isWorthRetrying) throw new BridgeError(result.error);
    await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
  }
}

export const onBridge = <E extends EventName>(channel: E, listener: (payload: EventPayload<E>) => void): (() => void) => window.mdt.on(channel, listener);
