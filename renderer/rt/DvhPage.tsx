import { Group, SegmentedControl, Switch, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { View, ViewChange } from '../../shared/meeting/view.ts';
import type { EndCap } from '../../shared/rt/contours/slabs.ts';
import type { DoseGrid, Dvh, StoredDvh, StructureSet } from '../../shared/rt/types.ts';
import { structureColour, structureDash } from '../viewport/lineStyles.ts';
import { DvhChart } from './DvhChart.tsx';
import type { DvhLine } from './DvhChart.tsx';
import { DvhTable, storedColour, storedDash, type DvhEntry } from './DvhTable.tsx';
import { methodText } from './noticeText.ts';
import { storedBeside } from './storedDvhs.ts';
import { useEndCapDvhs } from './useEndCapDvhs.ts';

export interface DvhPageProps {
  readonly dvhs: readonly Dvh[];
  readonly structureSet: StructureSet | null;
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

const endCaps = ['half', 'none', 'rounded'] as const;

const noStored: readonly StoredDvh[] = [];

/** Histograms of the visible structures: chart, figures and how they were made. */
export function DvhPage({ dvhs, structureSet, dose, doseNote, isMismatched, referenceDoseGy, progress, view, canChange, onView }: DvhPageProps) {
  const { t } = useTranslation('rt');
  const [isRelativeVolume, setRelativeVolume] = useState(true);
  const [isPercentDose, setPercentDose] = useState(false);
  const [endCap, setEndCap] = useState<EndCap>('half');
  const [wantsStored, setWantsStored] = useState(true);
  const isComplete = progress.total > 0 && progress.done >= progress.total;
  const capped = useEndCapDvhs(endCap, dvhs, isComplete, structureSet, dose);
  const storedDvhs = wantsStored && dose !== null ? dose.storedDvhs : noStored;
  const visibleKey = view.visibleStructures.join(',');
  const shown = capped.dvhs;
  const entries = useMemo((): readonly DvhEntry[] => {
    const visible = new Set(visibleKey.split(',').map(Number));
    return (structureSet?.structures ?? []).flatMap((structure, index) => {
      const dvh = visible.has(structure.number) ? shown?.find((entry) => entry.roiNumber === structure.number && entry.name === structure.name) : undefined;
      return dvh === undefined ? [] : [{ dvh, colour: structureColour(structure.color), dash: structureDash(index), stored: storedBeside(dvh, storedDvhs) }];
    });
  }, [shown, structureSet, visibleKey, storedDvhs]);
  const lines = useMemo(() => entries.flatMap(linesOf), [entries]);
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
        <Group gap={6}><Text size="sm">{t('dvh.endCap')}</Text><SegmentedControl size="xs" value={endCap} onChange={(value) => setEndCap(value)} data={endCaps.map((value) => ({ value, label: t(`dvh.cap.${value}`) }))} data-testid="dvh-end-cap" /></Group>
        {dose.storedDvhs.length > 0 ? <Switch size="xs" checked={wantsStored} onChange={(event) => setWantsStored(event.currentTarget.checked)} label={t('dvh.showStored')} data-testid="dvh-show-stored" /> : <Text size="xs" c="dimmed">{t('dvh.storedNone')}</Text>}
        {progress.done < progress.total && <Text size="sm" c="dimmed">{t('dvh.computing', progress)}</Text>}
        {shown === null && <Text size="sm" c="dimmed" role="status">{t('dvh.computing', { done: 0, total: progress.total })}</Text>}
        <Text size="sm" c="#9fe0ff" ml="auto" data-testid="dvh-cursor">{view.dvhCursorGy === null ? t('dvh.cursorHint') : t('dvh.atCursor', { dose: view.dvhCursorGy.toFixed(2) })}</Text>
      </Group>
      {doseNote !== null && <Text size="sm" c="orange.4" role="alert" data-testid="dvh-dose-note">{doseNote}</Text>}
      {capped.problem !== null && <Text size="sm" c="orange.4" role="alert" px="xs">{t('dvh.capFailed', { reason: capped.problem })}</Text>}
      {shown !== null && capped.problem === null && lines.length === 0 && <Text size="sm" c="dimmed" p="xs">{t('dvh.none')}</Text>}
      <DvhChart
        lines={lines} axes={axes} cursorGy={view.dvhCursorGy}
        doseLabel={`${t('dvh.doseAxis')} (${percentOfGy === null ? 'Gy' : t('dvh.percent')})`}
        volumeLabel={`${t('dvh.volumeAxis')} (${t(isRelativeVolume ? 'dvh.relative' : 'dvh.absolute')})`}
        onCursor={canChange ? (dvhCursorGy) => onView({ dvhCursorGy }) : null}
      />
      <DvhTable entries={entries} cursorGy={view.dvhCursorGy} isRelativeVolume={isRelativeVolume} hasStored={storedDvhs.length > 0} />
      {entries[0] !== undefined && <Text size="xs" c="dimmed" className="dvh-method" data-testid="dvh-method">{entries.some(({ stored }) => stored?.curve) ? `${t('dvh.storedLegend')}${t('noticeBreak')}` : ''}{t('dvh.method')} ({entries[0].dvh.name}): {methodText(t, entries[0].dvh.method)}</Text>}
    </div>
  );
}

/** Our curve, and the planning system's as beads in its colour. */
function linesOf({ dvh, colour, dash, stored }: DvhEntry): readonly DvhLine[] {
  const ours: DvhLine = { dvh, colour, dash, isBeads: false };
  if (!stored?.curve) return [ours];
  return [ours, { dvh: { name: dvh.name, curve: stored.curve, maxGy: stored.comparison.stored.maxGy }, colour: storedColour(colour), dash: storedDash, isBeads: true }];
}
