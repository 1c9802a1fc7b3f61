import { Button, Group, Loader, Paper, Progress, Select, Stack, Text, Title } from '@mantine/core';
import { IconMicrophone, IconVideo, IconVolume } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Device } from './devices.ts';
import type { LocalMedia } from './localMedia.ts';
import { DeviceProblem } from './DeviceProblem.tsx';
import { StreamView } from './StreamView.tsx';
import { useDevicePreview } from './useDevicePreview.ts';

/** Who is in the meeting already; `unknown` while the platform cannot be asked. */
export type Present = readonly { readonly personId: string; readonly name: string; readonly hospitalName: string }[] | 'asking' | 'unknown';

export interface LobbyProps {
  readonly media: LocalMedia;
  readonly meetingTitle: string;
  readonly self: { readonly name: string; readonly hospitalName: string };
  readonly present: Present;
  readonly onJoin: () => void;
  readonly onBack?: () => void;
}

const noneValue = 'none';

/** Where a person sees and hears their devices before the others do. Joining is possible with any, or none, of them. */
export function Lobby({ media, meetingTitle, self, present, onJoin, onBack }: LobbyProps) {
  const { t } = useTranslation('meeting');
  const preview = useDevicePreview(media);
  const { choice, devices, choose } = preview;
  const joinLabel = preview.isOpening || (preview.isCameraOn && preview.hasMicrophone) ? 'join' : preview.hasMicrophone ? 'joinAudio' : preview.isCameraOn ? 'join' : 'joinListen';
  return (
    <Stack gap="sm" maw={880} mx="auto" p="md" data-testid="lobby">
      <div>
        <Title order={3}>{meetingTitle}</Title>
        <Text c="dimmed" size="sm">{[t('lobby.title'), self.name, self.hospitalName].filter((word) => word !== '').join(' · ')}</Text>
      </div>
      <Group align="stretch" gap="md" wrap="wrap">
        <Paper withBorder p={0} w={480} h={270} style={{ overflow: 'hidden', flex: '1 1 320px', position: 'relative' }} aria-label={t('lobby.preview')}>
          <StreamView stream={media.stream} isShown={preview.isCameraOn} isMuted isMirrored name={self.name} />
          <Text size="xs" c="dimmed" px={6} style={{ position: 'absolute', left: 8, bottom: 6, borderRadius: 4, background: 'rgba(0,0,0,0.55)' }}>{preview.isOpening ? <><Loader size={10} mr={6} />{t('lobby.opening')}</> : preview.isCameraOn ? t('lobby.ready') : t('lobby.previewOff')}</Text>
        </Paper>
        <Stack gap="xs" style={{ flex: '1 1 260px' }}>
          <DeviceSelect label={t('lobby.camera')} icon={<IconVideo size={14} />} testId="choose-camera" devices={devices.cameras} value={choice.cameraId} none={t('lobby.noCamera')} onChange={(cameraId) => choose({ ...choice, cameraId })} />
          <DeviceSelect label={t('lobby.microphone')} icon={<IconMicrophone size={14} />} testId="choose-microphone" devices={devices.microphones} value={choice.microphoneId} none={t('lobby.noMicrophone')} onChange={(microphoneId) => choose({ ...choice, microphoneId })} />
          <Progress value={preview.level * 100} size="sm" color={preview.level > 0.9 ? 'red' : 'teal'} aria-label={t('lobby.level')} data-testid="level" transitionDuration={80} />
          <DeviceSelect label={t('lobby.speaker')} icon={<IconVolume size={14} />} testId="choose-speaker" devices={devices.speakers} value={choice.speakerId} none={null} onChange={(speakerId) => choose({ ...choice, speakerId })} />
          <div data-testid="present">
            <Text size="sm" fw={600} mt="xs">{t('lobby.already')}</Text>
            <PresentList present={present} />
          </div>
        </Stack>
      </Group>
      {preview.problems.map((problem) => <DeviceProblem key={`${String(problem.detail?.['kind'])}.${problem.reason}`} problem={problem} onRetry={preview.retry} />)}
      <Group justify="flex-end" gap="xs">
        {onBack ? <Button variant="default" onClick={onBack} data-testid="lobby-back">{t('lobby.back')}</Button> : null}
        <Button size="sm" onClick={onJoin} data-testid="join">{t(`lobby.${joinLabel}`)}</Button>
      </Group>
    </Stack>
  );
}

function PresentList({ present }: Pick<LobbyProps, 'present'>) {
  const { t } = useTranslation('meeting');
  if (present === 'asking') return <Loader size={12} aria-label={t('lobby.already')} />;
  if (present === 'unknown') return <Text size="sm" c="orange.3">{t('lobby.presentUnknown')}</Text>;
  if (present.length === 0) return <Text size="sm" c="dimmed">{t('lobby.nobodyYet')}</Text>;
  return present.map(({ personId, name, hospitalName }) => <Text size="sm" key={personId}>{name} · {hospitalName}</Text>);
}

interface DeviceSelectProps {
  readonly label: string;
  readonly icon: React.ReactNode;
  readonly testId: string;
  readonly devices: readonly Device[];
  readonly value: string | null;
  /** Words for using none of them; null where that makes no sense. */
  readonly none: string | null;
  readonly onChange: (deviceId: string | null) => void;
}

function DeviceSelect({ label, icon, testId, devices, value, none, onChange }: DeviceSelectProps) {
  const { t } = useTranslation('meeting');
  // 'default' and '' are the same device, told twice by the browser.
  const named = devices.filter(({ deviceId }) => deviceId !== '' && deviceId !== 'default');
  const options = [
    { value: '', label: t('lobby.systemDefault') },
    ...named.map(({ deviceId, label: name }, index) => ({ value: deviceId, label: name || t('lobby.unnamed', { number: index + 1 }) })),
    ...(none === null ? [] : [{ value: noneValue, label: none }]),
  ];
  return (
    <Select label={label} leftSection={icon} data={options} value={value ?? (none === null ? '' : noneValue)} allowDeselect={false} comboboxProps={{ withinPortal: true }}
      onChange={(next) => onChange(next === null || next === noneValue ? null : next)} data-testid={testId} />
  );
}
