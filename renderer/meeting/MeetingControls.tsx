import { ActionIcon, Button, Group, Menu, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconArrowsExchange, IconDoorExit, IconEye, IconMicrophone, IconMicrophoneOff, IconPresentation, IconUsers, IconVideo, IconVideoOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { MeetingSession } from './meetingSession.ts';
import type { MeetingState } from './meetingState.ts';

export interface MeetingControlsProps {
  readonly state: MeetingState;
  readonly session: Pick<MeetingSession, 'setMuted' | 'setCameraOn' | 'takeToken' | 'giveToken' | 'roam' | 'follow'>;
  /** The chair takes the token back without asking. */
  readonly isChair: boolean;
  readonly onLeave: () => void;
}

/** Microphone, camera, who presents, following, leaving; each by key or button. */
export function MeetingControls({ state, session, isChair, onLeave }: MeetingControlsProps) {
  const { t } = useTranslation('meeting');
  const isPresenter = state.myRole === 'presenter';
  const isHeld = state.presenter.deviceId !== null;
  const isOnline = state.connection === 'online';
  const others = state.participants.filter(({ deviceId }) => deviceId !== state.selfDeviceId);
  const canGive = (isPresenter || isChair) && isOnline;
  const take = (): void => {
    if (isOnline && !isPresenter && !state.isRequesting) void session.takeToken();
  };
  const toggleMute = (): void => void session.setMuted(!state.isMuted);
  const toggleCamera = (): void => void session.setCameraOn(!state.isCameraOn);
  useHotkeys([['m', toggleMute], ['v', toggleCamera], ['t', take]]);
  const takeLabel = state.isRequesting ? t('control.requested') : !isHeld ? t('control.take') : isChair ? t('control.takeBack') : t('control.request');
  const muteLabel = state.isMuted ? t('control.unmute') : t('control.mute');
  const cameraLabel = state.isCameraOn ? t('control.cameraOff') : t('control.cameraOn');
  return (
    <Group gap={6} wrap="nowrap" role="toolbar" aria-label={t('control.toolbar')} data-testid="meeting-controls" title={t('control.shortcuts')}>
      <Tooltip label={`${muteLabel} (M)`}>
        <ActionIcon size="lg" variant={state.isMuted ? 'filled' : 'default'} color={state.isMuted ? 'red' : 'gray'} onClick={toggleMute} aria-label={muteLabel} aria-pressed={state.isMuted} aria-keyshortcuts="m" data-testid="mute">
          {state.isMuted ? <IconMicrophoneOff size={18} /> : <IconMicrophone size={18} />}
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`${cameraLabel} (V)`}>
        <ActionIcon size="lg" variant={state.isCameraOn ? 'default' : 'filled'} color={state.isCameraOn ? 'gray' : 'red'} onClick={toggleCamera} aria-label={cameraLabel} aria-pressed={!state.isCameraOn} aria-keyshortcuts="v" data-testid="camera">
          {state.isCameraOn ? <IconVideo size={18} /> : <IconVideoOff size={18} />}
        </ActionIcon>
      </Tooltip>
      {isPresenter ? null : (
        <Button size="xs" variant="light" leftSection={<IconPresentation size={16} />} onClick={take} disabled={!isOnline || state.isRequesting} aria-keyshortcuts="t" data-testid="take-token">{takeLabel}</Button>
      )}
      {canGive ? (
        <Menu withinPortal position="top">
          <Menu.Target><Button size="xs" variant="default" leftSection={<IconArrowsExchange size={16} />} data-testid="give-token">{t('control.give')}</Button></Menu.Target>
          <Menu.Dropdown>
            {others.length === 0 ? <Menu.Item disabled>{t('control.nobodyElse')}</Menu.Item> : null}
            {others.map(({ deviceId, name, hospitalName }) => (
              <Menu.Item key={deviceId} onClick={() => void session.giveToken(deviceId)} aria-label={t('control.giveTo', { name })} data-testid={`give-${deviceId}`}>{name} · {hospitalName}</Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {isPresenter ? null : (
        <Button size="xs" variant={state.isFollowing ? 'default' : 'filled'} color={state.isFollowing ? 'gray' : 'yellow'} leftSection={state.isFollowing ? <IconEye size={16} /> : <IconUsers size={16} />}
          onClick={() => (state.isFollowing ? session.roam() : session.follow())} aria-pressed={state.isFollowing} data-testid="follow">
          {state.isFollowing ? t('control.roam') : t('control.follow')}
        </Button>
      )}
      <Button size="xs" color="red" variant="light" leftSection={<IconDoorExit size={16} />} onClick={onLeave} data-testid="leave">{t('control.leave')}</Button>
    </Group>
  );
}
