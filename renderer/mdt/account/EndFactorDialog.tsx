import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { useAction } from '../../ui/useAction.ts';
import type { AccountActions } from './actions.ts';
import { asWrongCode } from './wrongCode.ts';

/** Turns the second factor off; who holds the session alone cannot. */
export function EndFactorDialog({ actions, onClose }: { actions: AccountActions; onClose: () => void }) {
  const { t } = useTranslation('account');
  const [code, setCode] = useState('');
  const end = useAction(async () => {
    await actions.end(code);
    onClose();
  });
  return (
    <Modal opened onClose={onClose} title={t('endTitle')} closeButtonProps={{ 'aria-label': t('close') }} centered>
      <form onSubmit={(event) => { event.preventDefault(); end.run(); }}>
        <Stack gap="sm">
          <Text size="sm">{t('endHint')}</Text>
          <TextInput label={t('codeOrRecovery')} value={code} onChange={(event) => setCode(event.currentTarget.value)} autoComplete="one-time-code" data-autofocus data-testid="factor-end-code" />
          <ErrorNotice error={asWrongCode(end.error)} />
          <Group justify="flex-end"><Button variant="subtle" onClick={onClose}>{t('cancel')}</Button><Button type="submit" color="red" loading={end.isRunning} disabled={code.trim().length < 6} data-testid="factor-end">{t('end')}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
