import { Alert, Box, Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RemoteStudy } from '../../../shared/ipc/channels.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { useAction } from '../../ui/useAction.ts';
import { allNames } from '../format.ts';
import type { NetworkActions, NetworkSource } from './actions.ts';
import { lastNode, rememberNode } from './lastNode.ts';
import { emptyQuery, isDateOrder, isNarrow, queryOf, type QueryForm } from './queryForm.ts';
import { StudyTable } from './StudyTable.tsx';
import { NetworkNotice } from './NetworkNotice.tsx';
import { useLoaded } from './useLoaded.ts';

const modalities = ['CT', 'MR', 'PT', 'NM', 'US', 'CR', 'DX', 'MG', 'RTSTRUCT', 'RTPLAN', 'RTDOSE', 'SR', 'OT'];

interface Props {
  readonly network: NetworkActions;
  /** Patient ID in the images of the case, to begin with. */
  readonly patientID: string | null;
  readonly onClose: () => void;
  readonly onRetrieve: (source: NetworkSource) => void;
}

/** Searches a PACS and fetches studies of one patient into the case. */
export function FindDialog({ network, patientID, onClose, onRetrieve }: Props) {
  const { t } = useTranslation('network');
  const found = useLoaded(network.nodes);
  const nodes = found.value?.nodes ?? [];
  const [chosenNode, setChosenNode] = useState<string | null>(null);
  const nodeId = chosenNode ?? lastNode(nodes.map((node) => node.id));
  const [form, setForm] = useState<QueryForm>({ ...emptyQuery, patientID: patientID ?? '' });
  const [answer, setAnswer] = useState<{ readonly nodeId: string; readonly studies: readonly RemoteStudy[]; readonly isTruncated: boolean } | null>(null);
  const [chosen, setChosen] = useState<readonly RemoteStudy[]>([]);
  const search = useAction(async () => {
    if (nodeId === null) return;
    setAnswer(null);
    setChosen([]);
    rememberNode(nodeId);
    setAnswer({ nodeId, ...(await network.find(nodeId, queryOf(form))) });
  });
  const mayAsk = nodeId !== null && isNarrow(form) && isDateOrder(form);
  const field = (key: keyof QueryForm, type: 'text' | 'date' = 'text') => (
    <TextInput label={t(`query.${key}`)} type={type} value={form[key]} onChange={(event) => { const { value } = event.currentTarget; setForm((current) => ({ ...current, [key]: value })); }} data-testid={`find-${key}`} />
  );
  return (
    <Modal opened onClose={onClose} title={t('findTitle')} size="min(1180px, 94vw)" closeButtonProps={{ 'aria-label': t('close') }} data-testid="find-dialog">
      <ErrorNotice error={found.error} />
      {found.value && nodes.length === 0 ? <EmptyState title={t('noNodes')}>{t('noNodesFind')}</EmptyState> : null}
      {nodes.length > 0 ? (
        <Stack gap="sm">
          <form onSubmit={(event) => { event.preventDefault(); if (mayAsk) search.run(); }}>
            <Box style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(168px, 1fr))', gap: 8, alignItems: 'end' }}>
              <Select label={t('node')} value={nodeId} data={nodes.map((node) => ({ value: node.id, label: node.name }))} allowDeselect={false} onChange={(value) => setChosenNode(value)} data-testid="find-node" />
              {field('patientID')}
              {field('patientName')}
              {field('accessionNumber')}
              {field('dateFrom', 'date')}
              {field('dateTo', 'date')}
              <Select label={t('query.modality')} value={form.modality === '' ? null : form.modality} placeholder={t('anyModality')} data={modalities} clearable clearButtonProps={{ 'aria-label': t('anyModality') }} onChange={(value) => setForm((current) => ({ ...current, modality: value ?? '' }))} data-testid="find-modality" />
              <Button type="submit" leftSection={<IconSearch size={14} />} loading={search.isRunning} disabled={!mayAsk} data-testid="find-search">{t('search')}</Button>
            </Box>
          </form>
          <Text size="xs" c={isDateOrder(form) ? 'dimmed' : 'red.4'}>{t(isDateOrder(form) ? 'findHint' : 'wrong.dateOrder')}</Text>
          <NetworkNotice error={search.error} onClose={search.clear} />
          {answer?.isTruncated ? <Alert color="yellow" py={6} data-testid="find-truncated">{t('truncated', { count: answer.studies.length })}</Alert> : null}
          <Box mih={200} mah="52vh" style={{ overflow: 'auto' }} aria-live="polite">
            {answer?.studies.length === 0 ? <EmptyState title={t('nothingFound')}>{t('nothingFoundHint')}</EmptyState> : null}
            {answer && answer.studies.length > 0 ? <StudyTable studies={answer.studies} chosen={chosen} onChosen={setChosen} /> : null}
          </Box>
          <Group justify="space-between" wrap="nowrap">
            <Chosen chosen={chosen} patientID={patientID} />
            <Group gap="xs" wrap="nowrap">
              <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
              <Button disabled={chosen.length === 0 || !answer} onClick={() => answer && onRetrieve({ kind: 'node', nodeId: answer.nodeId, studyInstanceUIDs: chosen.map((study) => study.studyInstanceUID) })} data-testid="find-retrieve">{t('retrieve')}</Button>
            </Group>
          </Group>
        </Stack>
      ) : null}
    </Modal>
  );
}

/** Whose studies would be fetched, before they are; and whether that is the patient the case has images of. */
function Chosen({ chosen, patientID }: { chosen: readonly RemoteStudy[]; patientID: string | null }) {
  const { t } = useTranslation('network');
  const [first] = chosen;
  if (!first) return <Text size="sm" c="dimmed">{t('chooseStudies')}</Text>;
  const isOther = patientID !== null && first.patientID !== patientID;
  return (
    <div role="status">
      <Text size="sm">{t('chosen', { count: chosen.length })} <Text span fw={700}>{allNames(first.patientName) || t('noName')} · {first.patientID ?? t('noID')}</Text></Text>
      {isOther ? <Text size="xs" c="orange.4" data-testid="find-other-patient">{t('notOfCase', { patientID })}</Text> : null}
    </div>
  );
}
