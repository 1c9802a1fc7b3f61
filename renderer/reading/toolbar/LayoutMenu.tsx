import { ActionIcon, Button, Group, Popover, Text, TextInput, Tooltip } from '@mantine/core';
import { IconLayoutGrid, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Grid } from '../../../shared/viewing/cell.ts';
import { besideGrid } from '../../../shared/viewing/gridPlaces.ts';
import type { Hanging } from '../../../shared/viewing/hanging.ts';
import { useDeskControls } from '../controls.ts';
import { GridPicker } from './GridPicker.tsx';

export interface LayoutMenuProps {
  readonly grid: Grid;
  readonly onGrid: (grid: Grid) => void;
  /** Arrangements this case allows, own ones first. */
  readonly hangings: readonly Hanging[];
  readonly onHang: (hanging: Hanging) => void;
  /** Null where the case has nothing an own layout could be kept for. */
  readonly onSave: ((name: string) => void) | null;
  readonly onForget: (name: string) => void;
}

/** Number of cells, arrangements by name, and own ones. */
export function LayoutMenu({ grid, onGrid, hangings, onHang, onSave, onForget }: LayoutMenuProps) {
  const { t } = useTranslation('reading');
  const { isDriving } = useDeskControls();
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const choose = (act: () => void) => (): void => {
    act();
    setOpen(false);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus returnFocus width={240}>
      <Popover.Target>
        <Tooltip label={t('layout.title')} openDelay={400} disabled={isOpen}><ActionIcon size={28} variant="subtle" color="gray" disabled={!isDriving} aria-label={t('layout.title')} aria-haspopup="dialog" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} data-testid="layout-menu"><IconLayoutGrid size={18} /></ActionIcon></Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('layout.title')} p="xs" className="reading-menu">
        <GridPicker grid={grid} onGrid={(chosen) => choose(() => onGrid(chosen))()} />
        <Button fullWidth variant="subtle" size="compact-xs" justify="flex-start" data-autofocus={grid.shape === 'beside' ? true : undefined} onClick={choose(() => onGrid(besideGrid(3)))}>{t('layout.beside')}</Button>
        <Text size="xs" c="dimmed" mt={6}>{t('layout.hangings')}</Text>
        {hangings.map((hanging) => (
          <Group key={`${hanging.name} ${hanging.title ?? ''}`} gap={2} wrap="nowrap">
            <Button flex={1} variant="subtle" size="compact-xs" justify="flex-start" onClick={choose(() => onHang(hanging))} data-hanging={hanging.name}>{hanging.title ?? t(`hanging.${hanging.name}`)}</Button>
            {hanging.title !== null && <ActionIcon size={22} variant="subtle" color="red" aria-label={t('layout.forget', { name: hanging.title })} onClick={() => onForget(hanging.title ?? '')}><IconTrash size={14} /></ActionIcon>}
          </Group>
        ))}
        {onSave !== null && (
          <form onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() === '') return;
            choose(() => onSave(name.trim()))();
            setName('');
          }}>
            <Group gap={4} mt={6} wrap="nowrap">
              <TextInput flex={1} aria-label={t('layout.name')} placeholder={t('layout.name')} maxLength={40} value={name} onChange={(event) => setName(event.currentTarget.value)} />
              <Button type="submit" size="compact-sm" variant="default" disabled={name.trim() === ''}>{t('layout.save')}</Button>
            </Group>
          </form>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
