import type { MinutesActions } from '../mdt/minutes/actions.ts';
import { callBridge, onBridge } from './bridge.ts';

/** The minutes as calls over the bridge. */
export const minutesActions: MinutesActions = {
  open: (caseId) => callBridge('minutes.open', { caseId }),
  update: async (change) => void (await callBridge('minutes.update', change)),
  watch: async (presence) => void (await callBridge('minutes.watch', presence)),
  onChanged: (listener) => onBridge('minutes.changed', listener),
  onPresence: (listener) => onBridge('minutes.presence', listener),
};
