import { Group, Paper, Text } from '@mantine/core';
import { IconMicrophoneOff, IconPresentation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Participant } from '../../shared/meeting/signalling.ts';
import { LinkQuality } from './LinkQuality.tsx';
import type { LinkStatus, MeetingState } from './meetingState.ts';
import { StreamView } from './StreamView.tsx';

export interface ParticipantStripProps {
  readonly state: MeetingState;
  readonly speakerId?: string | null;
  readonly orientation?: 'horizontal' | 'vertical';
}

/** Everybody in the room, this console first, then in order of joining. */
export function ParticipantStrip({ state, speakerId = null, orientation = 'horizontal' }: ParticipantStripProps) {
  const { t } = useTranslation('meeting');
  const others = state.participants.filter(({ deviceId }) => deviceId !== state.selfDeviceId).sort((a, b) => a.joinedAtMs - b.joinedAtMs);
  const self = state.participants.filter(({ deviceId }) => deviceId === state.selfDeviceId);
  return (
    <div role="list" aria-label={t('tile.list')} data-testid="participants" style={{ display: 'flex', flexDirection: orientation === 'horizontal' ? 'row' : 'column', gap: 6, overflow: 'auto' }}>
      {[...self, ...others].map((participant) => {
        const isSelf = participant.deviceId === state.selfDeviceId;
        // The own marks follow the devices at once, not the platform's list.
        const shown = isSelf ? { ...participant, isMuted: state.isMuted, hasCamera: state.isCameraOn } : participant;
        return (
          <ParticipantTile key={participant.deviceId} participant={shown} isSelf={isSelf} isPresenter={participant.deviceId === state.presenter.deviceId}
            stream={isSelf ? state.localStream : (state.remoteStreams.get(participant.deviceId) ?? null)} speakerId={speakerId} isWide={orientation === 'vertical'}
            link={state.links.find(({ deviceId }) => deviceId === participant.deviceId) ?? null} />
        );
      })}
    </div>
  );
}

interface TileProps {
  readonly participant: Participant;
  readonly isSelf: boolean;
  readonly isPresenter: boolean;
  readonly stream: MediaStream | null;
  readonly link: LinkStatus | null;
  readonly speakerId: string | null;
  /** As wide as its column. */
  readonly isWide: boolean;
}

function ParticipantTile({ participant, isSelf, isPresenter, stream, link, speakerId, isWide }: TileProps) {
  const { t } = useTranslation('meeting');
  const { name, title, hospitalName, deviceId, isMuted, hasCamera } = participant;
  return (
    <Paper withBorder radius="sm" w={isWide ? '100%' : 172} role="listitem" data-testid={`tile-${deviceId}`} style={{ flexShrink: 0, overflow: 'hidden', borderColor: isPresenter ? 'var(--mantine-color-teal-5)' : undefined }}>
      <div style={{ aspectRatio: '16 / 9', position: 'relative', background: 'var(--mantine-color-dark-9)' }}>
        <StreamView stream={stream} isShown={hasCamera && stream !== null} isMuted={isSelf} isMirrored={isSelf} name={name} speakerId={speakerId} />
        <Group gap={4} style={{ position: 'absolute', right: 4, top: 4, padding: isPresenter || isMuted || link ? '1px 4px' : 0, borderRadius: 4, background: 'rgba(0,0,0,0.55)' }}>
          {isPresenter ? <IconPresentation size={14} aria-label={t('tile.presenting')} role="img" color="var(--mantine-color-teal-4)" /> : null}
          {isMuted ? <IconMicrophoneOff size={14} aria-label={t('tile.muted')} role="img" color="var(--mantine-color-red-5)" /> : null}
          {link ? <LinkQuality link={link} /> : null}
        </Group>
      </div>
      <div style={{ padding: '2px 6px 4px' }}>
        <Text size="xs" fw={600} truncate>{name}{isSelf ? ` (${t('tile.you')})` : ''} <Text span size="xs" c="dimmed">{title}</Text></Text>
        <Text size="xs" c="dimmed" truncate title={hospitalName}>{hospitalName}</Text>
      </div>
    </Paper>
  );
}
