import { join } from 'node:path';
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

/** Uses the platform at a URL, or starts the embedded one and uses that the same way. */
export async function choosePlatform(choice: PlatformChoice): Promise<PlatformHost> {
  if (choice.url !== null) {
    const origin = new URL(choice.url).origin;
    return { origin, isEmbedded: false, name: origin, stop: () => Promise.resolve() };
  }
  // Loaded on demand: a console of a platform elsewhere never needs the host's packages.
  const { startPlatform } = await import('../../platform/host.ts');
  const start = (port: number) =>
    startPlatform({ dataDir: join(choice.dataDir, 'platform'), key: deriveKey(choice.key, 'platform'), host: choice.host, port, sample: true, log: (line) => choice.log('info', `platform: ${line}`) });
  const platform = await start(choice.port).catch((error: unknown) => {
    if (choice.port === 0 || !(error instanceof Error && 'reason' in error && error.reason === 'port-in-use')) throw error;
    choice.log('warn', 'The port of the embedded platform is in use; another one is taken.', { port: choice.port });
    return start(0);
  });
  return { origin: platform.url, isEmbedded: true, name: 'embedded', stop: () => platform.stop() };
}
