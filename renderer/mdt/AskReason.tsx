import { Button, Group, Modal, Text, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { useAction } from '../ui/useAction.ts';

interface Props {
  /** Names the step; also the words of the button that takes it. */
  readonly title: string;
  /** Above the form, where the name of the step alone does not say what it is taken on. */
  readonly heading?: string;
  /** What follows from it. */
  readonly hint?: ReactNode;
  readonly isDangerous?: boolean;
  readonly onClose: () => void;
  readonly onReason: (reason: string) => Promise<void>;
}

/** A step that is recorded with a written reason; Escape and “back” leave everything as it was. */
export function AskReason({ title, heading = title, hint, isDangerous = false, onClose, onReason }: Props) {
  const { t } = useTranslation('mdt');
  const [reason, setReason] = useState('');
  const send = useAction(async () => {
    await onReason(reason.trim());
    onClose();
  });
  return (
    <Modal opened onClose={onClose} title={heading} closeButtonProps={{ 'aria-label': t('back') }} data-testid="ask-reason">
      <form onSubmit={(event) => { event.preventDefault(); send.run(); }}>
        {hint ? <Text size="sm" c="dimmed" mb="xs" component="div">{hint}</Text> : null}
        <Textarea label={t('reason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} data-autofocus data-testid="reason" />
        <ErrorNotice error={send.error} />
        <Group justify="flex-end" mt="sm" gap="xs">
          <Button variant="default" onClick={onClose}>{t('back')}</Button>
          <Button type="submit" {...(isDangerous ? { color: 'red.7' } : {})} disabled={reason.trim() === ''} loading={send.isRunning} data-testid="reason-confirm">{title}</Button>
        </Group>
      </form>
    </Modal>
  );
}
