import { Badge, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconPresentation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { MeetingSession } from './meetingSession.ts';
import type { MeetingState } from './meetingState.ts';

export interface PresenterBannerProps {
  readonly state: MeetingState;
  readonly session: Pick<MeetingSession, 'retryNow'>;
}

/** Who drives the view, whether this console follows, and what is wrong with the connection. */
export function PresenterBanner({ state, session }: PresenterBannerProps) {
  const { t } = useTranslation('meeting');
  const holder = state.participants.find(({ deviceId }) => deviceId === state.presenter.deviceId);
  const words = state.presenter.deviceId === null ? t('presenter.nobody')
    : state.myRole === 'presenter' ? t('presenter.you')
      : holder ? t('presenter.other', { name: holder.name, hospital: holder.hospitalName }) : t('presenter.away');
  return (
    <Group gap="xs" wrap="nowrap" data-testid="presenter-banner" data-role={state.myRole} aria-live="polite">
      <IconPresentation size={16} color={state.myRole === 'presenter' ? 'var(--mantine-color-teal-4)' : 'var(--mantine-color-dark-2)'} aria-hidden />
      <Text size="sm" fw={state.myRole === 'presenter' ? 700 : 500} {...(state.myRole === 'presenter' ? { c: 'teal.3' } : {})} truncate>{words}</Text>
      {state.myRole === 'roaming' ? <Badge color="yellow" variant="light">{t('presenter.roaming')}</Badge> : null}
      {state.connection === 'online' ? null : <Badge color={state.connection === 'failed' ? 'red' : 'orange'} variant="light" leftSection={<IconAlertTriangle size={12} />} data-testid="connection" data-connection={state.connection}>{t(`connection.${state.connection}`)}</Badge>}
      {state.connection === 'failed' ? <Button size="compact-xs" variant="default" onClick={() => session.retryNow()} data-testid="rejoin">{t('connection.retry')}</Button> : null}
    </Group>
  );
}
