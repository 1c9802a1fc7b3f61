import { Box } from '@mantine/core';
import type { CaseView } from '../../shared/ipc/channels.ts';
import { RefusedPanel } from '../mdt/conflict/RefusedPanel.tsx';
import { recordActions } from './recordActions.ts';
import { useCall } from './useBridge.ts';

/** Refused actions no case of the list shows: the case never came to be, or it is a meeting. */
export function RefusedElsewhere({ cases }: { cases: readonly CaseView[] }) {
  const refused = useCall('refused.list', {}, { on: ['record.changed', 'sync.changed'] });
  const shown = new Set(cases.map(({ record }) => record.id));
  const elsewhere = (refused.value?.refused ?? []).filter(({ stream }) => !shown.has(stream.id));
  return elsewhere.length > 0 ? <Box mb="sm"><RefusedPanel refused={elsewhere} actions={recordActions} /></Box> : null;
}
