import { Box, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** A titled block; the title carries what belongs to the whole block on its right. */
export function Section({ title, aside, children, testId }: { title: string; aside?: ReactNode; children: ReactNode; testId?: string }) {
  return (
    <Box component="section" bg="dark.8" p="sm" style={{ borderRadius: 6, border: '1px solid var(--mantine-color-dark-6)' }} data-testid={testId}>
      <Group justify="space-between" mb={8} wrap="nowrap">
        <Text fw={600} size="sm" component="h2" m={0}>{title}</Text>
        {aside}
      </Group>
      {children}
    </Box>
  );
}
