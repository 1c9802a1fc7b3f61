import { Badge, Button, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BackupList } from '../../../shared/ipc/channels.ts';
import { grouped, megabytes } from '../amounts.ts';
import { formatTime } from '../format.ts';

export type BackupRow = BackupList['backups'][number];

/** When a copy was made, as far as it says. */
export const timeOf = ({ id, createdAtMs }: BackupRow): string => (createdAtMs === null ? (/\d{4}-\d{2}-\d{2}/.exec(id)?.[0] ?? id) : formatTime(createdAtMs));

interface Props {
  readonly backups: readonly BackupRow[];
  /** What the button of each row says. */
  readonly label: string;
  readonly isBusy: boolean;
  readonly onChoose: (backup: BackupRow) => void;
}

/** The copies, the newest first, with what each holds. */
export function BackupTable({ backups, label, isBusy, onChoose }: Props) {
  const { t } = useTranslation('backup');
  const known = (count: number | null): string => (count === null ? t('unknown') : grouped(count));
  return (
    <Table verticalSpacing={4} data-testid="backup-table">
      <Table.Thead><Table.Tr>{(['time', 'cause', 'cases', 'commands', 'lastCommand', 'size'] as const).map((column) => <Table.Th key={column}>{t(`column.${column}`)}</Table.Th>)}<Table.Th /></Table.Tr></Table.Thead>
      <Table.Tbody>
        {backups.map((backup) => (
          <Table.Tr key={backup.id} data-testid={`backup-${backup.id}`}>
            <Table.Td fw={600}>{timeOf(backup)}</Table.Td>
            <Table.Td>{backup.cause === null ? t('unknown') : <Badge color="gray">{t(`cause.${backup.cause}`)}</Badge>}</Table.Td>
            <Table.Td>{known(backup.cases)}</Table.Td>
            <Table.Td>{known(backup.commands)}</Table.Td>
            <Table.Td>{backup.lastCommandAtMs === null ? '—' : formatTime(backup.lastCommandAtMs)}</Table.Td>
            <Table.Td><Text size="sm">{backup.byteLength === null ? t('unknown') : `${megabytes(backup.byteLength)} MB`}</Text></Table.Td>
            <Table.Td><Button size="compact-sm" variant="default" disabled={isBusy} aria-label={t('restoreOf', { time: timeOf(backup) })} onClick={() => onChoose(backup)}>{label}</Button></Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
