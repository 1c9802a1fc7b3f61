import { Button, Group, NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ecgLayouts } from './layout.ts';
import type { EcgLayoutName } from './layout.ts';
import { paperGains, paperSpeeds } from './paper.ts';

/** How the person set the sheet. */
export interface EcgSettings {
  readonly group: number;
  readonly layout: EcgLayoutName;
  readonly mmPerSecond: number;
  readonly mmPerMillivolt: number;
  /** Times the size of real paper. */
  readonly zoom: number;
  readonly isMarching: boolean;
  readonly hasMarks: boolean;
  readonly hasFindings: boolean;
  /** Time of the recording at the left edge of the sheet. */
  readonly startMs: number;
}

interface Props {
  readonly settings: EcgSettings;
  readonly onChange: (fields: Partial<EcgSettings>) => void;
  readonly groups: readonly string[];
  /** Layouts whose leads are in the recording. */
  readonly layouts: ReadonlySet<EcgLayoutName>;
  readonly hasCalipers: boolean;
  readonly onCalipers: () => void;
  readonly onFit: () => void;
  readonly hasDeviceMarks: boolean;
  /** In a low box the controls stay in one line that scrolls. */
  readonly isLow: boolean;
}

/** Controls of the sheet. */
export function EcgBar({ settings, onChange, groups, layouts, hasCalipers, onCalipers, onFit, hasDeviceMarks, isLow }: Props) {
  const { t } = useTranslation('documents');
  const toggle = (name: 'isMarching' | 'hasMarks' | 'hasFindings', label: string) => (
    <Button size="compact-xs" style={{ flex: 'none' }} variant={settings[name] ? 'filled' : 'default'} color="teal.7" aria-pressed={settings[name]} onClick={() => onChange({ [name]: !settings[name] })} data-testid={`ecg-${name}`}>{label}</Button>
  );
  return (
    <Group gap={6} p={4} role="toolbar" aria-label={t('ecg.bar')} bg="dark.7" wrap={isLow ? 'nowrap' : 'wrap'} style={{ flex: 'none', overflowX: 'auto', scrollbarWidth: 'thin' }} data-testid="ecg-bar">
      {groups.length > 1 ? <NativeSelect size="xs" style={{ flex: 'none' }} aria-label={t('ecg.group')} value={String(settings.group)} data={groups.map((label, index) => ({ value: String(index), label }))} onChange={(event) => onChange({ group: Number(event.currentTarget.value), startMs: 0 })} data-testid="ecg-group" /> : null}
      <NativeSelect size="xs" style={{ flex: 'none' }} aria-label={t('ecg.layout')} value={settings.layout} data={ecgLayouts.map((name) => ({ value: name, label: t(`ecg.layouts.${name}`), disabled: !layouts.has(name) }))} onChange={(event) => onChange({ layout: ecgLayouts.find((name) => name === event.currentTarget.value) ?? settings.layout })} data-testid="ecg-layout" />
      <NativeSelect size="xs" style={{ flex: 'none' }} aria-label={t('ecg.speed')} value={String(settings.mmPerSecond)} data={paperSpeeds.map((speed) => ({ value: String(speed), label: `${speed} mm/s` }))} onChange={(event) => onChange({ mmPerSecond: Number(event.currentTarget.value) })} data-testid="ecg-speed" />
      <NativeSelect size="xs" style={{ flex: 'none' }} aria-label={t('ecg.gain')} value={String(settings.mmPerMillivolt)} data={paperGains.map((gain) => ({ value: String(gain), label: `${gain} mm/mV` }))} onChange={(event) => onChange({ mmPerMillivolt: Number(event.currentTarget.value) })} data-testid="ecg-gain" />
      <Button.Group style={{ flex: 'none' }}>
        <Button size="compact-xs" style={{ flex: 'none' }} variant="default" aria-label={t('zoomOut')} onClick={() => onChange({ zoom: settings.zoom / 1.25 })}>−</Button>
        <Button size="compact-xs" style={{ flex: 'none' }} variant="default" title={t('ecg.trueSizeHint')} onClick={() => onChange({ zoom: 1 })} data-testid="ecg-true-size">{t('ecg.trueSize')}</Button>
        <Button size="compact-xs" style={{ flex: 'none' }} variant="default" onClick={onFit} data-testid="ecg-fit">{t('fitWidth')}</Button>
        <Button size="compact-xs" style={{ flex: 'none' }} variant="default" aria-label={t('zoomIn')} onClick={() => onChange({ zoom: settings.zoom * 1.25 })}>+</Button>
      </Button.Group>
      <Button size="compact-xs" style={{ flex: 'none' }} variant={hasCalipers ? 'filled' : 'default'} color="teal.7" aria-pressed={hasCalipers} onClick={onCalipers} data-testid="ecg-calipers">{t('ecg.calipers')}</Button>
      {hasCalipers ? toggle('isMarching', t('ecg.march')) : null}
      {hasDeviceMarks ? toggle('hasMarks', t('ecg.marks')) : null}
      {toggle('hasFindings', t('ecg.findings.short'))}
    </Group>
  );
}
