import { Group, Pagination, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccessWords } from './accessTable.ts';
import { byDay, kindOf, timeOf, type AccessDay, type AccessEntry } from './entries.ts';

interface Props {
  readonly entries: readonly AccessEntry[];
  readonly words: AccessWords;
  /** Whether entries are of more than one thing. */
  readonly hasSubject: boolean;
}

/** As many lines as are read without losing the place; thousands are gone through page by page. */
const perPage = 100;

/** Entries by day, a page at a time, the newest first. */
export function AccessPages({ entries, words, hasSubject }: Props) {
  const { t } = useTranslation('access');
  const [wanted, setPage] = useState(1);
  const pages = Math.max(1, Math.ceil(entries.length / perPage));
  // A narrower filter has fewer pages.
  const page = Math.min(wanted, pages);
  const from = (page - 1) * perPage;
  const shown = entries.slice(from, from + perPage);
  const pager = pages > 1 ? (
    <Pagination size="sm" withEdges total={pages} value={page} onChange={setPage} getItemProps={(number) => ({ 'aria-label': t('page', { number }) })} getControlProps={(control) => ({ 'aria-label': t(`pages.${control}`) })} />
  ) : null;
  return (
    <>
      <Group justify="space-between" mt={4}>
        <Text size="xs" c="dimmed" role="status" data-testid="access-count" data-count={entries.length}>{pages > 1 ? t('range', { from: from + 1, to: from + shown.length, count: entries.length }) : t('count', { count: entries.length })}</Text>
        <div data-testid="access-pager">{pager}</div>
      </Group>
      {byDay(shown).map((each) => <Day key={each.day} day={each} words={words} hasSubject={hasSubject} />)}
      {shown.length > 30 ? <Group justify="flex-end">{pager}</Group> : null}
    </>
  );
}

function Day({ day: { day, entries }, words, hasSubject }: { day: AccessDay; words: AccessWords; hasSubject: boolean }) {
  const { t } = useTranslation('access');
  const columns = [['time', 80], ['person', 130], ['hospital', 260], ['action', undefined], ['why', 130], ['source', 170], ...(hasSubject ? [['subject', 150] as const] : [])] as const;
  return (
    <Table fz="xs" verticalSpacing={2} captionSide="top" data-testid={`access-day-${day}`} style={{ tableLayout: 'fixed' }}>
      <Table.Caption ta="left" mt={6}><Text span size="sm" fw={600} c="gray.2">{day}</Text></Table.Caption>
      <Table.Thead><Table.Tr>{columns.map(([column, width]) => <Table.Th key={column} {...(width === undefined ? {} : { w: width })}>{t(`column.${column}`)}</Table.Th>)}</Table.Tr></Table.Thead>
      <Table.Tbody>
        {entries.map((entry) => (
          <Table.Tr key={entry.key} data-action={entry.action}>
            <Table.Td>{timeOf(entry.atMs)}</Table.Td>
            <Table.Td>{words.person(entry)}</Table.Td>
            <Table.Td>{words.hospital(entry)}</Table.Td>
            <Table.Td {...(kindOf(entry) === 'refusal' ? { c: 'red.4' } : {})}>{words.action(entry)}</Table.Td>
            <Table.Td>{words.why(entry)}</Table.Td>
            <Table.Td title={entry.deviceId}>{words.source(entry)} #{entry.number}</Table.Td>
            {hasSubject ? <Table.Td><Text size="xs" c="dimmed" ff="monospace" truncate title={entry.subject}>{entry.subject}</Text></Table.Td> : null}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
