import { Badge, Button, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InboxStudy } from '../../../shared/ipc/channels.ts';
import { AskConfirm } from '../../ui/AskConfirm.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { grouped, megabytes } from '../amounts.ts';
import { allNames, formatTime, isoDate } from '../format.ts';
import type { NetworkActions, NetworkSource } from './actions.ts';
import { useLoaded } from './useLoaded.ts';

interface Props {
  readonly network: NetworkActions;
  readonly onClose: () => void;
  readonly onTake: (source: NetworkSource) => void;
}

/** Studies other systems sent to this console and nobody has taken into a case yet. */
export function InboxDialog({ network, onClose, onTake }: Props) {
  const { t } = useTranslation('network');
  const { value: studies, error, reload } = useLoaded(network.inbox);
  const [discarding, setDiscarding] = useState<InboxStudy | null>(null);
  useEffect(() => network.onInboxChanged(reload), [network, reload]);
  return (
    <Modal opened onClose={onClose} title={t('inboxTitle')} size="min(1080px, 94vw)" closeButtonProps={{ 'aria-label': t('close') }} data-testid="inbox-dialog">
      <Stack gap="sm">
        <ErrorNotice error={error} />
        {studies?.length === 0 ? <EmptyState title={t('inboxEmpty')}>{t('inboxEmptyHint')}</EmptyState> : null}
        {studies && studies.length > 0 ? (
          <Table verticalSpacing={4}>
            <Table.Thead><Table.Tr>{(['patient', 'date', 'modality', 'description', 'counts', 'received'] as const).map((column) => <Table.Th key={column}>{t(`column.${column}`)}</Table.Th>)}<Table.Th /></Table.Tr></Table.Thead>
            <Table.Tbody>
              {studies.map((study) => (
                <Table.Tr key={study.studyInstanceUID} data-testid={`inbox-${study.studyInstanceUID}`}>
                  <Table.Td><Text size="sm" fw={700}>{allNames(study.patientName) || t('noName')}</Text><Text size="xs" c="gray.3">{study.patientID ?? t('noID')}</Text></Table.Td>
                  <Table.Td style={{ whiteSpace: 'nowrap' }}>{isoDate(study.date) || '—'}</Table.Td>
                  <Table.Td>{study.modalities.map((modality) => <Badge key={modality} color="gray" mr={4}>{modality}</Badge>)}</Table.Td>
                  <Table.Td>{study.description ?? '—'}</Table.Td>
                  <Table.Td style={{ whiteSpace: 'nowrap' }}>{t('objectsAndSize', { objects: grouped(study.instances), megabytes: megabytes(study.byteLength) })}</Table.Td>
                  <Table.Td><Text size="xs">{study.from}</Text><Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>{formatTime(study.receivedAtMs)}</Text></Table.Td>
                  <Table.Td>
                    <Group gap={6} wrap="nowrap" justify="flex-end">
                      <Button size="compact-sm" onClick={() => onTake({ kind: 'inbox', studyInstanceUID: study.studyInstanceUID })} data-testid="inbox-take">{t('takeIntoCase')}</Button>
                      <Button size="compact-sm" variant="subtle" color="red" onClick={() => setDiscarding(study)}>{t('discard')}</Button>
                    </Group>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        ) : null}
      </Stack>
      {discarding ? (
        <AskConfirm title={t('discardTitle')} confirm={t('discard')} back={t('cancel')} onClose={() => setDiscarding(null)} onConfirm={async () => { await network.discard(discarding.studyInstanceUID); reload(); }}>
          {t('discardHint', { name: allNames(discarding.patientName) || t('noName'), objects: grouped(discarding.instances) })}
        </AskConfirm>
      ) : null}
    </Modal>
  );
}
