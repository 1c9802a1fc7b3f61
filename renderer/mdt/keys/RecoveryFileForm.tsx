import { Button, FileInput, PasswordInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { useAction } from '../../ui/useAction.ts';

export interface RecoveryGiven {
  readonly recoveryFile: string;
  readonly recoveryPassphrase: string;
  /** New passphrase of this computer. */
  readonly passphrase?: string;
}

/** Opening the record with the organisation's private key, by the administrator at this computer. */
export function RecoveryFileForm({ openLabel, onOpen }: { openLabel: string; onOpen: (given: RecoveryGiven) => Promise<void> }) {
  const { t } = useTranslation('keys');
  const [file, setFile] = useState<File | null>(null);
  const [secret, setSecret] = useState('');
  const [next, setNext] = useState('');
  const open = useAction(async () => {
    if (file) await onOpen({ recoveryFile: await file.text(), recoveryPassphrase: secret, ...(next === '' ? {} : { passphrase: next }) });
  });
  return (
    <form onSubmit={(event) => { event.preventDefault(); open.run(); }}>
      <Stack gap="sm">
        <FileInput label={t('recoverFileLabel')} value={file} onChange={setFile} accept="application/json,.json" data-testid="recovery-file" />
        <PasswordInput label={t('recoverPassphrase')} value={secret} onChange={(event) => setSecret(event.currentTarget.value)} data-testid="recovery-passphrase" />
        <PasswordInput label={t('recoverNew')} value={next} onChange={(event) => setNext(event.currentTarget.value)} data-testid="recovery-next" />
        <ErrorNotice error={open.error} testId="recovery-error" />
        <Button size="sm" type="submit" loading={open.isRunning} disabled={!file || secret === '' || (next !== '' && next.length < 8)} data-testid="recovery-open">{openLabel}</Button>
      </Stack>
    </form>
  );
}
