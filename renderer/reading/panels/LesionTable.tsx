import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { lesionTables, sumOfDiameters } from '../../../shared/annotation/lesions.ts';
import type { SizeChange } from '../../../shared/annotation/lesions.ts';
import type { Annotation } from '../../../shared/annotation/types.ts';
import { dateText } from '../studyAge.ts';

/** With its sign; what rounds to nothing has none. */
function signed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : `${value > 0 ? '+' : ''}${text}`;
}
const changeText = (change: SizeChange | null): string => (change === null ? '' : `${signed(change.mm, 1)}${change.percent === null ? '' : ` (${signed(change.percent, 0)} %)`}`);

/** Lesions by date with their change against the first date, and the sum of longest diameters. Numbers only: what they mean is the reader's to say. */
export function LesionTable({ annotations }: { readonly annotations: readonly Annotation[] }) {
  const { t } = useTranslation('reading');
  const tables = lesionTables(annotations);
  if (tables.length === 0) return <p className="reading-hint">{t('measure.noLesions')}</p>;
  const sums = sumOfDiameters(tables);
  const dates = [...new Set(tables.flatMap(({ rows }) => rows.map(({ studyDate }) => studyDate)))].sort();
  return (
    <div className="table-scroll reading-lesions" data-testid="lesion-table">
      <Table withColumnBorders fz={12} verticalSpacing={2} horizontalSpacing={6}>
        <Table.Thead><Table.Tr><Table.Th>{t('measure.lesion')}</Table.Th>{dates.map((date) => <Table.Th key={date}>{dateText(date)}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>
          {tables.map(({ trackingUID, name, rows }) => (
            <Table.Tr key={trackingUID}>
              <Table.Th scope="row">{name}</Table.Th>
              {dates.map((date) => {
                const row = rows.find(({ studyDate }) => studyDate === date);
                return <Table.Td key={date}>{row === undefined || row.longMm === null ? '–' : `${row.longMm.toFixed(1)}${row.shortMm === null ? '' : ` × ${row.shortMm.toFixed(1)}`} mm`}<div className="reading-series-marks">{changeText(row?.fromFirst ?? null)}</div></Table.Td>;
              })}
            </Table.Tr>
          ))}
          <Table.Tr>
            <Table.Th scope="row">{t('measure.sum')}</Table.Th>
            {dates.map((date) => {
              const sum = sums.find(({ studyDate }) => studyDate === date);
              return <Table.Td key={date}>{sum === undefined || sum.sumMm === null ? '–' : `${sum.sumMm.toFixed(1)} mm`}<div className="reading-series-marks">{changeText(sum?.fromFirst ?? null)}{sum !== undefined && sum.missing.length > 0 ? t('measure.missing', { names: sum.missing.join(' ') }) : ''}</div></Table.Td>;
            })}
          </Table.Tr>
        </Table.Tbody>
      </Table>
    </div>
  );
}
