import { Button, Dialog, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MeetingSession } from './meetingSession.ts';
import type { MeetingState } from './meetingState.ts';

export interface PresenterRequestDialogProps {
  readonly state: MeetingState;
  readonly session: Pick<MeetingSession, 'answerRequest'>;
}

/** Asks the presenter whether to hand over, without covering what is being presented. */
export function PresenterRequestDialog({ state, session }: PresenterRequestDialogProps) {
  const { t } = useTranslation('meeting');
  const [request] = state.presenterRequests;
  if (!request) return null;
  const hospital = state.participants.find(({ deviceId }) => deviceId === request.deviceId)?.hospitalName ?? '';
  return (
    <Dialog opened position={{ top: 60, right: 16 }} size="md" withBorder role="alertdialog" aria-label={t('presenter.requestTitle')} data-testid="presenter-request">
      <Text size="sm" fw={600}>{t('presenter.requestTitle')}</Text>
      <Text size="sm" mb="xs">{t('presenter.requestText', { name: request.name, hospital })}</Text>
      <Group gap="xs" justify="flex-end">
        <Button variant="default" onClick={() => void session.answerRequest(request, false)} data-testid="request-refuse">{t('presenter.refuse')}</Button>
        <Button onClick={() => void session.answerRequest(request, true)} data-testid="request-allow">{t('presenter.allow')}</Button>
      </Group>
    </Dialog>
  );
}
