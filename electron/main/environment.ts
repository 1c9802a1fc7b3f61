import { join } from 'node:path';

/** What the environment tells the console; scripts, tours and administrators set it. */
export interface ConsoleEnvironment {
  /** `MDT_PLATFORM_URL`: the platform this console belongs to; null to host the embedded one. */
  readonly platformUrl: string | null;
  /** `MDT_PLATFORM_HOST`: address the embedded platform listens on. */
  readonly platformHost: string;
  /** `MDT_PLATFORM_PORT`: its port, where it has to be a fixed one. */
  readonly platformPort: number | undefined;
  /** `MDT_SAMPLE_DIR`: the case of the sample network. */
  readonly sampleFolder: string | null;
  /** Node executables that may host core when Electron's own is too old: told (`MDT_NODE`), the project's, npm's. */
  readonly nodeCandidates: readonly (string | undefined)[];
}

/** @param appPath the application's folder, where a project's own Node may be installed */
export function readEnvironment(env: NodeJS.ProcessEnv, appPath: string, platform: string): ConsoleEnvironment {
  const port = Number(env['MDT_PLATFORM_PORT']);
  return {
    platformUrl: nonEmpty(env['MDT_PLATFORM_URL']) ?? null,
    platformHost: nonEmpty(env['MDT_PLATFORM_HOST']) ?? '127.0.0.1',
    platformPort: Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined,
    sampleFolder: nonEmpty(env['MDT_SAMPLE_DIR']) ?? null,
    nodeCandidates: [nonEmpty(env['MDT_NODE']), join(appPath, 'node_modules', 'node', 'bin', platform === 'win32' ? 'node.exe' : 'node'), nonEmpty(env['npm_node_execpath'])],
  };
}

/**
 * Where core will most likely say the platform is; pages may connect there from their first load.
 *
 * @param last origin and embedded port of the run before
 * @param port port chosen for this run
 * @param host address the embedded platform listens on
 */
export function expectedPlatformOrigin(platformUrl: string | null, last: { readonly origin: string | undefined; readonly port: number | undefined }, port: number, host = '127.0.0.1'): string {
  if (platformUrl !== null && URL.canParse(platformUrl)) return new URL(platformUrl).origin;
  const embeddedAt = (at: number): string => `http://${host.includes(':') ? `[${host}]` : host}:${at}`;
  const wasEmbedded = last.origin === undefined || last.origin === embeddedAt(last.port ?? port);
  return wasEmbedded ? embeddedAt(port) : (last.origin ?? '');
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
