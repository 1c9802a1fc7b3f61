import { useCallback, useEffect, useState } from 'react';
import type { CallName, EventName, RequestOf, ResponseOf } from '../../shared/ipc/channels.ts';
import { BridgeError, callBridge, onBridge } from './bridge.ts';

export interface Loaded<T> {
  readonly value: T | null;
  readonly error: BridgeError | null;
  readonly reload: () => void;
}

/**
 * Keeps the answer of a call fresh: asked again when one of `events` is told and passes `isRelevant`,
 * and whenever core comes back. A null request asks nothing.
 */
export function useCall<C extends CallName, E extends EventName = never>(
  channel: C,
  request: RequestOf<C> | null,
  freshen: { on?: readonly E[]; isRelevant?: (payload: unknown) => boolean } = {},
): Loaded<ResponseOf<C>> {
  const [value, setValue] = useState<ResponseOf<C> | null>(null);
  const [error, setError] = useState<BridgeError | null>(null);
  const [turn, setTurn] = useState(0);
  const key = JSON.stringify(request);
  const reload = useCallback(() => setTurn((n) => n + 1), []);

  useEffect(() => {
    setValue(null);
  }, [channel, key]);

  useEffect(() => {
    if (key === 'null') return undefined;
    let isCurrent = true;
    callBridge(channel, JSON.parse(key) as RequestOf<C>).then(
      (answer) => {
        if (!isCurrent) return;
        setValue((current) => (current !== null && JSON.stringify(current) === JSON.stringify(answer) ? current : answer));
        setError(null);
      },
      (thrown: unknown) => {
        if (isCurrent && thrown instanceof BridgeError && thrown.reason !== 'core-unavailable') setError(thrown);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [channel, key, turn]);

  const { on = [], isRelevant } = freshen;
  const names = on.join(' ');
  useEffect(() => {
    const offs = names.split(' ').filter(Boolean).map((name) =>
      onBridge(name as EventName, (payload) => {
        if (!isRelevant || isRelevant(payload)) reload();
      }),
    );
    offs.push(onBridge('core.state', (state) => {
      if (state.state === 'ready') reload();
    }));
    return () => offs.forEach((off) => off());
  }, [names, key, reload]);

  return { value, error, reload };
}
