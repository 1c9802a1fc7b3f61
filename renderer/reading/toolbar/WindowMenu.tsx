import { ActionIcon, Button, Group, Popover, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Voi } from '../../../shared/dicom/display/voi.ts';
import type { Window } from '../../../shared/viewing/cell.ts';
import { presetOf, presetsFor } from '../../../shared/viewing/presets.ts';
import type { OwnPreset, WindowPreset } from '../../../shared/viewing/presets.ts';
import { useDeskControls } from '../controls.ts';

export interface WindowMenuProps {
  readonly modality: string;
  readonly own: readonly OwnPreset[];
  readonly window: Window | null;
  /** Windows and tables the image brings with it, that it opens with first. */
  readonly vois: readonly Voi[];
  /** Which of them is shown while there is no other window. */
  readonly voi: number;
  readonly unit: 'stored' | 'suv';
  /** SUV can be told, so presets in SUV can be used. */
  readonly hasSuv: boolean;
  readonly onVoi: (index: number) => void;
  readonly onPreset: (preset: WindowPreset) => void;
  readonly onSave: (name: string) => void;
  readonly onForget: (id: string) => void;
}

const figures = ({ window }: WindowPreset): string => (window === null ? '' : `${window.centre} / ${window.width}`);

/** Windows by name for the modality of the active cell, and own ones. */
export function WindowMenu({ modality, own, window, vois, voi, unit, hasSuv, onVoi, onPreset, onSave, onForget }: WindowMenuProps) {
  const { t } = useTranslation('reading');
  const { isDriving } = useDeskControls();
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const nameOf = (preset: WindowPreset): string => (preset.isOwn ? preset.name : t(`preset.${preset.name}`));
  const chosen = window === null && voi > 0 ? vois[voi] : undefined;
  const now = chosen === undefined ? presetOf(modality, own, window, unit) : null;
  const voiName = (one: Voi, index: number): string => one.explanation ?? t(one.kind === 'table' ? 'window.tableOf' : 'window.windowOf', { number: index + 1 });
  const voiFigures = (one: Voi): string => (one.kind === 'table' ? t('window.table') : `${one.centre} / ${one.width}`);
  const shown = chosen !== undefined ? voiName(chosen, voi) : now === null ? t('window.free') : nameOf(now);
  const [opening] = vois;
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus returnFocus width={260}>
      <Popover.Target><Button size="compact-sm" variant="default" disabled={!isDriving || modality === ''} className="reading-window-button" aria-haspopup="dialog" aria-expanded={isOpen} aria-label={`${t('window.title')}: ${shown}`} onClick={() => setOpen(!isOpen)} data-testid="window-menu">{shown}</Button></Popover.Target>
      <Popover.Dropdown aria-label={t('window.title')} p="xs" className="reading-menu">
        {presetsFor(modality, own).map((preset, index) => (
          <Group key={preset.id} gap={2} wrap="nowrap">
            <Button flex={1} size="compact-xs" variant={preset === now || preset.id === now?.id ? 'light' : 'subtle'} justify="space-between" disabled={preset.unit === 'suv' && !hasSuv} rightSection={<span className="reading-figures">{index === 0 && opening !== undefined ? [opening.explanation, voiFigures(opening)].filter((part) => part !== null).join(' · ') : figures(preset)}{index > 0 && index < 10 ? <kbd className="reading-key">{index}</kbd> : null}</span>} onClick={() => {
              onPreset(preset);
              setOpen(false);
            }}>{nameOf(preset)}</Button>
            {preset.isOwn && <ActionIcon size={22} variant="subtle" color="red" aria-label={t('window.forget', { name: preset.name })} onClick={() => onForget(preset.id.slice('own:'.length))}><IconTrash size={14} /></ActionIcon>}
          </Group>
        ))}
        {vois.length > 1 && (
          <div role="group" aria-label={t('window.ofImage')}>
            <Text size="xs" mt={6}>{t('window.ofImage')}</Text>
            {vois.map((one, index) => index > 0 && (
              // oxlint-disable-next-line react/no-array-index-key -- its place is what it is known by
              <Button key={index} fullWidth size="compact-xs" variant={window === null && voi === index ? 'light' : 'subtle'} justify="space-between" rightSection={<span className="reading-figures">{voiFigures(one)}</span>} data-voi={index} onClick={() => {
                onVoi(index);
                setOpen(false);
              }}>{voiName(one, index)}</Button>
            ))}
          </div>
        )}
        <form onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() === '') return;
          onSave(name.trim());
          setName('');
        }}>
          <Group gap={4} mt={6} wrap="nowrap">
            <TextInput flex={1} aria-label={t('window.name')} placeholder={t('window.name')} maxLength={40} value={name} onChange={(event) => setName(event.currentTarget.value)} />
            <Button type="submit" size="compact-sm" variant="default" disabled={name.trim() === '' || window === null}>{t('window.save')}</Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
