import type { AccountActions } from '../mdt/account/actions.ts';
import { callBridge } from './bridge.ts';

/** The account's section over the bridge. */
export const accountActions: AccountActions = {
  factor: () => callBridge('secondFactor.get', {}),
  begin: () => callBridge('secondFactor.begin', {}),
  confirm: (code) => callBridge('secondFactor.confirm', { code }),
  end: (code) => callBridge('secondFactor.end', { code }),
};
