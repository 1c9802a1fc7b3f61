import { Button, Group, Modal, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorNotice } from './ErrorNotice.tsx';
import { useAction } from './useAction.ts';

interface Props {
  readonly title: string;
  /** What follows from the step and that it cannot be taken back. */
  readonly children: ReactNode;
  readonly confirm: string;
  readonly back: string;
  readonly onClose: () => void;
  readonly onConfirm: () => Promise<void>;
}

/** Asks once more before a step that cannot be taken back; Enter takes it, Escape leaves everything as it was. */
export function AskConfirm({ title, children, confirm, back, onClose, onConfirm }: Props) {
  const act = useAction(async () => {
    await onConfirm();
    onClose();
  });
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': back }} data-testid="ask-confirm">
      <Text size="sm" component="div">{children}</Text>
      <ErrorNotice error={act.error} />
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={onClose}>{back}</Button>
        <Button onClick={() => act.run()} loading={act.isRunning} data-autofocus data-testid="confirm-yes">{confirm}</Button>
      </Group>
    </Modal>
  );
}
