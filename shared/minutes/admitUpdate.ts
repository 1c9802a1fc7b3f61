import * as Y from 'yjs';
import { RecordError } from '../errors/appError.ts';
import { canonicalJson } from '../mdt/canonical.ts';
import { maximumMinutesLength, minutesSections } from '../mdt/minutesSchema.ts';
import { countAuthorEntries, encodeMinutes, isIncomplete, isSameMinutes, minutesAuthors, minutesLength, openMinutes, type MinutesDocument } from './document.ts';

/** Largest single update, bytes: a page pasted is a few thousand. */
export const maximumUpdateBytes = 256 * 1024;
/** Largest document with all its history, bytes. */
export const maximumDocumentBytes = 4 * 1024 * 1024;

/** known: it is in the document already. missing: it stands on another update that is not here. */
export type Admission = { readonly status: 'new'; readonly document: MinutesDocument } | { readonly status: 'known' } | { readonly status: 'missing' };

/**
 * Tries one update that a person sends, on a copy of the document: nobody writes under another person's name, and nothing but
 * text comes in.
 *
 * @returns the copy with the update in it, where it brings something new
 * @throws {RecordError} invalid when it is no such update or too large, not-permitted when it writes as somebody else
 */
export function admitUpdate(doc: MinutesDocument, update: Uint8Array, personId: string): Admission {
  if (update.byteLength > maximumUpdateBytes) throw tooLarge();
  const clients = readClients(update);
  const copy = openMinutes(encodeMinutes(doc));
  Y.applyUpdate(copy, update);
  if (isIncomplete(copy)) return { status: 'missing' };
  if (isSameMinutes(doc, copy)) return { status: 'known' };
  assertOnlyText(copy);
  assertOwnHand(doc, copy, clients, personId);
  if (minutesLength(copy) > maximumMinutesLength || encodeMinutes(copy).byteLength > maximumDocumentBytes) throw tooLarge();
  return { status: 'new', document: copy };
}

const tooLarge = (): RecordError =>
  new RecordError('invalid', `The minutes of one case hold at most ${maximumMinutesLength} characters; shorten them, or attach the longer text to the case as a document.`, { detail: { limit: maximumMinutesLength } });

const broken = (cause?: unknown): RecordError => new RecordError('invalid', 'A change of the minutes could not be read; open the minutes again and repeat it.', { cause });

const plainContents: ReadonlySet<unknown> = new Set([Y.ContentString, Y.ContentDeleted, Y.ContentAny]);

/** Clients an update has something of. */
function readClients(update: Uint8Array): Set<number> {
  let structs: ReturnType<typeof Y.decodeUpdate>['structs'];
  try {
    ({ structs } = Y.decodeUpdate(update));
  } catch (cause) {
    throw broken(cause);
  }
  const clients = new Set<number>();
  for (const struct of structs) {
    if (struct instanceof Y.Skip || (struct instanceof Y.Item && !plainContents.has(struct.content.constructor))) throw broken();
    clients.add(struct.id.client);
  }
  return clients;
}

function assertOnlyText(doc: MinutesDocument): void {
  if (doc.share.size !== minutesSections.length + 1) throw broken();
  for (const section of minutesSections) {
    const text = doc.getText(section);
    // Anything else that counts would shift every position after it.
    if (text.toJSON().length !== text.length || Object.keys(text.getAttributes()).length > 0) throw broken();
  }
  if (countAuthorEntries(doc) !== minutesAuthors(doc).size) throw broken();
}

function assertOwnHand(before: MinutesDocument, after: MinutesDocument, clients: ReadonlySet<number>, personId: string): void {
  const known = minutesAuthors(before);
  const authors = minutesAuthors(after);
  for (const client of clients) {
    if (authors.get(client)?.personId !== personId) throw new RecordError('not-permitted', 'A change of the minutes was made in the name of somebody else; only the person signed in types under their name.');
  }
  const isKept = [...known].every(([client, author]) => canonicalJson(authors.get(client) ?? null) === canonicalJson(author));
  const isOwn = [...authors.keys()].every((client) => known.has(client) || clients.has(client));
  if (!isKept || !isOwn) throw new RecordError('not-permitted', 'A change of the minutes would give text to another person than the one who typed it.');
}
