import { Alert, Button, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cssPxPerMm } from './ecg/paper.ts';
import { greyItems, resampling, resultOf, screenScale } from './grey/greyCheck.ts';
import type { GreyCheck, GreyItem } from './grey/greyCheck.ts';
import { rulerMm } from './grey/greyPattern.ts';
import { PatternCanvas } from './grey/PatternCanvas.tsx';
import { useAction } from '../ui/useAction.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { useBox } from './useBox.ts';

interface Props {
  readonly lastCheck: GreyCheck | null;
  readonly onSave: (check: GreyCheck) => Promise<void>;
  /** The time now; tests give their own. */
  readonly now?: () => number;
}

/**
 * Check of a display by eye: a test pattern and what to look at.
 *
 * Facts of the pattern and of what must be seen: AAPM On-line Report 03 (TG18, 2005), AAPM Report 270 (TG270, 2019),
 * SMPTE RP 133-1991. What is found here is a person's judgement; it takes no luminance.
 */
export function GreyCheckPage({ lastCheck, onSave, now = Date.now }: Props) {
  const { t } = useTranslation('documents');
  const stage = useRef<HTMLDivElement>(null);
  const box = useBox(stage);
  const [answers, setAnswers] = useState<Partial<Record<GreyItem, boolean>>>({});
  const [measured, setMeasured] = useState('');
  const { devicePixelRatio } = box;
  const width = Math.round(box.width * devicePixelRatio);
  const height = Math.round(box.height * devicePixelRatio);
  const options = { width, height, pxPerMm: cssPxPerMm * devicePixelRatio };
  const lineMm = rulerMm(options);
  const scale = screenScale(lineMm * cssPxPerMm, measured);
  const given = scale === null ? answers : { ...answers, size: true };
  const result = resultOf(given, 0, scale);
  const save = useAction(async () => {
    const check = resultOf(given, now(), scale);
    if (check !== null) await onSave(check);
  });
  const problem = resampling(devicePixelRatio, window.visualViewport?.scale ?? 1);
  const isNarrow = box.width > 0 && box.width < 360;
  return (
    <div style={{ height: '100%', display: 'flex', minHeight: 0 }} data-testid="grey-check">
      <div ref={stage} style={{ flex: '1 1 320px', minWidth: 0, minHeight: 0, position: 'relative', overflow: 'hidden', background: '#808080' }}>
        <PatternCanvas width={width} height={height} devicePixelRatio={devicePixelRatio} label={t('grey.pattern')} />
      </div>
      <Stack gap={8} p="sm" component="section" aria-label={t('grey.title')} tabIndex={0} style={{ flex: '0 1 360px', minWidth: 200, overflow: 'auto', background: 'var(--mantine-color-dark-8)' }}>
        <Group justify="space-between" gap={6}>
          <Text fw={600} component="h2" m={0}>{t('grey.title')}</Text>
          <Button variant="default" onClick={() => void stage.current?.requestFullscreen()} data-testid="grey-full">{t('grey.fullScreen')}</Button>
        </Group>
        <Text size="xs" c="gray.4">{t('grey.hint')}</Text>
        {problem === null ? null : <Alert color="yellow" icon={<IconAlertTriangle size={16} />} py={6} style={{ flex: 'none' }} data-testid="grey-resampled"><Text size="xs">{t(`grey.resampled.${problem}`, { ratio: devicePixelRatio.toFixed(2) })}</Text></Alert>}
        {isNarrow ? <Text size="xs" c="yellow.4">{t('grey.tooSmall')}</Text> : null}
        <ol style={{ margin: 0, paddingLeft: 18, display: 'flex', flexDirection: 'column', gap: 8 }}>
          {greyItems.map((item) => (
            <li key={item} data-testid={`grey-${item}`}>
              <Text size="sm" fw={600}>{t(`grey.items.${item}.name`)}</Text>
              <Text size="xs" c="gray.4" mb={3}>{t(`grey.items.${item}.what`, { mm: lineMm })}</Text>
              {item === 'size' ? (
                <TextInput value={measured} onChange={(event) => setMeasured(event.currentTarget.value)} inputMode="decimal" w={150} rightSection={<Text size="xs">mm</Text>} aria-label={t('grey.measured', { mm: lineMm })} error={measured !== '' && scale === null ? t('grey.implausible') : undefined} data-testid="grey-measured" />
              ) : null}
              {item === 'size' && scale !== null ? null : (
                <SegmentedControl size="xs" value={answers[item] === undefined ? '' : answers[item] ? 'yes' : 'no'} onChange={(value) => setAnswers((old) => ({ ...old, [item]: value === 'yes' }))} data={[{ value: 'yes', label: t('grey.yes') }, { value: 'no', label: t('grey.no') }]} aria-label={t(`grey.items.${item}.name`)} />
              )}
            </li>
          ))}
        </ol>
        <Text size="xs" c="gray.4">{t('grey.limits')}</Text>
        <ErrorNotice error={save.error} />
        <Group gap={8}>
          <Button onClick={() => save.run()} loading={save.isRunning} disabled={result === null} data-testid="grey-save">{t('grey.save')}</Button>
          <Text size="sm" role="status" c={result === null ? 'dimmed' : result.passed ? 'teal.3' : 'orange.4'}>{t(result === null ? 'grey.open' : result.passed ? 'grey.passed' : 'grey.failed', { count: greyItems.filter((item) => given[item] === undefined).length })}</Text>
        </Group>
        <Text size="xs" c="gray.4" data-testid="grey-last">{lastCheck === null ? t('grey.never') : t('grey.last', { time: localTime(lastCheck.atMs), result: t(lastCheck.passed ? 'grey.passed' : 'grey.failed') })}</Text>
      </Stack>
    </div>
  );
}

const two = (number: number): string => String(number).padStart(2, '0');

function localTime(atMs: number): string {
  const date = new Date(atMs);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
