import { Box, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AccessLog } from '../mdt/access/AccessLog.tsx';
import { SecondFactorSection } from '../mdt/account/SecondFactorSection.tsx';
import { BackupSection } from '../mdt/backup/BackupSection.tsx';
import { KeySection } from '../mdt/keys/KeySection.tsx';
import { NetworkSettings } from '../mdt/network/NetworkSettings.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Section } from '../ui/Section.tsx';
import { useAction } from '../ui/useAction.ts';
import { accessActions } from './accessActions.ts';
import { accountActions } from './accountActions.ts';
import { StorageSettings } from './StorageSettings.tsx';
import { callBridge } from './bridge.ts';
import { networkActions } from './dataActions.ts';
import { backupActions, keyActions } from './keepingActions.ts';
import { useCall } from './useBridge.ts';

/** Platform address and the access log of this console. */
export function SettingsPage() {
  const { t } = useTranslation();
  const settings = useCall('settings.platform', {});
  const directory = useCall('directory.get', {}).value ?? { hospitals: [], people: [] };
  const status = useCall('sync.status', {}, { on: ['sync.changed'] });
  const [edited, setEdited] = useState<string | null>(null);
  const [isSaved, setSaved] = useState(false);
  const url = edited ?? settings.value?.url ?? '';
  const save = useAction(async () => {
    await callBridge('settings.platform', { url: url.trim() === '' ? null : url.trim() });
    settings.reload();
    setSaved(true);
  });
  return (
    <Box p="md" h="100%" style={{ overflow: 'auto' }}>
      <Stack gap="sm" maw={1180} mx="auto">
        <Title order={3}>{t('settings')}</Title>
        <Section title={t('platform')}>
          <Group align="flex-end">
            <TextInput label={t('platformUrl')} description={t('platformUrlHint')} placeholder="https://" value={url} onChange={(event) => { setEdited(event.currentTarget.value); setSaved(false); }} w={420} data-testid="platform-url" />
            <Button onClick={() => save.run()} loading={save.isRunning} data-testid="platform-save">{t('saveSettings')}</Button>
            {isSaved ? <Text size="xs" c="teal.3" role="status" data-testid="platform-saved">{t('settingsSaved')}</Text> : null}
          </Group>
          {status.value ? <Text size="sm" mt="xs">{t(status.value.isEmbedded ? 'platformHere' : 'platformThere')}: <Text span ff="monospace" style={{ userSelect: 'text' }}>{status.value.platformUrl}</Text></Text> : null}
          <ErrorNotice error={save.error ?? settings.error} />
        </Section>
        <NetworkSettings actions={networkActions} />
        <StorageSettings />
        <SecondFactorSection actions={accountActions} />
        <BackupSection actions={backupActions} />
        <KeySection actions={keyActions} />
        <AccessLog caseId={null} directory={directory} actions={accessActions} />
      </Stack>
    </Box>
  );
}
