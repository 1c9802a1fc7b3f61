import { Alert, Text } from '@mantine/core';
import { IconClockExclamation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { MinutesView } from '../../../shared/ipc/channels.ts';
import { formatTime } from '../format.ts';

/** What came after the sign-off: to be read and, if it matters, typed again; it is part of nothing. */
export function LateEdits({ late, isOpen }: { late: MinutesView['late']; isOpen: boolean }) {
  const { t } = useTranslation('minutes');
  if (late.length === 0) return null;
  return (
    <Alert color="orange" icon={<IconClockExclamation size={18} />} title={t('lateTitle')} data-testid="minutes-late">
      <Text size="xs" c="dimmed" mb={6}>{t(isOpen ? 'lateHintOpen' : 'lateHint')}</Text>
      {late.map(({ personId, name, lastAtMs, sections, unplaced }) => (
        <div key={personId}>
          <Text size="xs" fw={600}>{name} · {formatTime(lastAtMs)}</Text>
          {sections.map(({ section, inserted, deleted }) => (
            <Text key={section} size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              <Text span size="xs" c="dimmed">{t(`section.${section}`)}{t('colon')}</Text>
              {inserted.length > 0 ? <ins>{inserted.join(' … ')}</ins> : null}{inserted.length > 0 && deleted.length > 0 ? ' ' : null}{deleted.length > 0 ? <del>{deleted.join(' … ')}</del> : null}
            </Text>
          ))}
          {unplaced === null ? null : <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}><ins>{unplaced}</ins></Text>}
        </div>
      ))}
    </Alert>
  );
}
