import { Button, Group, Modal, Progress, Select, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SendProgress } from '../../../shared/ipc/channels.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useAction } from '../../ui/useAction.ts';
import { grouped } from '../amounts.ts';
import type { NetworkActions } from './actions.ts';
import { lastNode, rememberNode } from './lastNode.ts';
import { NetworkNotice } from './NetworkNotice.tsx';
import { useLoaded } from './useLoaded.ts';

interface Props {
  readonly network: NetworkActions;
  readonly caseId: string;
  /** Null sends the whole case. */
  readonly seriesInstanceUIDs: readonly string[] | null;
  readonly onClose: () => void;
}

/** Sends the case or some series of it to a PACS and says of each object that did not arrive why. */
export function SendDialog({ network, caseId, seriesInstanceUIDs, onClose }: Props) {
  const { t } = useTranslation('network');
  const found = useLoaded(network.nodes);
  const nodes = found.value?.nodes ?? [];
  const [chosenNode, setChosenNode] = useState<string | null>(null);
  const nodeId = chosenNode ?? lastNode(nodes.map((node) => node.id));
  const [sendId, setSendId] = useState<string | null>(null);
  const [told, setTold] = useState<ReadonlyMap<string, SendProgress>>(new Map());
  useEffect(() => network.onSendProgress((progress) => setTold((current) => new Map(current).set(progress.sendId, progress))), [network]);
  const send = useAction(async () => {
    if (nodeId === null) return;
    rememberNode(nodeId);
    setSendId(await network.send(nodeId, caseId, seriesInstanceUIDs));
  });
  const progress = sendId === null ? null : (told.get(sendId) ?? null);
  const isSending = sendId !== null && (progress === null || progress.phase === 'sending');
  return (
    <Modal opened onClose={onClose} title={seriesInstanceUIDs ? t('sendSeries', { count: seriesInstanceUIDs.length }) : t('sendCase')} closeOnClickOutside={!isSending} closeButtonProps={{ 'aria-label': t('close') }} data-testid="send-dialog">
      <Stack gap="sm">
        <NetworkNotice error={found.error ?? send.error} />
        {found.value && nodes.length === 0 ? <EmptyState title={t('noNodes')}>{t('noNodesFind')}</EmptyState> : null}
        {nodes.length > 0 ? (
          <>
            <Text size="sm" c="gray.3">{t('sendHint')}</Text>
            <Select label={t('node')} value={nodeId} disabled={isSending} allowDeselect={false} data={nodes.map((node) => ({ value: node.id, label: node.name }))} onChange={(value) => { setChosenNode(value); setSendId(null); }} data-testid="send-node" />
            {sendId !== null ? <SendState progress={progress} /> : null}
            <Group justify="flex-end" gap="xs">
              {isSending ? <Button variant="default" onClick={() => void network.cancelSend(sendId)} data-testid="send-cancel">{t('cancelSend')}</Button> : <Button variant="default" onClick={onClose}>{t('close')}</Button>}
              {isSending || progress?.phase === 'done' ? null : <Button loading={send.isRunning} onClick={() => send.run()} data-testid="send-start">{t(progress ? 'sendAgain' : 'send')}</Button>}
            </Group>
          </>
        ) : null}
      </Stack>
    </Modal>
  );
}

function SendState({ progress }: { progress: SendProgress | null }) {
  const { t } = useTranslation('network');
  const { phase = 'sending', done = 0, total = 0, failures = [] } = progress ?? {};
  const words = t(phase === 'done' && failures.length === 0 && done === total ? 'sentAll' : `sendPhase.${phase}`);
  return (
    <div data-testid="send-progress" data-phase={phase}>
      <Text size="sm" role="status" mb={4}>{words} · {t('objectsOf', { done: grouped(done), total: grouped(total) })}</Text>
      <Progress value={total > 0 ? (100 * done) / total : 0} color={phase === 'failed' || failures.length > 0 ? 'orange' : 'teal'} aria-label={words} />
      {progress?.error ? <NetworkNotice error={progress.error} /> : null}
      {failures.length > 0 ? (
        <details open={failures.length <= 5}>
          <summary style={{ cursor: 'pointer', fontSize: 13 }}>{t('sendFailures', { count: failures.length })}</summary>
          <Stack gap={2} mah={180} style={{ overflow: 'auto' }}>{failures.map((failure) => <Text key={failure.sopInstanceUID} size="xs" c="dimmed" style={{ wordBreak: 'break-all' }}>{failure.sopInstanceUID}: {failure.message}</Text>)}</Stack>
        </details>
      ) : null}
    </div>
  );
}
