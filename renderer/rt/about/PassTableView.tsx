import { Button, Group, NativeSelect, Table, Text, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PassRow } from '../../../shared/rt/validation/passTable.ts';
import { aboutLocale } from './aboutLocale.ts';
import { filterRows, noFilter, type PassFilter } from './passFilter.ts';

/** Lines shown at once, and added with each press. */
const page = 60;

const caseIds = Object.keys(aboutLocale.en.case) as (keyof typeof aboutLocale.en.case)[];
const spacings = ['0.5', '1', '2', '3'];

/** The pass table, narrowed by what is chosen above it. */
export function PassTableView({ rows }: { readonly rows: readonly PassRow[] }) {
  const { t } = useTranslation('rt');
  const [filter, setFilter] = useState(noFilter);
  const [count, setCount] = useState(page);
  const matching = useMemo(() => filterRows(rows, filter), [rows, filter]);
  const change = (fields: Partial<PassFilter>): void => {
    setFilter({ ...filter, ...fields });
    setCount(page);
  };
  const all = { value: '', label: t('about.filter.all') };
  const verdicts = [all, { value: 'near', label: t('about.filter.near') }, ...(['fail', 'pass', 'not judged'] as const).map((value) => ({ value, label: t(`about.verdict.${value}`) }))];
  const shown = matching.slice(0, count);
  return (
    <>
      <Group gap="sm" align="flex-end" className="about-filter">
        <NativeSelect size="xs" label={t('about.filter.case')} value={filter.caseId} onChange={(event) => change({ caseId: event.currentTarget.value })} data={[all, ...caseIds.map((value) => ({ value, label: t(`about.case.${value}`) }))]} data-testid="about-case" />
        <TextInput size="xs" w={130} label={t('about.filter.figure')} placeholder={t('about.filter.figureHint')} value={filter.figure} onChange={(event) => change({ figure: event.currentTarget.value })} data-testid="about-figure" />
        <NativeSelect size="xs" label={t('about.filter.grid')} value={filter.gridMm} onChange={(event) => change({ gridMm: event.currentTarget.value })} data={[all, ...spacings]} />
        <NativeSelect size="xs" label={t('about.filter.slice')} value={filter.sliceMm} onChange={(event) => change({ sliceMm: event.currentTarget.value })} data={[all, ...spacings]} />
        <NativeSelect size="xs" label={t('about.filter.verdict')} value={filter.verdict} onChange={(event) => change({ verdict: event.currentTarget.value as PassFilter['verdict'] })} data={verdicts} data-testid="about-verdict" />
        <Text size="sm" c="dimmed" role="status">{matching.length === 0 ? t('about.noRows') : t('about.shown', { shown: shown.length, count: matching.length })}</Text>
      </Group>
      {shown.length > 0 && <Rows rows={shown} />}
      {matching.length > shown.length && <Button size="xs" variant="default" className="about-more" onClick={() => setCount(count + page)}>{t('about.more', { count: Math.min(page, matching.length - shown.length) })}</Button>}
    </>
  );
}

function Rows({ rows }: { readonly rows: readonly PassRow[] }) {
  const { t } = useTranslation('rt');
  return (
    <div className="table-scroll">
      <Table stickyHeader withTableBorder verticalSpacing={2} horizontalSpacing="sm" fz={13} className="figure-table" data-testid="about-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('about.columns.case')}</Table.Th>
            <Table.Th>{t('about.columns.figure')}</Table.Th>
            {(['grid', 'slice', 'expected', 'deviation', 'tolerance', 'share'] as const).map((name) => <Table.Th key={name} className="figure">{t(`about.columns.${name}`)}</Table.Th>)}
            <Table.Th>{t('about.columns.verdict')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={`${row.caseId} ${row.figure} ${row.gridMm} ${row.sliceMm}`}>
              <Table.Td>{t(`about.case.${row.caseId}` as 'about.title', { defaultValue: row.caseId })}</Table.Td>
              <Table.Td>{row.figure}</Table.Td>
              <Table.Td className="figure">{row.gridMm}</Table.Td>
              <Table.Td className="figure">{row.sliceMm}</Table.Td>
              <Table.Td className="figure">{row.expected} {row.unit}</Table.Td>
              <Table.Td className="figure">{signed(row.deviation)} {row.unit}</Table.Td>
              <Table.Td className="figure">{row.tolerance === null ? '—' : `± ${row.tolerance} ${row.unit}`}</Table.Td>
              <Table.Td className="figure">{row.share === null ? '—' : `${Math.round(row.share * 100)} %`}</Table.Td>
              <Table.Td className={row.verdict === 'fail' ? 'figure-warning' : undefined}>{t(`about.verdict.${row.verdict}`)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

const signed = (value: number): string => (value > 0 ? `+${value}` : String(value).replace('-', '−'));
