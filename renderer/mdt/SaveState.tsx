import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Whether what was typed is in the record; nothing before anything was typed. */
export function SaveState({ isSaved, hasFailed }: { isSaved: boolean | null; hasFailed: boolean }) {
  const { t } = useTranslation('mdt');
  if (isSaved === null) return null;
  const key = isSaved ? 'savedAt' : hasFailed ? 'unsaved' : 'saving';
  return <Text size="xs" c={key === 'unsaved' ? 'orange.4' : 'dimmed'} role="status" data-testid="save-state" data-state={key} style={{ whiteSpace: 'nowrap' }}>{t(key)}</Text>;
}
