import { Badge, Button, Group, Stack, Table, Text } from '@mantine/core';
import { IconTrashX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Stream } from '../../../shared/mdt/command.ts';
import type { Directory } from '../../../shared/mdt/directory.ts';
import type { RemovalReport } from '../../../shared/sync/protocol.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Section } from '../../ui/Section.tsx';
import { useAction } from '../../ui/useAction.ts';
import { formatTime, hospitalName } from '../format.ts';
import type { RemovalActions } from './actions.ts';

interface Props {
  readonly stream: Stream;
  readonly title: string;
  readonly directory: Directory;
  readonly actions: RemovalActions;
  /** A removal that the platform may not have yet. */
  readonly isSending: boolean;
}

type Removal = RemovalReport['removals'][number];
type Console = Removal['consoles'][number];

/** Receipts of other consoles come without a word to this one. */
const askAgainMs = 5000;
/** A console that asked for its feed so lately is there; the platform notes it to the minute. */
const isThereMs = 150_000;

/** Who was asked to delete a case or a meeting, who has confirmed it, and who has not yet. */
export function RemovalList({ stream, title, directory, actions, isSending }: Props) {
  const { t } = useTranslation('removal');
  const { kind, id } = stream;
  const [loaded, setLoaded] = useState<{ report: RemovalReport; atMs: number } | null>(null);
  const load = useAction(async () => setLoaded({ report: await actions.list({ kind, id }), atMs: Date.now() }));
  const { run } = load;
  useEffect(() => {
    run();
    const timer = setInterval(run, askAgainMs);
    return () => clearInterval(timer);
  }, [run]);
  const removals = loaded?.report.removals ?? [];
  return (
    <Section title={title} testId="removals" aside={<Button variant="default" size="xs" onClick={() => run()} data-testid="removals-reload">{t('reload')}</Button>}>
      <Stack gap="sm">
        <ErrorNotice error={load.error} testId="removals-error" />
        {isSending ? <Text size="xs" c="yellow.4" role="status">{t('waiting')}</Text> : null}
        {loaded && removals.length === 0 && !isSending ? <EmptyState icon={<IconTrashX size={28} />} title={t('none')}>{t('noneHint')}</EmptyState> : null}
        {removals.map((removal) => <Left key={`${removal.hospitalId} ${removal.position}`} kind={kind} removal={removal} nowMs={loaded?.atMs ?? 0} directory={directory} />)}
      </Stack>
    </Section>
  );
}

function Left({ kind, removal, nowMs, directory }: { kind: Stream['kind']; removal: Removal; nowMs: number; directory: Directory }) {
  const { t, i18n } = useTranslation('removal');
  const done = removal.consoles.filter(({ confirmedAtMs }) => confirmedAtMs !== null).length;
  const count = removal.consoles.length;
  return (
    <div data-testid={`removal-${removal.hospitalId}`} data-done={done} data-asked={count}>
      <Group gap="xs" mb={4}>
        <Text size="sm" fw={600}>{hospitalName(directory.hospitals, removal.hospitalId, i18n.language)}</Text>
        <Text size="xs" c="dimmed">{t(`at.${kind}`, { time: formatTime(removal.atMs) })}</Text>
        <Badge color={done === count ? 'teal' : 'yellow'} tt="none">{count === 0 ? t('nobody') : done === count ? t('all', { count }) : t('some', { done, count })}</Badge>
      </Group>
      {count > 0 ? (
        <Table fz="xs" verticalSpacing={3}>
          <Table.Thead><Table.Tr>{(['console', 'state', 'who', 'what', 'proof', 'receipt'] as const).map((column) => <Table.Th key={column} style={{ whiteSpace: 'nowrap' }}>{t(`column.${column}`)}</Table.Th>)}</Table.Tr></Table.Thead>
          <Table.Tbody>{removal.consoles.map((console) => <ConsoleRow key={console.deviceId} console={console} nowMs={nowMs} people={directory.people} />)}</Table.Tbody>
        </Table>
      ) : null}
    </div>
  );
}

function ConsoleRow({ console, nowMs, people }: { console: Console; nowMs: number; people: Directory['people'] }) {
  const { t, i18n } = useTranslation('removal');
  const { deviceId, confirmedAtMs, confirmed, isExact, receiptSha256, lastSeenMs } = console;
  const person = people.find(({ id }) => id === confirmed?.personId);
  const waits = lastSeenMs === undefined ? t('unknown') : nowMs - lastSeenMs < isThereMs ? t('online') : t('offline', { time: formatTime(lastSeenMs) });
  const what = confirmed ? [t('recordOnly'), confirmed.blobs > 0 ? t('blobs', { count: confirmed.blobs }) : '', confirmed.unsent > 0 ? t('unsent', { count: confirmed.unsent }) : ''].filter(Boolean).join(' · ') : '';
  return (
    <Table.Tr data-testid="removal-console" data-confirmed={confirmedAtMs !== null}>
      <Table.Td ff="monospace" title={deviceId} style={{ userSelect: 'text' }}>{deviceId.slice(-8)}</Table.Td>
      <Table.Td c={confirmedAtMs === null ? 'yellow.4' : 'teal.3'}>{confirmedAtMs === null ? waits : t('deleted', { time: formatTime(confirmedAtMs) })}</Table.Td>
      <Table.Td>{person ? (i18n.language === 'zh' ? person.name : person.nameEn) : (confirmed?.personId ?? '')}</Table.Td>
      <Table.Td>{what}</Table.Td>
      <Table.Td {...(confirmedAtMs !== null && !isExact ? { c: 'red.4' } : {})}>{confirmedAtMs === null ? '' : t(isExact ? 'exact' : 'differs')}</Table.Td>
      <Table.Td ff="monospace" title={receiptSha256 ?? ''} style={{ userSelect: 'text' }}>{receiptSha256?.slice(0, 16) ?? ''}</Table.Td>
    </Table.Tr>
  );
}
