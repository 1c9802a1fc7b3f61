import { Group, SegmentedControl, Table, Text, Tooltip } from '@mantine/core';
import { Fragment, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { View, ViewChange } from '../../shared/meeting/view.ts';
import type { RtNotice } from '../../shared/rt/notices.ts';
import type { DoseGrid, Dvh, Structure } from '../../shared/rt/types.ts';
import { structureColour, structureDash } from '../viewport/lineStyles.ts';
import { DvhChart } from './DvhChart.tsx';
import type { DvhLine } from './DvhChart.tsx';
import { shownVolume } from './dvhSeries.ts';
import { methodText, noticeText } from './noticeText.ts';
import { LineSample } from './StructureList.tsx';

export interface DvhPageProps {
  readonly dvhs: readonly Dvh[];
  readonly structures: readonly Structure[];
  readonly dose: DoseGrid | null;
  /** Why the dose is not the plan's total dose; null where it is. */
  readonly doseNote: string | null;
  /** Structures and dose lie in different frames of reference. */
  readonly isMismatched: boolean;
  readonly referenceDoseGy: number | null;
  /** Structures computed so far and in all. */
  readonly progress: { readonly done: number; readonly total: number };
  readonly view: View;
  readonly canChange: boolean;
  readonly onView: (change: ViewChange) => void;
}

const figures = [
  ['min', 'minGy'], ['mean', 'meanGy'], ['max', 'maxGy'], ['D98%', 'd98Gy'], ['D95%', 'd95Gy'], ['D50%', 'd50Gy'], ['D2%', 'd2Gy'], ['D1cc', 'd1ccGy'], ['D0.1cc', 'd0_1ccGy'],
] as const satisfies readonly (readonly [string, keyof Dvh])[];

/** Histograms of the visible structures: chart, figures and how they were made. */
export function DvhPage({ dvhs, structures, dose, doseNote, isMismatched, referenceDoseGy, progress, view, canChange, onView }: DvhPageProps) {
  const { t } = useTranslation('rt');
  const [isRelativeVolume, setRelativeVolume] = useState(true);
  const [isPercentDose, setPercentDose] = useState(false);
  const visibleKey = view.visibleStructures.join(',');
  const lines = useMemo((): readonly DvhLine[] => {
    const visible = new Set(visibleKey.split(',').map(Number));
    return structures.flatMap((structure, index) => {
      const dvh = visible.has(structure.number) ? dvhs.find((entry) => entry.roiNumber === structure.number && entry.name === structure.name) : undefined;
      return dvh === undefined ? [] : [{ dvh, colour: structureColour(structure.color), dash: structureDash(index) }];
    });
  }, [dvhs, structures, visibleKey]);
  const percentOfGy = isPercentDose ? referenceDoseGy : null;
  const axes = useMemo(() => ({ isRelativeVolume, percentOfGy }), [isRelativeVolume, percentOfGy]);
  if (dose === null) return <Text p="md">{t('dvh.noDose')}</Text>;
  if (dose.units !== 'GY') return <Text p="md" c="orange.3">{t('isodose.relative')}</Text>;
  if (isMismatched) return <Text p="md" c="orange.3">{t('dvh.mismatch')}</Text>;
  return (
    <div className="dvh-page" data-testid="dvh-page">
      <Group gap="md" className="dvh-bar">
        <Group gap={6}><Text size="sm">{t('dvh.volumeAxis')}</Text><SegmentedControl size="xs" value={isRelativeVolume ? 'relative' : 'absolute'} onChange={(value) => setRelativeVolume(value === 'relative')} data={[{ value: 'relative', label: t('dvh.relative') }, { value: 'absolute', label: t('dvh.absolute') }]} /></Group>
        <Group gap={6}><Text size="sm">{t('dvh.doseAxis')}</Text><SegmentedControl size="xs" value={percentOfGy === null ? 'gray' : 'percent'} disabled={referenceDoseGy === null} onChange={(value) => setPercentDose(value === 'percent')} data={[{ value: 'gray', label: t('dvh.gray') }, { value: 'percent', label: t('dvh.percent') }]} /></Group>
        {progress.done < progress.total && <Text size="sm" c="dimmed">{t('dvh.computing', progress)}</Text>}
        <Text size="sm" c="#9fe0ff" ml="auto" data-testid="dvh-cursor">{view.dvhCursorGy === null ? t('dvh.cursorHint') : t('dvh.atCursor', { dose: view.dvhCursorGy.toFixed(2) })}</Text>
      </Group>
      {doseNote !== null && <Text size="sm" c="orange.4" role="alert" data-testid="dvh-dose-note">{doseNote}</Text>}
      {lines.length === 0 && <Text size="sm" c="dimmed" p="xs">{t('dvh.none')}</Text>}
      <DvhChart
        lines={lines} axes={axes} cursorGy={view.dvhCursorGy}
        doseLabel={`${t('dvh.doseAxis')} (${percentOfGy === null ? 'Gy' : t('dvh.percent')})`}
        volumeLabel={`${t('dvh.volumeAxis')} (${t(isRelativeVolume ? 'dvh.relative' : 'dvh.absolute')})`}
        onCursor={canChange ? (dvhCursorGy) => onView({ dvhCursorGy }) : null}
      />
      <MetricsTable lines={lines} cursorGy={view.dvhCursorGy} isRelativeVolume={isRelativeVolume} />
      {lines[0] !== undefined && <Text size="xs" c="dimmed" className="dvh-method" data-testid="dvh-method">{t('dvh.method')} ({lines[0].dvh.name}): {methodText(t, lines[0].dvh.method)}</Text>}
    </div>
  );
}

function MetricsTable({ lines, cursorGy, isRelativeVolume }: { readonly lines: readonly DvhLine[]; readonly cursorGy: number | null; readonly isRelativeVolume: boolean }) {
  const { t } = useTranslation('rt');
  return (
    <div className="table-scroll dvh-table">
      <Table stickyHeader withTableBorder verticalSpacing={3} horizontalSpacing="xs" fz={13} className="figure-table" data-testid="dvh-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('dvh.structure')}</Table.Th>
            <Table.Th className="figure">{t('dvh.volume')}</Table.Th>
            <Table.Th className="figure">{t('dvh.coverage')}</Table.Th>
            {figures.map(([name]) => <Table.Th key={name} className="figure">{name === 'min' || name === 'mean' || name === 'max' ? t(`dvh.${name}`) : name}</Table.Th>)}
            {cursorGy !== null && <Table.Th className="figure">V{cursorGy.toFixed(2)}Gy {t(isRelativeVolume ? 'dvh.relative' : 'dvh.absolute')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map(({ dvh, colour, dash }) => (
            <Fragment key={dvh.roiNumber}>
              <Table.Tr data-testid={`dvh-row-${dvh.roiNumber}`} title={methodText(t, dvh.method)}>
                <Table.Td className="dvh-name"><LineSample colour={colour} dash={dash} /> {dvh.name}</Table.Td>
                <Table.Td className="figure">{dvh.volumeCc.toFixed(2)}</Table.Td>
                <Table.Td className={dvh.coverage < 0.9995 ? 'figure figure-warning' : 'figure'}>{(dvh.coverage * 100).toFixed(1)}%</Table.Td>
                {figures.map(([name, field]) => <Figure key={name} valueGy={dvh[field]} notices={dvh.notices} />)}
                {cursorGy !== null && <Table.Td className="figure">{shownVolume(dvh, cursorGy, isRelativeVolume)?.toFixed(2) ?? '—'}</Table.Td>}
              </Table.Tr>
              {dvh.notices.length > 0 && (
                <Table.Tr>
                  <Table.Td colSpan={figures.length + 4} className="dvh-notices">{t('dvh.notices')}: {dvh.notices.map((notice) => noticeText(t, notice)).join(t('noticeBreak'))}</Table.Td>
                </Table.Tr>
              )}
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Figure({ valueGy, notices }: { readonly valueGy: number | null; readonly notices: readonly RtNotice[] }) {
  const { t } = useTranslation('rt');
  if (valueGy !== null) return <Table.Td className="figure">{valueGy.toFixed(2)}</Table.Td>;
  return (
    <Table.Td className="figure">
      <Tooltip label={notices.map((notice) => noticeText(t, notice)).join(t('noticeBreak')) || t('dvh.noFigure')} multiline maw={320}>
        <span tabIndex={0}>—</span>
      </Tooltip>
    </Table.Td>
  );
}
