import * as Y from 'yjs';
import { minutesAuthorSchema, minutesSections, type MinutesAuthor, type MinutesSection } from '../mdt/minutesSchema.ts';

/**
 * The minutes of one case as several people type them: a text per section, and the map `authors` from the id of a Yjs client
 * (one opening of the editor) to the person who types under it. Nothing else is ever put into the document.
 */
export type MinutesDocument = Y.Doc;

/** Name of the map from client id to person. */
const authorsName = 'authors';

/** A document with these updates in it; their order does not matter. @throws {Error} when one is not an update of Yjs */
export function openMinutes(...updates: readonly Uint8Array[]): MinutesDocument {
  const doc = new Y.Doc();
  // The types are made before the updates, so that what stands under another name is recognised.
  for (const section of minutesSections) doc.getText(section);
  doc.getMap(authorsName);
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
}

export const sectionText = (doc: MinutesDocument, section: MinutesSection): Y.Text => doc.getText(section);

/** Text of a section. */
export const readSection = (doc: MinutesDocument, section: MinutesSection): string => doc.getText(section).toJSON();

/** Length of all sections together, in UTF-16 units. */
export const minutesLength = (doc: MinutesDocument): number => minutesSections.reduce((sum, section) => sum + doc.getText(section).length, 0);

export const hasMinutes = (doc: MinutesDocument): boolean => minutesSections.some((section) => readSection(doc, section).trim() !== '');

/** What a holder of `vector` lacks; everything without one. */
export const encodeMinutes = (doc: MinutesDocument, vector?: Uint8Array): Uint8Array => Y.encodeStateAsUpdate(doc, vector);

/** What of each client is here, to be answered with {@link encodeMinutes} of another holder. */
export const minutesVector = (doc: MinutesDocument): Uint8Array => Y.encodeStateVector(doc);

/** Several updates as one that does the same. */
export const mergeMinutes = (updates: readonly Uint8Array[]): Uint8Array => Y.mergeUpdates([...updates]);

/** True when an update waits for another that is not here. */
export const isIncomplete = (doc: MinutesDocument): boolean => doc.store.pendingStructs !== null || doc.store.pendingDs !== null;

/** True when both hold the same text with the same history. */
export const isSameMinutes = (a: MinutesDocument, b: MinutesDocument): boolean => Y.equalSnapshots(Y.snapshot(a), Y.snapshot(b));

/** Who types under each client id; an entry that is not a person is left out. */
export function minutesAuthors(doc: MinutesDocument): Map<number, MinutesAuthor> {
  const authors = new Map<number, MinutesAuthor>();
  for (const [key, value] of doc.getMap(authorsName).entries()) {
    const parsed = minutesAuthorSchema.safeParse(value);
    if (parsed.success && /^\d{1,16}$/.test(key)) authors.set(Number(key), parsed.data);
  }
  return authors;
}

/** Size of the map of authors, entries that are no person among them. */
export const countAuthorEntries = (doc: MinutesDocument): number => doc.getMap(authorsName).size;

/** Changes the text in the name of a person; the first change of this document says who types under its client id. */
export function typeAs(doc: MinutesDocument, author: MinutesAuthor, origin: unknown, change: () => void): void {
  doc.transact(() => {
    const authors = doc.getMap(authorsName);
    const key = String(doc.clientID);
    if (!authors.has(key)) authors.set(key, minutesAuthorSchema.parse(author));
    change();
  }, origin);
}
