import { Alert, Button, Group, Text } from '@mantine/core';
import { IconFiles, IconFolder } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface Props {
  /** What was imported from then, for the person to find it again. */
  readonly source: string;
  readonly onChoose: (kind: 'folder' | 'files') => void;
  readonly onClose: () => void;
}

/** A path chosen before the console was closed may not be read again unasked: says which, and takes it once more. */
export function ChooseAgain({ source, onChoose, onClose }: Props) {
  const { t } = useTranslation('import');
  return (
    <Alert color="yellow" title={t('chooseAgainTitle')} withCloseButton closeButtonLabel={t('close')} onClose={onClose} role="alert" data-testid="import-choose-again">
      <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere', userSelect: 'text' }}>{source}</Text>
      <Text size="sm" c="gray.3" mb="xs">{t('chooseAgain')}</Text>
      <Group gap="xs">
        <Button leftSection={<IconFolder size={14} />} onClick={() => onChoose('folder')} data-testid="import-choose-again-folder">{t('chooseFolder')}</Button>
        <Button variant="default" leftSection={<IconFiles size={14} />} onClick={() => onChoose('files')}>{t('chooseFiles')}</Button>
      </Group>
    </Alert>
  );
}
