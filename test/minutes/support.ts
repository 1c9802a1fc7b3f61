import { encodeMinutes, openMinutes, sectionText, typeAs, type MinutesDocument } from '../../shared/minutes/document.ts';
import type { MinutesAuthor, MinutesSection } from '../../shared/mdt/minutesSchema.ts';

export const author = (personId: string, hospitalId = 'gd-cancer'): MinutesAuthor => ({ personId, name: `医生${personId}`, title: '医师', hospitalId });

/** Types into a section and returns the one update that came of it. */
export function type(doc: MinutesDocument, who: MinutesAuthor, section: MinutesSection, at: number, text: string, deleted = 0): Uint8Array {
  const updates: Uint8Array[] = [];
  const listen = (update: Uint8Array): void => void updates.push(update);
  doc.on('update', listen);
  typeAs(doc, who, 'test', () => {
    if (deleted > 0) sectionText(doc, section).delete(at, deleted);
    if (text !== '') sectionText(doc, section).insert(at, text);
  });
  doc.off('update', listen);
  return updates[0] ?? new Uint8Array();
}

/** A document of its own with what another holds. */
export const copyOf = (doc: MinutesDocument): MinutesDocument => openMinutes(encodeMinutes(doc));

/** Reason of the error that work throws, or `accepted`. */
export const reasonOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as { reason?: string }).reason ?? String(error);
  }
  return 'accepted';
};
