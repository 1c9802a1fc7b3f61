import type { RecordContext } from '../commands/recordContext.ts';
import { pullFeed } from './pullFeed.ts';
import { rejoin, type RejoiningClient } from './rejoin.ts';
import type { PlatformClient } from './platformClient.ts';
import { RestoredFor } from './restoredFor.ts';

/** Each time the platform's order changed once more while this console caught up. */
const mostTimes = 20;

/**
 * Exchanges with the platform; when it turns out that it was put back from an older copy, comes back to it, catches up and
 * begins the exchange anew. Nothing is sent before what the platform lost is given back to it.
 * @param platform name of the platform under which its feeds are kept
 * @throws what `work` throws; {SyncError} integrity when the platform is another one
 */
export async function throughRestores(context: RecordContext, client: RejoiningClient & Pick<PlatformClient, 'origin' | 'feed'>, platform: string, work: () => Promise<void>): Promise<void> {
  let restored: RestoredFor | null = null;
  for (let times = 0; ; times += 1) {
    try {
      if (restored) {
        const source = { platform, hospitalId: restored.hospitalId };
        const { token } = restored;
        await rejoin(context, client, token, source, () => pullFeed(context, client, token, source));
        restored = null;
      }
      return await work();
    } catch (error) {
      if (!(error instanceof RestoredFor) || times >= mostTimes) throw error;
      restored = error;
    }
  }
}
