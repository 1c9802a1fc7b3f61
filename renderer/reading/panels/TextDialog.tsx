import { Button, Group, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Annotation } from '../../../shared/annotation/types.ts';

/** Asks for the words of an annotation; Enter keeps them, Shift+Enter begins a line. */
export function TextDialog({ annotation, onText, onClose }: { readonly annotation: Annotation; readonly onText: (text: string) => void; readonly onClose: () => void }) {
  const { t } = useTranslation('reading');
  const [text, setText] = useState(annotation.text);
  const keep = (): void => onText(text.trim().slice(0, 2000));
  return (
    <Modal opened onClose={onClose} title={t('measure.textOf', { kind: t(`annotationKind.${annotation.kind}`) })} closeButtonProps={{ 'aria-label': t('measure.cancel') }} data-testid="annotation-text">
      <form onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}>
        <Textarea data-autofocus autosize={false} rows={3} aria-label={t('measure.text')} maxLength={2000} value={text} onChange={(event) => setText(event.currentTarget.value)} onKeyDown={(event) => {
          // Enter that chooses a word of a Chinese input method is the method's.
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          keep();
        }} />
        <Group justify="flex-end" mt="sm" gap="xs"><Button variant="default" onClick={onClose}>{t('measure.cancel')}</Button><Button type="submit">{t('measure.keep')}</Button></Group>
      </form>
    </Modal>
  );
}
