import { Alert, Anchor, Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResponseOf } from '../../shared/ipc/channels.ts';
import { RecoveryFileForm } from '../mdt/keys/RecoveryFileForm.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { useAction } from '../ui/useAction.ts';
import { callBridge } from './bridge.ts';
import { DoorPage } from './DoorPage.tsx';

interface Props {
  readonly vault: ResponseOf<'vault.status'>;
  readonly onOpen: () => void;
}

/** Creating or opening the encrypted data of this computer. */
export function VaultPage({ vault, onOpen }: Props) {
  const [recoveryCode, setRecoveryCode] = useState<string | null>(null);
  return (
    <DoorPage>
      {recoveryCode ? <RecoveryCode code={recoveryCode} onDone={onOpen} /> : vault.state === 'new' ? <NewVault protection={vault.protection} onCreated={setRecoveryCode} /> : <LockedVault hasOrganisation={vault.organisation !== null} onOpen={onOpen} />}
    </DoorPage>
  );
}

function NewVault({ protection, onCreated }: { protection: 'keystore' | 'passphrase'; onCreated: (code: string) => void }) {
  const { t } = useTranslation();
  const needsPassphrase = protection === 'passphrase';
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const create = useAction(async () => onCreated((await callBridge('vault.create', { passphrase: needsPassphrase ? passphrase : null })).recoveryCode));
  const differs = again !== '' && again !== passphrase;
  return (
    <form onSubmit={(event) => { event.preventDefault(); create.run(); }}>
      <Stack gap="sm">
        <Title order={3}>{t('vaultNewTitle')}</Title>
        <Text size="sm" c="dimmed">{t(needsPassphrase ? 'vaultNewHint' : 'vaultNewKeystore')}</Text>
        {needsPassphrase ? (
          <>
            <PasswordInput label={t('passphrase')} value={passphrase} onChange={(event) => setPassphrase(event.currentTarget.value)} autoFocus data-testid="vault-passphrase" />
            <PasswordInput label={t('passphraseAgain')} value={again} onChange={(event) => setAgain(event.currentTarget.value)} error={differs ? t('passphraseDiffers') : null} data-testid="vault-passphrase-again" />
          </>
        ) : null}
        <ErrorNotice error={create.error} />
        <Button size="sm" type="submit" loading={create.isRunning} disabled={needsPassphrase && (passphrase.length < 8 || again !== passphrase)} data-testid="vault-create">{t('create')}</Button>
      </Stack>
    </form>
  );
}

function RecoveryCode({ code, onDone }: { code: string; onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <Title order={3}>{t('recoveryTitle')}</Title>
      <Text size="sm" c="dimmed">{t('recoveryHint')}</Text>
      <Alert color="teal"><Text ff="monospace" fw={600} data-testid="vault-recovery" style={{ wordBreak: 'break-all', userSelect: 'text' }}>{code}</Text></Alert>
      <Button size="sm" onClick={onDone} data-testid="vault-recovery-done">{t('recoveryDone')}</Button>
    </Stack>
  );
}

/** Ways to open the record: its passphrase, its recovery code, the organisation's recovery key where one was installed. */
function LockedVault({ hasOrganisation, onOpen }: { hasOrganisation: boolean; onOpen: () => void }) {
  const { t } = useTranslation();
  const [isByFile, setByFile] = useState(false);
  return (
    <Stack gap="sm">
      {isByFile ? <><Title order={3}>{t('unlockTitle')}</Title><RecoveryFileForm openLabel={t('unlock')} onOpen={async (given) => { await callBridge('vault.unlock', given); onOpen(); }} /></> : <UnlockForm onOpen={onOpen} />}
      {hasOrganisation ? <Anchor component="button" type="button" size="xs" onClick={() => setByFile(!isByFile)} data-testid="vault-by-file">{t(isByFile ? 'usePassphrase' : 'keys:recoverFile')}</Anchor> : null}
    </Stack>
  );
}

function UnlockForm({ onOpen }: { onOpen: () => void }) {
  const { t } = useTranslation();
  const [isRecovery, setRecovery] = useState(false);
  const [secret, setSecret] = useState('');
  const open = useAction(async () => {
    await callBridge('vault.unlock', isRecovery ? { recoveryCode: secret } : { passphrase: secret });
    onOpen();
  });
  return (
    <form onSubmit={(event) => { event.preventDefault(); open.run(); }}>
      <Stack gap="sm">
        <Title order={3}>{t('unlockTitle')}</Title>
        {isRecovery
          ? <TextInput label={t('recoveryCode')} value={secret} onChange={(event) => setSecret(event.currentTarget.value)} data-testid="vault-recovery-input" />
          : <PasswordInput label={t('passphrase')} value={secret} onChange={(event) => setSecret(event.currentTarget.value)} autoFocus data-testid="vault-passphrase" />}
        <ErrorNotice error={open.error} testId="vault-error" />
        <Button size="sm" type="submit" loading={open.isRunning} disabled={secret === ''} data-testid="vault-unlock">{t('unlock')}</Button>
        <Anchor component="button" type="button" size="xs" onClick={() => { setRecovery(!isRecovery); setSecret(''); open.clear(); }}>{t(isRecovery ? 'usePassphrase' : 'useRecovery')}</Anchor>
      </Stack>
    </form>
  );
}
