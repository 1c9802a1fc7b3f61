import { Button, Divider, PasswordInput, Stack, Text, TextInput, Title, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../shared/mdt/directory.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import type { Problem } from '../ui/problem.ts';
import { useAction } from '../ui/useAction.ts';
import { callBridge } from './bridge.ts';
import { DoorPage } from './DoorPage.tsx';
import { useCall } from './useBridge.ts';

/** Account and password; on the sample network the accounts are listed to choose from. `ended`: why who was here is not any more. */
export function SignInPage({ ended, onSignedIn }: { ended: Problem | null; onSignedIn: (person: Person) => void }) {
  const { t } = useTranslation();
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [newcomer, setNewcomer] = useState<Person | null>(null);
  const sample = useCall('sample.accounts', {}, { on: ['sync.changed'] });
  const accounts = sample.value?.accounts ?? [];
  const signIn = useAction(async () => {
    const answer = await callBridge('session.signIn', { account, password, ...(code === '' ? {} : { code }) });
    if (answer.hasSigningKey || answer.person.discipline === null) onSignedIn(answer.person);
    else setNewcomer(answer.person);
  });
  const asked = signIn.error?.detail?.['reason'];
  const isFirstAsking = asked === 'second-factor-required' && code === '';
  const asksForCode = code !== '' || asked === 'second-factor-required' || asked === 'wrong-code';
  return (
    <DoorPage>
      {newcomer ? <CreateSigningKey onDone={() => onSignedIn(newcomer)} /> : (
        <form onSubmit={(event) => { event.preventDefault(); signIn.run(); }}>
          <Stack gap="sm">
            <Title order={3}>{t('signInTitle')}</Title>
            {signIn.error ? null : <ErrorNotice error={ended} testId="session-ended" />}
            <TextInput label={t('account')} value={account} onChange={(event) => setAccount(event.currentTarget.value)} autoFocus data-testid="sign-in-account" />
            <PasswordInput label={t('password')} value={password} onChange={(event) => setPassword(event.currentTarget.value)} data-testid="sign-in-password" />
            {asksForCode ? <TextInput label={t('signInCode')} description={t('signInCodeHint')} value={code} onChange={(event) => setCode(event.currentTarget.value)} autoFocus autoComplete="one-time-code" data-testid="sign-in-code" /> : null}
            <ErrorNotice error={isFirstAsking ? null : signIn.error} testId="sign-in-error" />
            <Button size="sm" type="submit" loading={signIn.isRunning} disabled={account === '' || password === ''} data-testid="sign-in-submit">{t('signIn')}</Button>
            {accounts.length > 0 ? (
              <>
                <Divider label={t('sampleAccounts')} />
                {accounts.map((entry) => (
                  <UnstyledButton key={entry.account} px={8} py={4} bg={entry.account === account ? 'dark.6' : 'transparent'} style={{ borderRadius: 4 }} onClick={() => { setAccount(entry.account); setPassword(entry.password); }} data-testid={`sample-${entry.account}`}>
                    <Text size="sm">{entry.name} <Text span c="dimmed" size="xs">{entry.title} · {entry.hospital} · {entry.account}</Text></Text>
                  </UnstyledButton>
                ))}
                <Text size="xs" c="dimmed">{t('sampleHint', { password: accounts[0]?.password, pin: accounts[0]?.pin })}</Text>
              </>
            ) : null}
          </Stack>
        </form>
      )}
    </DoorPage>
  );
}

function CreateSigningKey({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const [pin, setPin] = useState('');
  const create = useAction(async () => {
    await callBridge('session.createSigningKey', { pin });
    onDone();
  });
  return (
    <form onSubmit={(event) => { event.preventDefault(); create.run(); }}>
      <Stack gap="sm">
        <Title order={3}>{t('keyTitle')}</Title>
        <Text size="sm" c="dimmed">{t('keyHint')}</Text>
        <PasswordInput label={t('pin')} value={pin} onChange={(event) => setPin(event.currentTarget.value)} autoFocus />
        <ErrorNotice error={create.error} />
        <Button size="sm" type="submit" disabled={pin.length < 6} loading={create.isRunning}>{t('saveSettings')}</Button>
        <Button size="sm" variant="subtle" onClick={onDone}>{t('later')}</Button>
      </Stack>
    </form>
  );
}
