import { Alert, Button, Group, Select, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../shared/ipc/channels.ts';
import { actorOf, type Directory, type Person } from '../../shared/mdt/directory.ts';
import { isPermitted } from '../../shared/mdt/rights.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { useAction } from '../ui/useAction.ts';
import type { RecordActions } from './actions.ts';

/** Dissents by name; chair and coordinator of the lead hospital may write down what a colleague said. */
export function Dissents({ view, person, directory, actions }: { view: CaseView; person: Person; directory: Directory; actions: RecordActions }) {
  const { t } = useTranslation('mdt');
  const { record } = view;
  const isDesk = isPermitted('decision.freeze', actorOf(person), record);
  const speakers = directory.people.filter((candidate) => candidate.id === person.id || (isDesk && candidate.discipline !== null && [record.requestingHospitalId, record.leadHospitalId].includes(candidate.hospitalId)));
  const [speakerId, setSpeakerId] = useState(person.id);
  const speaker = speakers.find((candidate) => candidate.id === speakerId) ?? person;
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const add = useAction(async () => {
    await actions.onCase(view, 'dissent.state', { personId: speaker.id, personName: speaker.name, text });
    setText('');
    setOpen(false);
  });
  const canState = record.state === 'inDiscussion' && isPermitted('dissent.state', actorOf(person), record);
  return (
    <Stack gap={6} data-testid="dissents">
      {record.dissents.map((dissent) => <Alert key={dissent.personId} color="orange" py={6} title={`${t('dissent')} · ${dissent.personName}`}><Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>{dissent.text}</Text></Alert>)}
      {canState && isOpen ? (
        <Stack gap={6}>
          <Select label={t('dissentBy')} data={speakers.map((candidate) => ({ value: candidate.id, label: `${candidate.name} ${candidate.title}` }))} value={speaker.id} onChange={(next) => setSpeakerId(next ?? person.id)} allowDeselect={false} disabled={speakers.length < 2} data-testid="dissent-person" />
          <Textarea label={t('dissentText')} value={text} onChange={(event) => setText(event.currentTarget.value)} autoFocus data-testid="dissent-text" />
          <ErrorNotice error={add.error} onClose={add.clear} />
          <Group gap="xs" justify="flex-end">
            <Button variant="default" onClick={() => setOpen(false)}>{t('back')}</Button>
            <Button color="orange" disabled={text.trim() === ''} loading={add.isRunning} onClick={() => add.run()} data-testid="dissent-add">{t('addDissent')}</Button>
          </Group>
        </Stack>
      ) : null}
      {canState && !isOpen ? <Group><Button variant="subtle" color="orange" px={0} onClick={() => setOpen(true)} data-testid="dissent-open">{t('addDissent')}</Button></Group> : null}
    </Stack>
  );
}
