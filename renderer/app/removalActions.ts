import type { RemovalActions } from '../mdt/removal/actions.ts';
import { callBridge } from './bridge.ts';

/** Who was asked to delete what, as a call over the bridge. */
export const removalActions: RemovalActions = { list: (stream) => callBridge('removal.list', { stream }) };
