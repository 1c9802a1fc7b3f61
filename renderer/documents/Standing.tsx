import { Center, Loader, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import type { Problem } from '../ui/problem.ts';

/** Stands where a document will be: what went wrong, or that it is being read. */
export function Standing({ error, title }: { readonly error: Problem | null; /** What is wrong, where the words for the reason say too little. */ readonly title?: string }) {
  const { t } = useTranslation('documents');
  return (
    <Center h="100%" p="md" data-testid="document-standing">
      {error === null ? <Text size="sm" c="dimmed" role="status"><Loader size="xs" mr={8} style={{ verticalAlign: 'middle' }} />{t('reading')}</Text> : title === undefined ? <ErrorNotice error={error} /> : <div role="alert"><Text fw={600}>{title}</Text><Text size="xs" c="dimmed" mt={4}>{error.message}</Text></div>}
    </Center>
  );
}
