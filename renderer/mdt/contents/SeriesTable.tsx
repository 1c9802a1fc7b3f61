import { Badge, Button, Checkbox, Group, Table, Text, Tooltip } from '@mantine/core';
import type { TFunction } from 'i18next';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { grouped, megabytes } from '../amounts.ts';
import { isoDate } from '../format.ts';
import type { FrameView } from '../frameView.ts';
import { hasView, type SeriesContents, type StudyContents } from './groupContents.ts';
import { LazyThumbnail } from './LazyThumbnail.tsx';
import { ObjectRows, type ReadDocument } from './ObjectRows.tsx';
import { syntaxName } from './syntaxName.ts';

interface Props {
  readonly studies: readonly StudyContents[];
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (seriesInstanceUID: string, isSelected: boolean) => void;
  readonly Frame: FrameView;
  /** Null where documents cannot be read. */
  readonly readDocument: ReadDocument | null;
}

/** Width of each column, so that rows of different studies stand below each other; the series takes what is left. */
const widths = { preview: 88, series: 'auto', kind: 180, count: 96, presence: 120, marks: 190 } as const;
const columns = Object.keys(widths) as (keyof typeof widths)[];

/** Series of all studies; each opens to its objects. */
export function SeriesTable({ studies, selected, onSelect, Frame, readDocument }: Props) {
  const { t } = useTranslation('contents');
  const [openUid, setOpenUid] = useState<string | null>(null);
  return (
    <Table layout="fixed" verticalSpacing={4} fz="sm">
      <Table.Thead><Table.Tr><Table.Th w={36} />{columns.map((column) => <Table.Th key={column} w={widths[column]}>{t(`column.${column}`)}</Table.Th>)}<Table.Th w={72} /></Table.Tr></Table.Thead>
      {studies.map((study) => (
        <Table.Tbody key={study.studyInstanceUID}>
          <Table.Tr><Table.Th colSpan={columns.length + 2} scope="rowgroup" pt="sm"><Text size="sm" fw={600} c="teal.3">{studyWords(study, t)}</Text></Table.Th></Table.Tr>
          {study.series.map((one) => {
            const name = one.description ?? t('noDescription');
            // Many series have no description of their own: the kind of device tells a listener more.
            const spoken = [one.modality, name, one.number === null ? '' : t('seriesNumber', { number: one.number })].filter(Boolean).join(' ');
            const isOpen = openUid === one.seriesInstanceUID;
            return (
              <Fragment key={one.seriesInstanceUID}>
                <Table.Tr data-testid={`contents-series-${one.seriesInstanceUID}`}>
                  <Table.Td><Checkbox size="xs" aria-label={t('selectSeries', { series: spoken })} checked={selected.has(one.seriesInstanceUID)} onChange={(event) => onSelect(one.seriesInstanceUID, event.currentTarget.checked)} /></Table.Td>
                  <Table.Td><LazyThumbnail sha256={one.previewSha256} label={t('preview', { series: spoken })} none={t('noPreview')} Frame={Frame} /></Table.Td>
                  <Table.Td><Text size="sm" fw={600} component="div"><Badge color="gray" mr={6}>{one.modality || '—'}</Badge>{name}</Text><Text size="xs" c="dimmed">{[one.number === null ? '' : t('seriesNumber', { number: one.number }), isoDate(one.date)].filter(Boolean).join(' · ')}</Text></Table.Td>
                  <Table.Td>{one.kinds.map(([kind, count]) => <Text key={kind} size="sm">{one.kinds.length > 1 ? t('kindCount', { kind: t(`kind.${kind}`), objects: count }) : t(`kind.${kind}`)}{hasView(kind) ? null : <Text span size="xs" c="gray.4" display="block">{t('noView')}</Text>}</Text>)}</Table.Td>
                  <Table.Td style={{ whiteSpace: 'nowrap' }}><Text size="sm">{t('objects', { objects: grouped(one.instances.length) })}</Text><Text size="xs" c="dimmed">{t('megabytes', { megabytes: megabytes(one.byteLength) })}</Text></Table.Td>
                  <Table.Td><Presence series={one} /></Table.Td>
                  <Table.Td>
                    <Group gap={4}>
                      {one.isLossy ? <Tooltip label={t('lossyHint')}><Badge color="orange" tabIndex={0}>{t('lossy')}</Badge></Tooltip> : null}
                      {one.warnings > 0 ? <Badge color="yellow">{t('warnings', { warnings: grouped(one.warnings) })}</Badge> : null}
                    </Group>
                    <Text size="xs" c="dimmed">{one.transferSyntaxUIDs.map((uid) => syntaxName(uid, t)).join(' / ')}</Text>
                  </Table.Td>
                  <Table.Td ta="right"><Button size="compact-xs" variant="default" aria-expanded={isOpen} aria-label={`${t(isOpen ? 'shut' : 'open')} ${spoken}`} onClick={() => setOpenUid(isOpen ? null : one.seriesInstanceUID)} data-testid={`contents-open-${one.seriesInstanceUID}`}>{t(isOpen ? 'shut' : 'open')}</Button></Table.Td>
                </Table.Tr>
                {isOpen ? <Table.Tr><Table.Td colSpan={columns.length + 2} bg="dark.9"><ObjectRows instances={one.instances} readDocument={readDocument} /></Table.Td></Table.Tr> : null}
              </Fragment>
            );
          })}
        </Table.Tbody>
      ))}
    </Table>
  );
}

/** Shape as well as colour: words say whether the objects are here. */
function Presence({ series }: { series: SeriesContents }) {
  const { t } = useTranslation('contents');
  const total = series.instances.length;
  if (series.present === total) return <Text size="sm" c="teal.3">{t('here')}</Text>;
  return <Text size="sm" c="yellow.4">{series.present === 0 ? t('onPlatform') : t('partly', { present: grouped(series.present), total: grouped(total) })}</Text>;
}

/** What the study is, so far as it says. */
function studyWords({ header }: StudyContents, t: TFunction<'contents'>): string {
  if (!header) return t('unknownStudy');
  return [t('study', { date: isoDate(header.date) || t('noDate') }), header.description ?? t('noDescription'), header.accessionNumber ? t('accession', { number: header.accessionNumber }) : ''].filter(Boolean).join(' · ');
}
