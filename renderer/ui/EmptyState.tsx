import { Center, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** Says why nothing is here and what to do next. */
export function EmptyState({ icon, title, children }: { icon?: ReactNode; title: string; children?: ReactNode }) {
  return (
    <Center mih={160} h="100%" p="md">
      <Stack align="center" gap={6} maw={420}>
        {icon}
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed" ta="center" component="div">{children}</Text>
      </Stack>
    </Center>
  );
}
