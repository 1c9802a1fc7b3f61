import type { FromCore, ToCore } from '../../shared/ipc/transport.ts';

/** The two ways core is hosted look the same from inside: Electron's parentPort, or the channel of a spawned Node. */
export interface CoreTransport {
  send(message: FromCore): void;
  onMessage(listener: (message: ToCore) => void): void;
  /** Main is gone. */
  onClose(listener: () => void): void;
}

interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

/** @returns null when nobody started this process as core */
export function openTransport(): CoreTransport | null {
  const port = (process as { parentPort?: ParentPort }).parentPort;
  if (port) {
    return {
      send: (message) => port.postMessage(message),
      onMessage: (listener) => port.on('message', ({ data }) => listener(data as ToCore)),
      // Electron ends a utility process together with main.
      onClose: () => undefined,
    };
  }
  if (!process.send) return null;
  return {
    send: (message) => {
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage: (listener) => void process.on('message', (message) => listener(message as ToCore)),
    onClose: (listener) => void process.once('disconnect', listener),
  };
}
