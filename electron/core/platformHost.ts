import { join } from 'node:path';
import { IpcError } from '../../shared/errors/appError.ts';
import { isLoopback } from '../../shared/platform/loopback.ts';
import { deriveKey } from './store/openDatabase.ts';
import type { CoreLog } from './coreLog.ts';

/** The platform this console talks to. */
export interface PlatformHost {
  readonly origin: string;
  readonly isEmbedded: boolean;
  /** Under which name feed positions and tokens are kept; the embedded one may change its port. */
  readonly name: string;
  stop(): Promise<void>;
}

export interface PlatformChoice {
  /** Address of a platform elsewhere, or null for the embedded one. */
  readonly url: string | null;
  readonly dataDir: string;
  readonly key: Uint8Array;
  readonly host: string;
  readonly port: number;
  readonly log: CoreLog;
}

/**
 * Origin of a platform's address as somebody wrote it.
 * @throws {IpcError} bad-request when it is none, or would carry patients' data over a network unencrypted
 */
export function platformOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw new IpcError('bad-request', `"${text}" is not the address of a platform; write it as https://host:port.`);
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new IpcError('bad-request', `${url.origin} would send passwords and images readable to anyone on the way; use the platform's https address.`);
  }
  return url.origin;
}

/**
 * Uses the platform at a URL, or starts the embedded one and uses that the same way. The sample network, whose
 * passwords anyone can read, is offered only where nobody but this computer can reach it.
 */
export async function choosePlatform(choice: PlatformChoice): Promise<PlatformHost> {
  if (choice.url !== null) {
    const origin = platformOrigin(choice.url);
    return { origin, isEmbedded: false, name: origin, stop: () => Promise.resolve() };
  }
  // Loaded on demand: a console of a platform elsewhere never needs the host's packages.
  const { startPlatform } = await import('../../platform/host.ts');
  const start = (port: number) =>
    startPlatform({ dataDir: join(choice.dataDir, 'platform'), key: deriveKey(choice.key, 'platform'), host: choice.host, port, sample: isLoopback(choice.host), logLevel: 'warn', log: (line) => choice.log('warn', `platform: ${line}`) });
  const platform = await start(choice.port).catch((error: unknown) => {
    if (choice.port === 0 || !(error instanceof Error && 'reason' in error && error.reason === 'port-in-use')) throw error;
    choice.log('warn', 'The port of the embedded platform is in use; another one is taken.', { port: choice.port });
    return start(0);
  });
  return { origin: platform.url, isEmbedded: true, name: 'embedded', stop: () => platform.stop() };
}
