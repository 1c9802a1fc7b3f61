import { Button, FileButton, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Section } from '../../ui/Section.tsx';
import { useAction } from '../../ui/useAction.ts';
import { useLoaded } from '../network/useLoaded.ts';
import type { KeyActions } from './actions.ts';
import { PassphraseDialog } from './PassphraseDialog.tsx';
import { RotateDialog } from './RotateDialog.tsx';

/** How the record of this computer is protected, and by whom it can be opened. */
export function KeySection({ actions }: { actions: KeyActions }) {
  const { t } = useTranslation('keys');
  const found = useLoaded(actions.status);
  const [open, setOpen] = useState<'passphrase' | 'rotate' | null>(null);
  const [told, setTold] = useState('');
  const install = useAction(async (file: File | null) => {
    if (!file) return;
    const { name, keyId } = await actions.installRecoveryKey(await file.text());
    setTold(`${t('installed', { name, keyId })}。${t('installCompare')}`);
    found.reload();
  });
  const status = found.value;
  const close = (): void => {
    setOpen(null);
    found.reload();
  };
  return (
    <Section title={t('title')} testId="keys">
      <ErrorNotice error={found.error ?? install.error} />
      {status ? (
        <Stack gap="xs">
          <Group justify="space-between"><Text size="sm">{t(`protectedBy.${status.protection}`)}</Text><Button variant="default" onClick={() => setOpen('passphrase')} data-testid="key-passphrase">{t(status.protection === 'keystore' ? 'setPassphrase' : 'passphrase')}</Button></Group>
          <Group justify="space-between" wrap="nowrap">
            <div><Text size="sm">{t('organisation')}: {status.organisation ? t('organisationIs', status.organisation) : t('organisationNone')}</Text><Text size="xs" c="dimmed">{t('organisationHint')}</Text></div>
            <FileButton onChange={(file) => install.run(file)} accept="application/json,.json">{(props) => <Button {...props} variant="default" style={{ flexShrink: 0 }} loading={install.isRunning} data-testid="key-install">{t('install')}</Button>}</FileButton>
          </Group>
          <Group justify="space-between" wrap="nowrap">
            <div><Text size="sm">{t('rotate')}</Text><Text size="xs" c="dimmed">{status.isRotating ? t('rotating') : t('rotateHint')}</Text></div>
            <Button variant="default" style={{ flexShrink: 0 }} disabled={status.isRotating} onClick={() => setOpen('rotate')} data-testid="key-rotate">{t('rotateDo')}</Button>
          </Group>
          {told ? <Text size="xs" c="teal.3" role="status">{told}</Text> : null}
          {open === 'passphrase' ? <PassphraseDialog needsCurrent={status.protection === 'passphrase'} actions={actions} onChanged={() => setTold(t('changed'))} onClose={close} /> : null}
          {open === 'rotate' ? <RotateDialog needsPassphrase={status.protection === 'passphrase'} actions={actions} onClose={close} /> : null}
        </Stack>
      ) : null}
    </Section>
  );
}
