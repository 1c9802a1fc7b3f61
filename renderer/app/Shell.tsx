import { Alert, Badge, Box, Button, Group, Menu, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconCalendarEvent, IconChevronDown, IconCloud, IconCloudOff, IconFolders, IconSettings } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventPayload, SyncStatus } from '../../shared/ipc/channels.ts';
import type { Person } from '../../shared/mdt/directory.ts';
import { DriftNotice } from '../mdt/conflict/DriftNotice.tsx';
import { formatTime } from '../mdt/format.ts';
import { AgendaPage } from './AgendaPage.tsx';
import { callBridge, onBridge } from './bridge.ts';
import { CasePage } from './CasePage.tsx';
import { CasesPage } from './CasesPage.tsx';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { MeetingPage } from './MeetingPage.tsx';
import { Page } from './Page.tsx';
import { usePlace } from './place.ts';
import { RestoreNotice } from './RestoreNotice.tsx';
import { SessionEnded } from './SessionEnded.tsx';
import { SettingsPage } from './SettingsPage.tsx';
import { useCall } from './useBridge.ts';

interface Props {
  readonly person: Person;
  readonly core: EventPayload<'core.state'> | null;
  readonly onSignOut: () => void;
}

const headerPx = 44;

/** Header with navigation, synchronisation and person; below it the page. */
export function Shell({ person, core, onSignOut }: Props) {
  const { t, i18n } = useTranslation();
  const [place, go] = usePlace();
  const status = useSyncStatus();
  const directory = useCall('directory.get', {}, { on: ['sync.changed'] }).value ?? { hospitals: [], people: [] };
  const hospital = directory.hospitals.find((candidate) => candidate.id === person.hospitalId);
  const nav = [
    { page: 'cases' as const, icon: <IconFolders size={16} />, isHere: place.page === 'cases' || place.page === 'case' },
    { page: 'agenda' as const, icon: <IconCalendarEvent size={16} />, isHere: place.page === 'agenda' || place.page === 'meeting' },
  ];
  return (
    <Box h="100vh" style={{ display: 'grid', gridTemplateRows: `${headerPx}px auto minmax(0, 1fr)`, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Group component="header" h={headerPx} px="sm" justify="space-between" bg="dark.9" wrap="nowrap" style={{ borderBottom: '1px solid var(--mantine-color-dark-6)' }}>
        <Group gap="xs" wrap="nowrap" component="nav">
          <Text fw={700} size="sm" c="teal.3" mr="md" style={{ whiteSpace: 'nowrap' }}>{t('product')}</Text>
          {nav.map((entry) => <Button key={entry.page} leftSection={entry.icon} variant={entry.isHere ? 'light' : 'subtle'} color={entry.isHere ? 'teal' : 'gray'} onClick={() => go({ page: entry.page })} data-testid={`nav-${entry.page}`}>{t(entry.page)}</Button>)}
        </Group>
        <Group gap="sm" wrap="nowrap">
          <SyncBadge status={status} />
          <LanguageSwitch />
          <Menu position="bottom-end">
            <Menu.Target>
              <UnstyledButton data-testid="person-menu"><Group gap={4} wrap="nowrap"><Text size="sm" style={{ whiteSpace: 'nowrap' }}>{i18n.language === 'zh' ? person.name : person.nameEn}</Text><Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }} visibleFrom="md">{i18n.language === 'zh' ? hospital?.name : hospital?.nameEn}</Text><IconChevronDown size={14} /></Group></UnstyledButton>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconSettings size={14} />} onClick={() => go({ page: 'settings' })} data-testid="nav-settings">{t('settings')}</Menu.Item>
              <Menu.Item onClick={onSignOut} data-testid="sign-out">{t('signOut')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Group>
      </Group>
      <div>
        {core?.state === 'restarting' ? <Alert color="yellow" py={4} data-testid="core-restarting">{t('coreRestarting')}</Alert> : null}
        <SessionEnded status={status} onSignIn={onSignOut} />
        <RestoreNotice status={status} />
        <DriftNotice driftMs={status?.clockDriftMs ?? null} />
      </div>
      <Box component="main" style={{ overflow: 'hidden', minHeight: 0 }}>
        <Page name={[place.page, place.caseId, place.meetingId].join(' ')}>
          {place.page === 'cases' ? <CasesPage person={person} directory={directory} onOpen={(caseId) => go({ page: 'case', caseId, tab: 'request' })} /> : null}
          {place.page === 'case' && place.caseId ? <CasePage key={place.caseId} caseId={place.caseId} tab={place.tab} person={person} directory={directory} go={go} /> : null}
          {place.page === 'agenda' ? <AgendaPage person={person} directory={directory} go={go} /> : null}
          {place.page === 'meeting' && place.meetingId ? <MeetingPage key={place.meetingId} meetingId={place.meetingId} person={person} directory={directory} onLeave={() => go({ page: 'agenda' })} /> : null}
          {place.page === 'settings' ? <SettingsPage /> : null}
        </Page>
      </Box>
    </Box>
  );
}

function useSyncStatus(): SyncStatus | null {
  const [status, setStatus] = useState<SyncStatus | null>(null);
  useEffect(() => {
    void callBridge('sync.status', {}).then(setStatus, () => undefined);
    return onBridge('sync.changed', setStatus);
  }, []);
  return status;
}

function SyncBadge({ status }: { status: SyncStatus | null }) {
  const { t } = useTranslation();
  if (!status) return null;
  const waiting = [
    status.outbox > 0 ? t('outbox', { count: status.outbox }) : '',
    status.uploads.waiting > 0 ? t('uploads', { count: status.uploads.waiting }) : '',
    status.downloads.waiting > 0 ? t('downloads', { count: status.downloads.waiting }) : '',
  ].filter(Boolean);
  const isOffline = status.state === 'offline';
  const drift = status.clockDriftMs !== null && Math.abs(status.clockDriftMs) > 60_000 ? t('drift') : '';
  const label = [status.isEmbedded ? t('embedded') : status.platformUrl, status.lastContactMs ? t('lastContact', { time: formatTime(status.lastContactMs) }) : '', status.error?.message ?? '', drift].filter(Boolean).join(' · ');
  return (
    <Tooltip label={label} multiline maw={420} openDelay={200}>
      <Badge tabIndex={0} color={isOffline || drift ? 'orange' : 'teal'} leftSection={isOffline ? <IconCloudOff size={12} /> : <IconCloud size={12} />} data-testid="sync" data-state={status.state} data-outbox={status.outbox}>
        {[t(`sync.${status.state}`), ...waiting, drift].filter(Boolean).join(' · ')}
      </Badge>
    </Tooltip>
  );
}
