import { Button, Group, Modal, PasswordInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { useAction } from '../../ui/useAction.ts';
import type { KeyActions } from './actions.ts';

const minimumLength = 8;

/** Another passphrase for this computer. */
export function PassphraseDialog({ needsCurrent, actions, onChanged, onClose }: { needsCurrent: boolean; actions: KeyActions; onChanged: () => void; onClose: () => void }) {
  const { t } = useTranslation('keys');
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const change = useAction(async () => {
    await actions.changePassphrase(needsCurrent ? current : null, next);
    onChanged();
    onClose();
  });
  const differs = again !== '' && again !== next;
  return (
    <Modal opened onClose={onClose} title={t(needsCurrent ? 'passphrase' : 'setPassphrase')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={(event) => { event.preventDefault(); change.run(); }}>
        <Stack gap="sm">
          {needsCurrent ? <PasswordInput label={t('current')} value={current} onChange={(event) => setCurrent(event.currentTarget.value)} data-autofocus data-testid="key-current" /> : null}
          <PasswordInput label={t('next')} value={next} onChange={(event) => setNext(event.currentTarget.value)} data-testid="key-next" />
          <PasswordInput label={t('again')} value={again} onChange={(event) => setAgain(event.currentTarget.value)} error={differs ? t('differs') : null} data-testid="key-again" />
          <ErrorNotice error={change.error} />
          <Group justify="flex-end" gap="xs"><Button variant="default" onClick={onClose}>{t('back')}</Button><Button type="submit" loading={change.isRunning} disabled={next.length < minimumLength || again !== next || (needsCurrent && current === '')} data-testid="key-change">{t('change')}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
