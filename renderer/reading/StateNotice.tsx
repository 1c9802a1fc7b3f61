import { CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import type { StateNote } from './useShownStates.ts';

/** What of a presentation state the picture does not show, in words; its drawings of other systems are told as text. */
export function StateNotice({ note, onClose }: { readonly note: StateNote | null; readonly onClose: () => void }) {
  const { t } = useTranslation('reading');
  if (note === null) return null;
  if (note.kind === 'failed') return <ErrorNotice error={note.problem} onClose={onClose} />;
  const { label, notices, texts, graphics } = note;
  const words = [
    t('state.shown', { label }), ...notices.map((notice) => t(`state.notice.${notice}`)),
    ...(graphics === 0 ? [] : [t('state.graphics', { count: graphics })]), ...(texts.length === 0 ? [] : [t('state.texts', { texts: texts.join(t('state.comma')) })]),
  ];
  return <div className="reading-note reading-state" role="status" data-testid="state-note"><span>{words.join(t('state.comma'))}</span><CloseButton size="xs" aria-label={t('keys.close')} onClick={onClose} /></div>;
}
