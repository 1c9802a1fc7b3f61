import { Button, Group, NativeSelect, Stack, Table, Text, TextInput } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResponseOf } from '../../../shared/ipc/channels.ts';
import type { Directory } from '../../../shared/mdt/directory.ts';
import type { PlatformAuditRow } from '../../../shared/platform/auditContract.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Section } from '../../ui/Section.tsx';
import { useAction } from '../../ui/useAction.ts';
import { hospitalName } from '../format.ts';
import type { AccessActions } from './actions.ts';
import { accessKinds, byDay, joinLogs, kindOf, type AccessEntry } from './entries.ts';
import { IntegrityNotice } from './IntegrityNotice.tsx';

interface Props {
  /** Null for the log of this console as a whole. */
  readonly caseId: string | null;
  readonly directory: Directory;
  readonly actions: AccessActions;
}

interface Loaded {
  readonly log: ResponseOf<'audit.list'>;
  readonly platform: readonly PlatformAuditRow[] | null;
}

const anyone = '';
/** As many as core answers at once. */
const mostRows = 500;

/** Who saw a case, when and why: by day, filtered by person, kind and date. */
export function AccessLog({ caseId, directory, actions }: Props) {
  const { t, i18n } = useTranslation('access');
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [personId, setPersonId] = useState(anyone);
  const [kind, setKind] = useState(anyone);
  const [dates, setDates] = useState({ from: '', to: '' });
  const [savedTo, setSavedTo] = useState<string | null>(null);
  const load = useAction(async () => {
    const [log, platform] = await Promise.all([actions.list(caseId), caseId === null ? null : actions.platform(caseId)]);
    setLoaded({ log, platform });
  });
  const { run } = load;
  useEffect(() => run(), [run]);
  const save = useAction(async () => setSavedTo(await actions.save(caseId)));
  const entries = useMemo(() => (loaded ? joinLogs(loaded.log.rows, loaded.platform ?? []) : []), [loaded]);
  const nameOf = (id: string): string => {
    const person = directory.people.find((candidate) => candidate.id === id);
    if (person) return i18n.language === 'zh' ? person.name : person.nameEn;
    if (id === 'nobody') return t('nobody');
    return id.startsWith('ae:') ? t('device', { name: id.slice('ae:'.length) }) : id;
  };
  const people = [...new Set(entries.map((entry) => entry.personId))].map((id) => ({ value: id, label: nameOf(id) })).toSorted((a, b) => a.label.localeCompare(b.label, i18n.language));
  const days = byDay(entries.filter((entry) => (personId === anyone || entry.personId === personId) && (kind === anyone || kindOf(entry) === kind)))
    .filter(({ day }) => (dates.from === '' || day >= dates.from) && (dates.to === '' || day <= dates.to));
  return (
    <Section title={t(caseId === null ? 'ofConsole' : 'title')} testId="access-log" aside={<Group gap="xs"><Button variant="default" onClick={() => run()} loading={load.isRunning} data-testid="access-reload">{t('reload')}</Button><Button onClick={() => save.run()} loading={save.isRunning} data-testid="access-export">{t('export')}</Button></Group>}>
      <Stack gap="xs">
        <Text size="xs" c="dimmed">{t('hint')}</Text>
        {loaded ? <IntegrityNotice integrity={loaded.log.integrity} /> : null}
        {savedTo === null ? null : <Text size="xs" c="teal.3" role="status" data-testid="access-exported">{t('exported', { path: savedTo })}</Text>}
        <ErrorNotice error={load.error ?? save.error} onClose={() => { load.clear(); save.clear(); }} />
        <Group gap="sm" align="flex-end">
          <NativeSelect size="xs" label={t('person')} value={personId} onChange={(event) => setPersonId(event.currentTarget.value)} data={[{ value: anyone, label: t('everyone') }, ...people]} data-testid="access-person" />
          <NativeSelect size="xs" label={t('kind')} value={kind} onChange={(event) => setKind(event.currentTarget.value)} data={[{ value: anyone, label: t('allKinds') }, ...accessKinds.map((each) => ({ value: each, label: t(`kinds.${each}`) }))]} data-testid="access-kind" />
          <TextInput type="date" label={t('from')} value={dates.from} onChange={(event) => setDates({ ...dates, from: event.currentTarget.value })} data-testid="access-from" />
          <TextInput type="date" label={t('to')} value={dates.to} onChange={(event) => setDates({ ...dates, to: event.currentTarget.value })} data-testid="access-to" />
        </Group>
        {loaded && caseId !== null && loaded.platform === null ? <Text size="xs" c="yellow.4">{t('noPlatform')}</Text> : null}
        {loaded?.log.rows.length === mostRows ? <Text size="xs" c="yellow.4">{t('newest')}</Text> : null}
        {loaded && days.length === 0 ? <EmptyState title={t('empty')}>{t('emptyHint')}</EmptyState> : null}
        {days.map(({ day, entries: of }) => <Day key={day} day={day} entries={of} hasSubject={caseId === null} nameOf={nameOf} hospitalOf={(id) => (id === '' ? '' : hospitalName(directory.hospitals, id, i18n.language))} />)}
      </Stack>
    </Section>
  );
}

interface DayProps {
  readonly day: string;
  readonly entries: readonly AccessEntry[];
  readonly hasSubject: boolean;
  readonly nameOf: (personId: string) => string;
  readonly hospitalOf: (hospitalId: string) => string;
}

function Day({ day, entries, hasSubject, nameOf, hospitalOf }: DayProps) {
  const { t } = useTranslation('access');
  const columns = ['time', 'person', 'hospital', 'action', 'why', 'source', ...(hasSubject ? ['subject'] : [])];
  return (
    <Table fz="xs" verticalSpacing={2} captionSide="top" data-testid={`access-day-${day}`} style={{ tableLayout: 'fixed' }}>
      <Table.Caption ta="left" mt={6}><Text span size="sm" fw={600} c="gray.2">{day}</Text> <Text span size="xs" c="dimmed">{t('count', { count: entries.length })}</Text></Table.Caption>
      <Table.Thead><Table.Tr>{columns.map((column) => <Table.Th key={column}>{t(`column.${column}`)}</Table.Th>)}</Table.Tr></Table.Thead>
      <Table.Tbody>
        {entries.map((entry) => (
          <Table.Tr key={entry.key} data-action={entry.action}>
            <Table.Td>{new Date(entry.atMs).toTimeString().slice(0, 8)}</Table.Td>
            <Table.Td>{nameOf(entry.personId)}</Table.Td>
            <Table.Td>{hospitalOf(entry.hospitalId)}</Table.Td>
            <Table.Td {...(kindOf(entry) === 'refusal' ? { c: 'red.4' } : {})}>{t(`audit:${entry.action.replaceAll('.', '_')}`, { defaultValue: entry.action })}</Table.Td>
            <Table.Td>{entry.why === '' ? '' : t(`why.${entry.why}`)}</Table.Td>
            <Table.Td>{t(`source.${entry.source}`)} #{entry.number}</Table.Td>
            {hasSubject ? <Table.Td><Text size="xs" c="dimmed" ff="monospace" truncate title={entry.subject}>{entry.subject}</Text></Table.Td> : null}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
