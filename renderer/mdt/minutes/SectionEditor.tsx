import { useEffect, useId, useRef } from 'react';
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MinutesSection } from '../../../shared/mdt/minutesSchema.ts';
import { readSection, sectionText } from '../../../shared/minutes/document.ts';
import type { HeardPresence } from '../../../shared/minutes/presence.ts';
import type { MinutesSession } from './minutesSession.ts';
import { RemoteCarets, type PlacedCaret } from './RemoteCarets.tsx';
import { TextBinding } from './textBinding.ts';

interface Props {
  readonly session: MinutesSession;
  readonly section: MinutesSection;
  readonly others: readonly HeardPresence[];
  readonly isReadOnly: boolean;
}

/** One section of the minutes: a plain text area that several people type in. */
export function SectionEditor({ session, section, others, isReadOnly }: Props) {
  const { t } = useTranslation('minutes');
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (!area.current) return undefined;
    const { document } = session;
    const binding = new TextBinding({
      area: area.current, text: sectionText(document, section), type: (change) => session.typeInto(document, change), origin: session.origin, undo: session.undoOf(section),
      room: session.room, onTooLong: session.full, onCaret: (caret) => session.moveCaret(section, caret),
    });
    return () => binding.destroy();
  }, [session, section]);
  const carets = others.flatMap((presence): PlacedCaret[] => {
    if (presence.caret?.section !== section) return [];
    const head = session.indexOf(presence.caret.head);
    return head === null ? [] : [{ presence, head, anchor: session.indexOf(presence.caret.anchor) ?? head }];
  });
  return (
    <div>
      <Text component="label" htmlFor={id} size="sm" fw={600} display="block" mb={4}>{t(`section.${section}`)}</Text>
      <div className="minutes-editor">
        <RemoteCarets text={readSection(session.document, section)} carets={carets} />
        <textarea ref={area} id={id} readOnly={isReadOnly} placeholder={t(`placeholder.${section}`)} spellCheck={false} rows={3} data-testid={`minutes-${section}`} />
      </div>
    </div>
  );
}
