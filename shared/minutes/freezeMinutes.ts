import * as Y from 'yjs';
import { minutesSections, type FrozenMinutes, type MinutesAuthor, type MinutesSection } from '../mdt/minutesSchema.ts';
import { minutesAuthors, sectionText, type MinutesDocument } from './document.ts';

type FrozenSection = FrozenMinutes['sections'][number];

/**
 * The minutes as plain JSON: the same on every console that holds the same document. Empty paragraphs before and after the text
 * are left out; null where there is no text at all.
 */
export function freezeMinutes(doc: MinutesDocument): FrozenMinutes | null {
  const names = minutesAuthors(doc);
  const sections = minutesSections.flatMap((section) => {
    const paragraphs = trimmed(paragraphsOf(doc, section, names));
    return paragraphs.length === 0 ? [] : [{ section, paragraphs }];
  });
  if (sections.length === 0) return null;
  const ids = new Set(sections.flatMap(({ paragraphs }) => paragraphs.flatMap(({ authorIds }) => authorIds)));
  return { schema: 'mdt-minutes/1', sections, authors: personsOf(names, ids) };
}

/** Text of a frozen section, paragraphs divided by line ends. */
export const frozenText = ({ paragraphs }: FrozenSection): string => paragraphs.map(({ text }) => text).join('\n');

const isFull = ({ text }: { readonly text: string }): boolean => text.trim() !== '';

/** Text of the section by the client that typed it. White space has no author: a line end says nothing. */
function paragraphsOf(doc: MinutesDocument, section: MinutesSection, names: ReadonlyMap<number, MinutesAuthor>): FrozenSection['paragraphs'] {
  const paragraphs: { text: string; authorIds: string[] }[] = [{ text: '', authorIds: [] }];
  for (const { text, client } of runsOf(doc, section)) {
    const personId = names.get(client)?.personId;
    text.split('\n').forEach((piece, at) => {
      if (at > 0) paragraphs.push({ text: '', authorIds: [] });
      const paragraph = paragraphs.at(-1);
      if (!paragraph) return;
      paragraph.text += piece;
      if (personId !== undefined && piece.trim() !== '' && !paragraph.authorIds.includes(personId)) paragraph.authorIds.push(personId);
    });
  }
  return paragraphs;
}

interface TypedRun {
  readonly text: string;
  readonly client: number;
}

/** Seen from the empty document everything was added, and Yjs names the client of what was added. */
function runsOf(doc: MinutesDocument, section: MinutesSection): TypedRun[] {
  const delta = sectionText(doc, section).toDelta(Y.snapshot(doc), Y.emptySnapshot, (type, { client }) => ({ type, user: client })) as readonly { insert?: unknown; attributes?: { ychange?: { user: number } } }[];
  return delta.map(({ insert, attributes }) => ({ text: typeof insert === 'string' ? insert : '', client: attributes?.ychange?.user ?? -1 }));
}

function trimmed(paragraphs: FrozenSection['paragraphs']): FrozenSection['paragraphs'] {
  const first = paragraphs.findIndex(isFull);
  return first === -1 ? [] : paragraphs.slice(first, paragraphs.findLastIndex(isFull) + 1);
}

/** One entry for each person, as named at their lowest client id; ordered by id. */
function personsOf(names: ReadonlyMap<number, MinutesAuthor>, ids: ReadonlySet<string>): MinutesAuthor[] {
  const byId = new Map<string, MinutesAuthor>();
  for (const [, author] of [...names].sort(([a], [b]) => a - b)) {
    if (ids.has(author.personId) && !byId.has(author.personId)) byId.set(author.personId, author);
  }
  return [...byId.values()].sort((a, b) => (a.personId < b.personId ? -1 : 1));
}
