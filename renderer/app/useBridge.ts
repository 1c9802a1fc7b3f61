import { useCallback, useEffect, useState } from 'react';
import type { CallName, EventName, RequestOf, ResponseOf } from '../../shared/ipc/channels.ts';
import { BridgeError, callBridge, onBridge } from './bridge.ts';

export interface Loaded<T> {
  /** Null until the first answer to this very request. */
  readonly value: T | null;
  readonly error: BridgeError | null;
  readonly reload: () => void;
}

interface Answer {
  /** Channel and request the answer belongs to; an answer to another request is not shown. */
  readonly asked: string;
  readonly value: unknown;
  readonly error: BridgeError | null;
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Keeps the answer of a call fresh: asked again when one of the events `on` is told and, where the event names a
 * stream, concerns `streamId`; and whenever core comes back. A null request asks nothing. An equal answer keeps its identity.
 */
export function useCall<C extends CallName>(channel: C, request: RequestOf<C> | null, freshen: { on?: readonly EventName[]; streamId?: string } = {}): Loaded<ResponseOf<C>> {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [turn, setTurn] = useState(0);
  const key = JSON.stringify(request);
  const asked = `${channel} ${key}`;
  const reload = useCallback(() => setTurn((n) => n + 1), []);

  useEffect(() => {
    let isCurrent = turn >= 0;
    const ask = async (): Promise<void> => {
      const payload = JSON.parse(key) as RequestOf<C> | null;
      if (payload === null) return;
      try {
        const value = await callBridge(channel, payload);
        if (isCurrent) setAnswer((current) => (current?.asked === asked && current.error === null && isSame(current.value, value) ? current : { asked, value, error: null }));
      } catch (thrown) {
        if (!(thrown instanceof BridgeError)) throw thrown;
        // Core is on its way back; what was shown stays until it has answered.
        if (isCurrent && thrown.reason !== 'core-unavailable') setAnswer({ asked, value: null, error: thrown });
      }
    };
    void ask();
    return () => {
      isCurrent = false;
    };
  }, [channel, key, asked, turn]);

  const names = (freshen.on ?? []).join(' ');
  const { streamId } = freshen;
  useEffect(() => {
    const concerns = (payload: unknown): boolean => {
      const stream = (payload as { stream?: { id: string } }).stream;
      return streamId === undefined || stream === undefined || stream.id === streamId;
    };
    const offs = names.split(' ').filter(Boolean).map((name) =>
      onBridge(name as EventName, (payload) => {
        if (concerns(payload)) reload();
      }),
    );
    offs.push(onBridge('core.state', (state) => {
      if (state.state === 'ready') reload();
    }));
    return () => offs.forEach((off) => off());
  }, [names, streamId, reload]);

  const isMine = answer?.asked === asked;
  return { value: isMine ? (answer.value as ResponseOf<C> | null) : null, error: isMine ? answer.error : null, reload };
}
