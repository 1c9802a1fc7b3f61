import { Box, Button, Code, Group, Modal, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import qrcode from 'qrcode';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { useAction } from '../../ui/useAction.ts';
import type { AccountActions } from './actions.ts';
import { asWrongCode } from './wrongCode.ts';

/** A new second factor: the QR code, the first code as a proof, then the recovery codes, which are shown once. */
export function EnrolDialog({ actions, onClose }: { actions: AccountActions; onClose: () => void }) {
  const { t } = useTranslation('account');
  const [enrolment, setEnrolment] = useState<{ readonly picture: string; readonly secret: string } | null>(null);
  const [code, setCode] = useState('');
  const [recoveryCodes, setRecoveryCodes] = useState<readonly string[] | null>(null);
  const [isCopied, setCopied] = useState(false);
  const begin = useAction(async () => {
    const { uri } = await actions.begin();
    setEnrolment({ picture: await qrcode.toDataURL(uri, { margin: 2, width: 220 }), secret: new URL(uri).searchParams.get('secret') ?? '' });
  });
  const confirm = useAction(async () => setRecoveryCodes((await actions.confirm(code)).recoveryCodes));
  const copy = useAction(async () => {
    await navigator.clipboard.writeText((recoveryCodes ?? []).join('\n'));
    setCopied(true);
  });
  const { run: start } = begin;
  useEffect(() => start(), [start]);
  if (recoveryCodes) {
    return (
      <Modal opened onClose={onClose} title={t('recoveryTitle')} centered withCloseButton={false} closeOnClickOutside={false} closeOnEscape={false}>
        <Stack gap="sm">
          <Text size="sm">{t('recoveryHint')}</Text>
          <SimpleGrid cols={2} spacing={6} data-testid="recovery-codes">{recoveryCodes.map((text) => <Code key={text} fz="sm">{text}</Code>)}</SimpleGrid>
          <ErrorNotice error={copy.error} />
          <Group justify="flex-end"><Button variant="subtle" onClick={() => copy.run()}>{t(isCopied ? 'copied' : 'copy')}</Button><Button onClick={onClose} data-testid="recovery-kept">{t('kept')}</Button></Group>
        </Stack>
      </Modal>
    );
  }
  return (
    <Modal opened onClose={onClose} title={t('beginTitle')} closeButtonProps={{ 'aria-label': t('close') }} centered>
      <form onSubmit={(event) => { event.preventDefault(); confirm.run(); }}>
        <Stack gap="sm">
          <Text size="sm">{t('scan')}</Text>
          {enrolment ? (
            <>
              <Box ta="center"><img src={enrolment.picture} alt={t('qr')} width={220} height={220} data-testid="factor-qr" /></Box>
              <Text size="xs" c="dimmed">{t('manual')}</Text>
              <Code style={{ userSelect: 'text', overflowWrap: 'anywhere' }} data-testid="factor-secret">{enrolment.secret}</Code>
            </>
          ) : null}
          <TextInput label={t('code')} value={code} onChange={(event) => setCode(event.currentTarget.value)} inputMode="numeric" autoComplete="one-time-code" data-autofocus data-testid="factor-code" />
          <ErrorNotice error={begin.error ?? asWrongCode(confirm.error)} />
          <Group justify="flex-end"><Button variant="subtle" onClick={onClose}>{t('cancel')}</Button><Button type="submit" loading={confirm.isRunning} disabled={!enrolment || code.replaceAll(/\s/g, '').length !== 6} data-testid="factor-confirm">{t('confirm')}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
