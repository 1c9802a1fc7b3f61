import { Badge, Button, Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as uuid } from 'uuid';
import type { CaseView } from '../../shared/ipc/channels.ts';
import { disciplines, type Directory, type Discipline, type Person } from '../../shared/mdt/directory.ts';
import { editableIn } from '../../shared/mdt/states.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Section } from '../ui/Section.tsx';
import { useAction } from '../ui/useAction.ts';
import type { RecordActions } from './actions.ts';
import { formatTime } from './format.ts';

const stances = ['agree', 'agreeWithChange', 'dissent', 'noOpinion'] as const;
type Stance = (typeof stances)[number];

interface Props {
  readonly view: CaseView;
  readonly person: Person;
  readonly directory: Directory;
  readonly actions: RecordActions;
}

/** Opinions by discipline; the secretary or chair may enter one for a colleague, and it says so. */
export function OpinionPanel({ view, person, directory, actions }: Props) {
  const { t } = useTranslation('mdt');
  const { record } = view;
  const canEdit = (editableIn.opinions as readonly string[]).includes(record.state) && record.signatures.length === 0;
  const speakers = directory.people.filter((candidate) => candidate.discipline && [record.requestingHospitalId, record.leadHospitalId].includes(candidate.hospitalId) && (candidate.id === person.id || person.roles.includes('chair') || person.roles.includes('coordinator')));
  const [speakerId, setSpeakerId] = useState(person.discipline ? person.id : (speakers[0]?.id ?? ''));
  const speaker = speakers.find((candidate) => candidate.id === speakerId) ?? null;
  const [discipline, setDiscipline] = useState<Discipline | null>(person.discipline);
  const [stance, setStance] = useState<Stance>('agree');
  const [text, setText] = useState('');
  const add = useAction(async () => {
    if (!speaker) return;
    const spoken = discipline ?? speaker.discipline;
    if (!spoken) return;
    const earlier = record.opinions.find((opinion) => opinion.personId === speaker.id && opinion.discipline === spoken);
    await actions.onCase(view, 'opinion.state', {
      opinionId: earlier?.opinionId ?? uuid(), personId: speaker.id, personName: speaker.name, personTitle: speaker.title, hospitalId: speaker.hospitalId, discipline: spoken, stance, text,
    });
    setText('');
  });
  return (
    <Section title={t('opinions')} testId="opinions">
      <Stack gap={8}>
        {record.opinions.length === 0 ? <Text size="sm" c="dimmed">{t('noOpinions')}</Text> : null}
        {record.opinions.map((opinion) => (
          <div key={opinion.opinionId} data-testid={`opinion-${opinion.personId}`} style={{ borderLeft: '3px solid var(--mantine-color-teal-7)', paddingLeft: 8 }}>
            <Group gap={6}>
              <Text size="sm" fw={600}>{t(`discipline.${opinion.discipline}`)}</Text>
              <Text size="sm">{opinion.personName} {opinion.personTitle}</Text>
              <Badge color={opinion.stance === 'dissent' ? 'red' : opinion.stance === 'agreeWithChange' ? 'yellow' : 'teal'}>{t(`stance.${opinion.stance}`)}</Badge>
            </Group>
            <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>{opinion.text}</Text>
            <Text size="xs" c="dimmed">{formatTime(opinion.stamp.atMs)}{opinion.stamp.actor.personId === opinion.personId ? '' : ` · ${t('enteredBy', { name: opinion.stamp.actor.name })}`}</Text>
          </div>
        ))}
        {canEdit ? (
          <Stack gap={6}>
            <Group gap={6} grow>
              <Select label={t('opinionOf')} data={speakers.map((candidate) => ({ value: candidate.id, label: `${candidate.name} ${candidate.title}` }))} value={speakerId} data-testid="opinion-person"
                onChange={(next) => { setSpeakerId(next ?? ''); setDiscipline(speakers.find((candidate) => candidate.id === next)?.discipline ?? null); }} />
              <Select label={t('disciplineTitle')} data={disciplines.map((value) => ({ value, label: t(`discipline.${value}`) }))} value={discipline} onChange={(next) => setDiscipline(next)} />
              <Select label={t('stanceTitle')} data={stances.map((value) => ({ value, label: t(`stance.${value}`) }))} value={stance} onChange={(next) => setStance(next ?? 'agree')} data-testid="opinion-stance" />
            </Group>
            <Textarea label={t('opinionText')} value={text} onChange={(event) => setText(event.currentTarget.value)} data-testid="opinion-text" />
            <ErrorNotice error={add.error} onClose={add.clear} />
            <Group justify="flex-end"><Button onClick={() => add.run()} loading={add.isRunning} disabled={!speaker || (text.trim() === '' && stance !== 'noOpinion')} data-testid="opinion-add">{t('addOpinion')}</Button></Group>
          </Stack>
        ) : null}
      </Stack>
    </Section>
  );
}

const place = (mm: readonly number[]): string => mm.map((value) => value.toFixed(1)).join(' / ');

/** Changes asked of the plan, each tied to where the image stood when it was asked. */
export function ChangeRequests({ view, actions, position }: { view: CaseView; actions: RecordActions; position: { seriesInstanceUID: string; positionMm: readonly [number, number, number] } | null }) {
  const { t } = useTranslation('mdt');
  const { record } = view;
  const canEdit = (editableIn.opinions as readonly string[]).includes(record.state) && record.signatures.length === 0;
  const [about, setAbout] = useState('');
  const [text, setText] = useState('');
  const add = useAction(async () => {
    await actions.onCase(view, 'change.request', { changeId: uuid(), text, about, seriesInstanceUID: position?.seriesInstanceUID ?? null, positionMm: position ? [...position.positionMm] : null });
    setText('');
    setAbout('');
  });
  return (
    <Section title={t('changeRequests')} testId="changes">
      <Stack gap={8}>
        {record.changeRequests.length === 0 ? <Text size="sm" c="dimmed">{t('noChanges')}</Text> : null}
        {record.changeRequests.map((change) => (
          <div key={change.changeId} style={{ borderLeft: '3px solid var(--mantine-color-yellow-7)', paddingLeft: 8 }} data-testid="change-entry">
            <Text size="sm" fw={600}>{change.about || '—'}</Text>
            <Text size="sm">{change.text}</Text>
            <Text size="xs" c="dimmed">{change.stamp.actor.name} · {formatTime(change.stamp.atMs)}{change.positionMm ? ` · ${place(change.positionMm)} mm` : ''}</Text>
          </div>
        ))}
        {canEdit ? (
          <Stack gap={6}>
            <TextInput label={t('changeAbout')} value={about} onChange={(event) => setAbout(event.currentTarget.value)} data-testid="change-about" />
            <Textarea label={t('changeText')} value={text} onChange={(event) => setText(event.currentTarget.value)} data-testid="change-text" />
            <ErrorNotice error={add.error} onClose={add.clear} />
            <Group justify="space-between">
              <Text size="xs" c="dimmed">{position ? `${t('changeAt')} ${place(position.positionMm)} mm` : ''}</Text>
              <Button onClick={() => add.run()} loading={add.isRunning} disabled={text.trim() === ''} data-testid="change-add">{t('requestChange')}</Button>
            </Group>
          </Stack>
        ) : null}
      </Stack>
    </Section>
  );
}
