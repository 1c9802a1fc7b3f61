import { statfs } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { routes } from '../../shared/platform/routes/table.ts';
import { serveRoute } from '../http/serveRoute.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';

/** Below this a study may not fit any more. */
const leastFreeBytes = 1024 ** 3;

/** GET /v1/health/live: this process answers. GET /v1/health/ready: so do its database and its disk; else 503, naming which. */
export function addHealth(app: FastifyInstance, store: PlatformStore, dataDir: string): void {
  serveRoute(app, store, routes.live, () => ({ status: 'ok' as const }));

  serveRoute(app, store, routes.ready, async () => {
    await store.streams.count().catch((cause: unknown) => {
      throw new PlatformError('not-ready', 'The database does not answer.', { cause });
    });
    const { bavail, bsize } = await statfs(dataDir);
    const freeBytes = bavail * bsize;
    if (freeBytes < leastFreeBytes) throw new PlatformError('not-ready', `The data folder has ${Math.floor(freeBytes / 1024 ** 2)} MiB left; free at least ${leastFreeBytes / 1024 ** 2} MiB.`, { detail: { freeBytes } });
    return { status: 'ok' as const, freeBytes };
  });
}
