import { Alert, Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { useAction } from '../../ui/useAction.ts';
import type { KeyActions } from './actions.ts';

/** Moves the record to a new key and shows the new recovery code, which exists nowhere else. */
export function RotateDialog({ needsPassphrase, actions, onClose }: { needsPassphrase: boolean; actions: KeyActions; onClose: () => void }) {
  const { t } = useTranslation('keys');
  const [passphrase, setPassphrase] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const rotate = useAction(async () => setCode(await actions.rotate(needsPassphrase ? passphrase : null)));
  return (
    <Modal opened onClose={onClose} title={code === null ? t('rotate') : t('newCode')} withCloseButton={code === null} closeOnEscape={code === null} closeOnClickOutside={false} closeButtonProps={{ 'aria-label': t('close') }}>
      {code === null ? (
        <form onSubmit={(event) => { event.preventDefault(); rotate.run(); }}>
          <Stack gap="sm">
            <Text size="sm">{t('rotateText')}</Text>
            {needsPassphrase ? <PasswordInput label={t('current')} value={passphrase} onChange={(event) => setPassphrase(event.currentTarget.value)} data-autofocus data-testid="rotate-passphrase" /> : null}
            <ErrorNotice error={rotate.error} />
            <Group justify="flex-end" gap="xs"><Button variant="default" onClick={onClose}>{t('back')}</Button><Button type="submit" color="orange" loading={rotate.isRunning} disabled={needsPassphrase && passphrase === ''} data-testid="rotate-do">{t('rotateDo')}</Button></Group>
          </Stack>
        </form>
      ) : (
        <Stack gap="sm">
          <Text size="sm" c="dimmed">{t('newCodeHint')}</Text>
          <Alert color="teal"><Text ff="monospace" fw={600} style={{ wordBreak: 'break-all', userSelect: 'text' }} data-testid="rotate-code">{code}</Text></Alert>
          <Button onClick={onClose} data-testid="rotate-kept">{t('kept')}</Button>
        </Stack>
      )}
    </Modal>
  );
}
