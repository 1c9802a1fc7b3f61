import { Button, Group, NumberInput, Stack, Table, Text, TextInput } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseStorage, TransferSettings } from '../../shared/ipc/storageShapes.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Section } from '../ui/Section.tsx';
import { useAction } from '../ui/useAction.ts';
import { callBridge } from './bridge.ts';
import { useCall } from './useBridge.ts';

/** How much of the line and the disk images may take at this console, and where those of each case are. */
export function StorageSettings() {
  const { t } = useTranslation('storage');
  const storage = useCall('storage.get', {}, { on: ['sync.changed'] });
  const [edited, setEdited] = useState<TransferSettings | null>(null);
  const [isSaved, setSaved] = useState(false);
  const settings = edited ?? storage.value?.settings ?? null;
  const edit = (change: Partial<TransferSettings>): void => {
    if (!settings) return;
    setEdited({ ...settings, ...change });
    setSaved(false);
  };
  const save = useAction(async () => {
    if (!settings) return;
    await callBridge('storage.set', { settings });
    setEdited(null);
    storage.reload();
    setSaved(true);
  });
  return (
    <Section title={t('title')} testId="storage-settings">
      {settings ? (
        <Stack gap="xs">
          <Limits period="day" settings={settings} edit={edit} />
          <Limits period="night" settings={settings} edit={edit} />
          <Group align="flex-end">
            <Clock label={t('dayFrom')} minute={settings.dayFromMinute} onChange={(dayFromMinute) => edit({ dayFromMinute })} />
            <Clock label={t('dayTo')} minute={settings.dayToMinute} onChange={(dayToMinute) => edit({ dayToMinute })} />
            <NumberInput w={220} min={0} max={1_000_000} decimalScale={1} label={t('quota')} description={t('quotaHint')} value={settings.quotaGB ?? ''} onChange={(value) => edit({ quotaGB: numberOrNull(value) })} data-testid="storage-quota" />
            <Button onClick={() => save.run()} loading={save.isRunning} disabled={!edited} data-testid="storage-save">{t('save')}</Button>
            {isSaved ? <Text size="xs" c="teal.3" role="status">{t('saved')}</Text> : null}
          </Group>
        </Stack>
      ) : null}
      <ErrorNotice error={save.error ?? storage.error} />
      {storage.value ? (
        <>
          <Text size="sm" mt="sm" data-testid="storage-used">{t('used', { used: amount(storage.value.usedBytes), free: amount(storage.value.freeBytes), reserved: amount(storage.value.reservedBytes), folder: storage.value.folder })}</Text>
          <CaseTable cases={storage.value.cases} />
        </>
      ) : null}
    </Section>
  );
}

const two = (value: number): string => String(value).padStart(2, '0');
const numberOrNull = (value: number | string): number | null => (value === '' || !Number.isFinite(Number(value)) ? null : Number(value));
const amount = (bytes: number): string => (bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`);

function Limits({ period, settings, edit }: { period: 'day' | 'night'; settings: TransferSettings; edit: (change: Partial<TransferSettings>) => void }) {
  const { t } = useTranslation('storage');
  const limits = settings[period];
  const input = (direction: 'upKBps' | 'downKBps') => (
    <NumberInput w={220} min={1} max={10_000_000} allowDecimal={false} label={t(`${period}.${direction}`)} placeholder={t('unlimited')} value={limits[direction] ?? ''} onChange={(value) => edit({ [period]: { ...limits, [direction]: numberOrNull(value) || null } })} data-testid={`storage-${period}-${direction}`} />
  );
  return <Group align="flex-end">{input('upKBps')}{input('downKBps')}</Group>;
}

function Clock({ label, minute, onChange }: { label: string; minute: number; onChange: (minute: number) => void }) {
  return (
    <TextInput type="time" w={120} label={label} value={`${two(Math.floor(minute / 60))}:${two(minute % 60)}`} onChange={(event) => {
      const [hours = 0, minutes = 0] = event.currentTarget.value.split(':').map(Number);
      if (Number.isInteger(hours) && Number.isInteger(minutes)) onChange(hours * 60 + minutes);
    }} />
  );
}

/** Each case in words: nobody should have to count to know whether its images are safe. */
function CaseTable({ cases }: { cases: readonly CaseStorage[] }) {
  const { t } = useTranslation('storage');
  if (cases.length === 0) return <Text size="sm" c="dimmed">{t('noCases')}</Text>;
  return (
    <Table fz="xs" verticalSpacing={2}>
      <Table.Thead><Table.Tr><Table.Th>{t('case')}</Table.Th><Table.Th>{t('where')}</Table.Th><Table.Th>{t('bytesHere')}</Table.Th></Table.Tr></Table.Thead>
      <Table.Tbody>
        {cases.map((one) => <Table.Tr key={one.caseId}><Table.Td>{one.caseNo}</Table.Td><Table.Td>{wordsOf(one, t)}</Table.Td><Table.Td>{amount(one.bytesHere)}</Table.Td></Table.Tr>)}
      </Table.Tbody>
    </Table>
  );
}

function wordsOf(one: CaseStorage, t: TFunction<'storage'>): string {
  const { total } = one;
  if (one.both === total) return t('state.both');
  if (one.onlyHere === total) return t('state.onlyHere');
  if (one.evicted === total) return t('state.evicted');
  if (one.arriving === total) return t('state.arriving');
  const parts = (['both', 'onlyHere', 'arriving', 'evicted'] as const).filter((where) => one[where] > 0);
  return parts.map((where) => t(`some.${where}`, { count: one[where], total })).join(t('and'));
}
