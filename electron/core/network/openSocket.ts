import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { cancelled, connectionError } from './networkErrors.ts';

/** Where to connect to. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly useTls: boolean;
}

export const nameEndpoint = ({ host, port }: Endpoint): string => (isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`);

/**
 * A connected socket, the certificate checked where it is TLS.
 *
 * @throws {SyncError} unreachable, with the reason in `detail.why`; {StoreError} cancelled
 */
export function openSocket(endpoint: Endpoint, timeoutMs: number, signal: AbortSignal): Promise<Socket> {
  const { host, port, useTls } = endpoint;
  return new Promise((resolve, reject) => {
    if (signal.aborted) throw cancelled();
    if (useTls) trustSystemCertificates();
    // Requests are small and each waits for its answer: held back for more to send, every one would cost 40 ms.
    const socket: Socket = useTls ? connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}) }) : connectPlain({ host, port });
    socket.setNoDelay(true);
    const settle = (error: unknown): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      socket.removeListener('error', settle).removeListener('close', closed);
      if (error === null) return resolve(socket);
      // A socket that goes on failing after it was given up must not end the process.
      socket.on('error', () => undefined).destroy();
      reject(error instanceof Error ? connectionError(error, nameEndpoint(endpoint)) : new Error('The connection failed.'));
    };
    const abort = (): void => settle(cancelled());
    const closed = (): void => settle(new Error('closed'));
    const timer = setTimeout(() => settle(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })), timeoutMs);
    signal.addEventListener('abort', abort, { once: true });
    socket.once(useTls ? 'secureConnect' : 'connect', () => settle(null)).once('error', settle).once('close', closed);
  });
}

let isSystemTrusted = false;

/** A hospital's own authority is installed in the operating system, which Node does not ask by itself. */
export function trustSystemCertificates(): void {
  if (isSystemTrusted) return;
  isSystemTrusted = true;
  setDefaultCACertificates([...getCACertificates('default'), ...getCACertificates('system')]);
}
