import { Mark, Table, Text } from '@mantine/core';
import { IconSearchOff } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseHit } from '../../../shared/ipc/channels.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { StateBadge } from '../CaseTable.tsx';
import type { Found } from './useSearch.ts';

/** More are not sent; another word narrows the search. */
const mostHits = 30;

/** What was found, with the piece of text that was; by mouse, or by arrows and Enter. */
export function SearchResults({ found, onOpen }: { found: Found; onOpen: (caseId: string) => void }) {
  const { t } = useTranslation('search');
  const notComplete = found.isComplete ? null : <Text size="xs" c="yellow.4" role="status">{t('filling')}</Text>;
  if (found.hits.length === 0) return <EmptyState icon={<IconSearchOff size={36} />} title={t('none', { query: found.query })}>{t('noneHint')}{notComplete}</EmptyState>;
  return (
    <div data-testid="search-results" style={{ overflow: 'auto' }}>
      <Text size="xs" c="dimmed" role="status" mb={4}>{t(found.hits.length < mostHits ? 'found' : 'foundMost', { count: found.hits.length })}</Text>
      {notComplete}
      <Table highlightOnHover verticalSpacing={6} stickyHeader>
        <Table.Tbody>{found.hits.map((hit) => <Hit key={hit.caseId} hit={hit} onOpen={onOpen} />)}</Table.Tbody>
      </Table>
    </div>
  );
}

function Hit({ hit, onOpen }: { hit: CaseHit; onOpen: (caseId: string) => void }) {
  const { t } = useTranslation('search');
  const { t: words } = useTranslation('mdt');
  const onKey = (event: KeyboardEvent<HTMLTableRowElement>): void => {
    if (event.key === 'Enter') onOpen(hit.caseId);
    const next = event.key === 'ArrowDown' ? event.currentTarget.nextElementSibling : event.key === 'ArrowUp' ? event.currentTarget.previousElementSibling : null;
    if (!(next instanceof HTMLElement)) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <Table.Tr tabIndex={0} role="button" style={{ cursor: 'pointer' }} data-testid={`search-hit-${hit.caseId}`} onClick={() => onOpen(hit.caseId)} onKeyDown={onKey}>
      <Table.Td w={200}><Text size="sm" fw={600}>{hit.caseNo}</Text><Text size="xs" c="dimmed">{hit.hospitalNumber}</Text></Table.Td>
      <Table.Td w={160}>{hit.patientName || words('noName')}</Table.Td>
      <Table.Td><Text size="sm" lineClamp={1}>{hit.diagnosis || '—'}</Text>{hit.snippet ? <Snippet snippet={hit.snippet} label={t(`field.${hit.snippet.field}`, { defaultValue: hit.snippet.field })} /> : null}</Table.Td>
      <Table.Td w={120}><StateBadge state={hit.state} /></Table.Td>
    </Table.Tr>
  );
}

const Snippet = ({ snippet, label }: { snippet: NonNullable<CaseHit['snippet']>; label: string }) => (
  <Text size="xs" c="dimmed">
    {label}: {snippet.parts.map(({ text, isHit }, at) => (isHit ? <Mark key={at} color="yellow">{text}</Mark> : <span key={at}>{text}</span>))}
  </Text>
);
