import { Box, Center, Loader } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { EventPayload, ResponseOf } from '../../shared/ipc/channels.ts';
import type { Person } from '../../shared/mdt/directory.ts';
import { forgetSeries } from '../study/useSeriesStore.ts';
import { forgetStudies } from '../study/useStudy.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import type { Problem } from '../ui/problem.ts';
import { RepairPage } from '../mdt/backup/RepairPage.tsx';
import { callBridge, onBridge } from './bridge.ts';
import { repairActions } from './keepingActions.ts';
import { Shell } from './Shell.tsx';
import { SignInPage } from './SignInPage.tsx';
import { VaultPage } from './VaultPage.tsx';

type Vault = ResponseOf<'vault.status'>;

/** Which of the three doors the user stands at: the vault, sign-in, the console. */
export function App() {
  const [vault, setVault] = useState<Vault | null>(null);
  const [person, setPerson] = useState<Person | null | undefined>(undefined);
  const [ended, setEnded] = useState<Problem | null>(null);
  const [core, setCore] = useState<EventPayload<'core.state'> | null>(null);

  useEffect(() => onBridge('core.state', (state) => {
    setCore(state);
    // Restored from a copy after its passphrase was given: nobody is asked for it again.
    if (state.state !== 'ready') return;
    setVault((known) => (known?.state === 'locked' ? { ...known, state: 'open' } : known));
    // A copy was restored, or the record opened anew: where nobody is signed in any more, no page can answer.
    callBridge('session.current', {}).then((answer) => setPerson((known) => (known && answer.person === null ? null : known)), () => undefined);
  }), []);
  useEffect(() => {
    void callBridge('vault.status', {}).then(setVault);
  }, []);
  useEffect(() => {
    // The next person at this console, perhaps of another hospital, finds no images of the one before in memory.
    if (person !== null) return;
    forgetStudies();
    forgetSeries();
  }, [person]);
  useEffect(() => onBridge('sync.changed', ({ state, error }) => {
    if (state !== 'signedOut' || error?.detail?.['reason'] !== 'account-disabled') return;
    setEnded(error);
    // Core has signed out whose account was closed; this word of it may be older than the next sign-in here.
    callBridge('session.current', {}).then((answer) => setPerson((known) => (known ? answer.person : known)), () => undefined);
  }), []);
  const isOpen = vault?.state === 'open';
  useEffect(() => {
    if (!isOpen || person !== undefined) return;
    callBridge('session.current', {}).then((answer) => setPerson(answer.person), () => setPerson(null));
  }, [isOpen, person]);

  if (!vault) return <Waiting />;
  const isDamaged = core?.state === 'failed' && core.error?.reason === 'corrupt';
  // The passphrase was right; what it opens is damaged.
  if (vault.state !== 'new' && isDamaged && core.error) return <RepairPage error={core.error} actions={repairActions} />;
  // Before any other failure: this page may hold the recovery code, which is shown once.
  if (vault.state !== 'open') return <VaultPage vault={vault} onOpen={() => setVault({ ...vault, state: 'open' })} />;
  if (core?.state === 'failed' && core.error) return <Center h="100vh"><Box maw={520}><ErrorNotice error={core.error} /></Box></Center>;
  if (person === undefined) return <Waiting />;
  if (person === null) return <SignInPage ended={ended} onSignedIn={(known) => { setEnded(null); setPerson(known); }} />;
  return <Shell person={person} core={core} onSignOut={() => void callBridge('session.signOut', {}).then(() => setPerson(null))} />;
}

const Waiting = () => <Center h="100vh"><Loader aria-label="loading" /></Center>;
