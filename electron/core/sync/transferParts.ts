import type { Store } from '../store/openStore.ts';
import type { Bandwidth } from './bandwidth.ts';
import type { PlatformClient } from './platformClient.ts';

/** What moving one blob works with. */
export interface TransferParts {
  readonly store: Store;
  readonly client: PlatformClient;
  readonly token: string;
  readonly bandwidth: Bandwidth;
  readonly stop: AbortSignal;
}
