import { Box, Radio, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Preset } from './actions.ts';

const presets: readonly Preset[] = ['teaching', 'qualityControl', 'research'];

/** What the copies are for, and in plain words what then goes, what stays and what is changed. */
export function PresetChoice({ preset, onPreset }: { preset: Preset; onPreset: (preset: Preset) => void }) {
  const { t } = useTranslation('deidentify');
  return (
    <Radio.Group label={t('preset')} value={preset} onChange={(value) => onPreset(presets.find((one) => one === value) ?? 'teaching')}>
      <Box style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(240px, 1fr))', gap: 8 }} mt={4}>
        {presets.map((one) => (
          <Radio.Card key={one} value={one} p="xs" bg={preset === one ? 'dark.7' : 'dark.8'} data-testid={`preset-${one}`}>
            <Box style={{ display: 'flex', gap: 8 }}>
              <Radio.Indicator size="xs" mt={2} />
              <div><Text size="sm" fw={600}>{t(`presetName.${one}`)}</Text><Text size="xs" c="gray.3">{t(`presetUse.${one}`)}</Text></div>
            </Box>
          </Radio.Card>
        ))}
      </Box>
      <Box component="dl" m={0} mt="xs" style={{ display: 'grid', gridTemplateColumns: 'auto minmax(0, 1fr)', gap: '4px 12px', fontSize: 13 }}>
        {(['goes', 'changes', 'stays'] as const).map((part) => (
          <Box key={part} style={{ display: 'contents' }}>
            <Text component="dt" size="sm" fw={600} c={part === 'stays' ? 'orange.3' : 'teal.3'}>{t(`part.${part}`)}</Text>
            <Text component="dd" size="sm" m={0}>{t(`${part}Of.${preset}`)}</Text>
          </Box>
        ))}
      </Box>
    </Radio.Group>
  );
}
