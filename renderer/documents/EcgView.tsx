import { useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { Group, Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReadBytes } from './documents.ts';
import { EcgBar } from './ecg/EcgBar.tsx';
import type { EcgSettings } from './ecg/EcgBar.tsx';
import { EcgFindingsList } from './ecg/EcgFindingsList.tsx';
import { EcgPaper } from './ecg/EcgPaper.tsx';
import { readCalipers } from './ecg/calipers.ts';
import type { Calipers } from './ecg/calipers.ts';
import type { EcgScene } from './ecg/drawEcg.ts';
import { baseLineMm, ecgLayouts, layOut, paperMargins, paperSizeMm, sheetMs } from './ecg/layout.ts';
import { cssPxPerMm, standardGain, standardSpeed } from './ecg/paper.ts';
import { readEcg } from './ecg/readEcg.ts';
import type { Ecg, EcgGroup } from './ecg/readEcg.ts';
import { Standing } from './Standing.tsx';
import { useBox } from './useBox.ts';
import { useParsed } from './useParsed.ts';

interface Props {
  readonly sha256: string;
  readonly read: ReadBytes;
  /** CSS pixels of one millimetre of this screen where somebody measured it. */
  readonly screenPxPerMm?: number;
}

/** Below this width the device's list would leave too little of the paper. */
const roomForFindingsPx = 720;
/** Below this height the controls would leave too little of it. */
const lowPx = 480;
const zoomLimits = { least: 0.25, most: 6 } as const;

/** A DICOM ECG (or another waveform) on millimetre paper, with calipers and what the device wrote. No filter is applied. */
export function EcgView({ sha256, read, screenPxPerMm = cssPxPerMm }: Props) {
  const { value, error } = useParsed(read, sha256, readEcg);
  return value === null ? <Standing error={error} /> : <EcgDesk ecg={value} screenPxPerMm={screenPxPerMm} />;
}

function EcgDesk({ ecg, screenPxPerMm }: { readonly ecg: Ecg; readonly screenPxPerMm: number }) {
  const { t } = useTranslation('documents');
  const frame = useRef<HTMLDivElement>(null);
  const { width, height } = useBox(frame);
  const isLow = height < lowPx;
  const [chosen, setChosen] = useState<Omit<EcgSettings, 'hasFindings'> & { readonly hasFindings: boolean | null }>({
    group: 0, layout: '3x4', mmPerSecond: standardSpeed, mmPerMillivolt: standardGain, zoom: 1, isMarching: false, hasMarks: false, hasFindings: null, startMs: 0,
  });
  const [calipers, setCalipers] = useState<Calipers | null>(null);
  const group = ecg.groups[chosen.group] ?? ecg.groups[0];
  const layouts = useMemo(() => new Set(ecgLayouts.filter((name) => group !== undefined && layOut(name, group.leads, group.lengthMs) !== null)), [group]);
  const layout = layouts.has(chosen.layout) ? chosen.layout : '12x1';
  const settings: EcgSettings = { ...chosen, layout, hasFindings: chosen.hasFindings ?? width >= roomForFindingsPx };
  const change = (fields: Partial<EcgSettings>): void => setChosen((old) => {
    const next = { ...old, ...fields };
    return { ...next, zoom: Math.min(Math.max(next.zoom, zoomLimits.least), zoomLimits.most) };
  });
  const { mmPerSecond, mmPerMillivolt, zoom, hasMarks, startMs } = settings;
  const pxPerMm = screenPxPerMm * zoom;
  const marks = useMemo(() => (hasMarks ? ecg.findings.marks.filter((mark) => (mark.group ?? 0) === chosen.group) : []), [ecg, hasMarks, chosen.group]);
  const scene = useMemo((): Omit<EcgScene, 'marchMm'> | null => {
    const page = group === undefined ? null : layOut(layout, group.leads, group.lengthMs);
    if (group === undefined || page === null) return null;
    return { page, samplingFrequencyHz: group.samplingFrequencyHz, startMs: layout === '12x1' ? 0 : startMs, scale: { pxPerMm, mmPerSecond, mmPerMillivolt }, marks };
  }, [group, layout, mmPerSecond, mmPerMillivolt, pxPerMm, startMs, marks]);
  // A waveform without groups is refused when it is read.
  if (group === undefined || scene === null) return null;
  const lastStartMs = layout === '12x1' ? 0 : Math.max(0, group.lengthMs - sheetMs);
  const turn = (step: -1 | 1): void => change({ startMs: Math.min(Math.max(0, startMs + step * sheetMs), lastStartMs) });
  const fit = (): void => change({ zoom: fitZoom(width - (settings.hasFindings ? 220 : 0), paperSizeMm(scene.page, mmPerSecond).widthMm, screenPxPerMm) });
  const toggleCalipers = (): void => setCalipers((old) => (old === null ? firstCalipers(mmPerSecond) : null));
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = { '+': () => change({ zoom: zoom * 1.25 }), '=': () => change({ zoom: zoom * 1.25 }), '-': () => change({ zoom: zoom / 1.25 }), '1': () => change({ zoom: 1 }), '0': fit, c: toggleCalipers, '[': () => turn(-1), ']': () => turn(1) }[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  const labels = ecg.groups.map(({ label, lengthMs }, index) => t('ecg.groupLabel', { label: label ?? t('ecg.groupNumber', { number: index + 1 }), seconds: (lengthMs / 1000).toFixed(1) }));
  const isCalibrated = group.leads.every(({ millivoltsPerUnit }) => millivoltsPerUnit !== null);
  const reading = calipers === null ? null : readCalipers(calipers, mmPerSecond, mmPerMillivolt);
  return (
    <div ref={frame} style={{ height: '100%', display: 'flex', flexDirection: 'column', minHeight: 0, background: 'var(--mantine-color-dark-9)' }} data-testid="ecg-view">
      <EcgBar settings={settings} onChange={change} groups={labels} layouts={layouts} hasCalipers={calipers !== null} onCalipers={toggleCalipers} onFit={fit} hasDeviceMarks={ecg.findings.marks.length > 0} isLow={isLow} />
      <div style={{ flex: 1, minHeight: 0, display: 'flex', position: 'relative' }}>
        <EcgPaper scene={scene} calipers={calipers} isMarching={settings.isMarching} onCalipers={setCalipers} onZoom={(factor) => change({ zoom: zoom * factor })} onKeyDown={onKeyDown} label={t('ecg.paper')} />
        {reading === null ? null : (
          <Text size="sm" role="status" fw={600} c="teal.2" px={8} py={2} data-testid="ecg-reading" style={{ position: 'absolute', left: 8, bottom: 20, background: '#0c1116e6', border: '1px solid var(--mantine-color-dark-4)', borderRadius: 4, fontVariantNumeric: 'tabular-nums', pointerEvents: 'none' }}>
            {t('ecg.reading.all', { ms: reading.ms.toFixed(0), widthMm: reading.widthMm.toFixed(1), rate: reading.perMinute?.toFixed(0) ?? '–', mv: reading.mv.toFixed(2), heightMm: reading.heightMm.toFixed(1) })}
          </Text>
        )}
        {settings.hasFindings ? <EcgFindingsList findings={ecg.findings} /> : null}
      </div>
      <Group gap="md" px={8} py={3} bg="dark.8" wrap={isLow ? 'nowrap' : 'wrap'} style={{ flex: 'none', rowGap: 0, overflowX: 'auto', scrollbarWidth: 'thin', whiteSpace: 'nowrap' }} tabIndex={isLow ? 0 : undefined} data-testid="ecg-footer">
        <Text size="xs" fw={600}>{t('ecg.scale', { speed: mmPerSecond, gain: mmPerMillivolt })}</Text>
        <Text size="xs" c="gray.4">{t('ecg.noFilter')}{bandWords(group)}</Text>
        <Text size="xs" c="gray.4">{t('ecg.sampling', { hz: group.samplingFrequencyHz })}</Text>
        <Text size="xs" c="gray.4">{Math.abs(zoom - 1) < 0.005 ? t(screenPxPerMm === cssPxPerMm ? 'ecg.nominalSize' : 'ecg.measuredSize') : t('ecg.enlarged', { percent: Math.round(zoom * 100) })}</Text>
        {isCalibrated ? null : <Text size="xs" c="yellow.4">{t('ecg.uncalibrated')}</Text>}
        {ecg.warnings.length > 0 ? <Text size="xs" c="yellow.4" title={ecg.warnings.join('\n')}>{t('warnings', { count: ecg.warnings.length })}</Text> : null}
        {lastStartMs > 0 ? (
          <Group gap={4}>
            <Button size="compact-xs" variant="default" disabled={startMs <= 0} onClick={() => turn(-1)} aria-label={t('ecg.earlier')}>‹</Button>
            <Text size="xs" style={{ fontVariantNumeric: 'tabular-nums' }}>{t('ecg.sheet', { from: (startMs / 1000).toFixed(1), to: (Math.min(group.lengthMs, startMs + sheetMs) / 1000).toFixed(1) })}</Text>
            <Button size="compact-xs" variant="default" disabled={startMs >= lastStartMs} onClick={() => turn(1)} aria-label={t('ecg.later')}>›</Button>
          </Group>
        ) : null}
      </Group>
    </div>
  );

  function bandWords({ band: { lowHz, highHz, notchHz } }: EcgGroup): string {
    if (lowHz === null && highHz === null) return '';
    const notch = notchHz === null || Number(notchHz) === 0 ? '' : t('ecg.notch', { notch: notchHz });
    return t('ecg.band', { low: lowHz ?? '–', high: highHz ?? '–' }) + notch;
  }
}

/** Zoom at which the whole width of the paper is seen, the scroll bar left out. */
export function fitZoom(widthPx: number, paperWidthMm: number, screenPxPerMm: number): number {
  return paperWidthMm > 0 && widthPx > 20 ? (widthPx - 16) / (paperWidthMm * screenPxPerMm) : 1;
}

/** A second apart and 1 mV high on the first row. */
const firstCalipers = (mmPerSecond: number): Calipers => ({ x1Mm: paperMargins.pulseMm + 0.5 * mmPerSecond, x2Mm: paperMargins.pulseMm + 1.5 * mmPerSecond, y1Mm: baseLineMm(0), y2Mm: baseLineMm(0) - 10 });
