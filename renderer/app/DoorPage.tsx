import { Box, Center, Group, Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch } from './LanguageSwitch.tsx';

/** A page before the console is open: the product's name, the language, and one form. */
export function DoorPage({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Center mih="100vh" p="md">
      <Box w={440}>
        <Group justify="space-between" mb="xs">
          <Text fw={700} size="sm" c="teal.3">{t('product')}</Text>
          <LanguageSwitch />
        </Group>
        <Paper p="xl" bg="dark.8" withBorder component="main">{children}</Paper>
      </Box>
    </Center>
  );
}
