import { Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EcgFindings } from './findings.ts';

/** What the device wrote beside the curves, in its own words; nothing here was judged by this program. */
export function EcgFindingsList({ findings }: { readonly findings: EcgFindings }) {
  const { t } = useTranslation('documents');
  const { statements, measurements, marks } = findings;
  return (
    <Stack component="aside" gap="xs" p="xs" aria-label={t('ecg.findings.title')} tabIndex={0} data-testid="ecg-findings" bg="dark.8" style={{ width: 220, flex: 'none', overflow: 'auto', borderLeft: '1px solid var(--mantine-color-dark-6)', userSelect: 'text' }}>
      <Text size="sm" fw={600} component="h2" m={0}>{t('ecg.findings.title')}</Text>
      <Text size="xs" c="dimmed">{t('ecg.findings.origin')}</Text>
      {statements.length + measurements.length + marks.length === 0 ? <Text size="sm">{t('ecg.findings.none')}</Text> : null}
      {statements.map((statement) => <Text key={statement} size="sm" fw={500}>{statement}</Text>)}
      {measurements.length === 0 ? null : (
        <Table withRowBorders={false} verticalSpacing={2} horizontalSpacing={0} fz="sm">
          <Table.Tbody>
            {measurements.map(({ name, value, unit }, index) => (
              <Table.Tr key={`${name}-${index}`}><Table.Td c="gray.4">{name}</Table.Td><Table.Td ta="right" style={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>{value} {unit}</Table.Td></Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {marks.length === 0 ? null : <Text size="xs" c="dimmed">{t('ecg.findings.marks', { count: marks.length })}</Text>}
    </Stack>
  );
}
