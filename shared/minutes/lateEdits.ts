import * as Y from 'yjs';
import { minutesSections, type MinutesSection } from '../mdt/minutesSchema.ts';
import { isIncomplete, mergeMinutes, openMinutes, sectionText } from './document.ts';

/** An update that came after the minutes were closed; it is kept aside. */
export interface LateUpdate {
  readonly personId: string;
  readonly update: Uint8Array;
  /** When it was typed, by the clock of the console it was typed at. */
  readonly atMs: number;
}

/** What one person typed too late: never part of the minutes, to be read beside them. */
export interface LateEdit {
  readonly personId: string;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly sections: readonly { readonly section: MinutesSection; /** Pieces put in, in the order of the text. */ readonly inserted: readonly string[]; readonly deleted: readonly string[] }[];
  /** Text that cannot be placed, because what it was typed into is not here; null where all can. */
  readonly unplaced: string | null;
}

/** What late updates would have changed in the document they came too late for, one entry for each person. */
export function describeLate(document: Uint8Array, late: readonly LateUpdate[]): LateEdit[] {
  return [...new Set(late.map(({ personId }) => personId))].map((personId) => {
    const updates = late.filter((entry) => entry.personId === personId);
    const times = updates.map(({ atMs }) => atMs);
    return { personId, firstAtMs: Math.min(...times), lastAtMs: Math.max(...times), ...changesOf(document, mergeMinutes(updates.map(({ update }) => update))) };
  });
}

function changesOf(document: Uint8Array, update: Uint8Array): Pick<LateEdit, 'sections' | 'unplaced'> {
  const doc = openMinutes(document);
  const before = new Map(minutesSections.map((section) => [section, sectionText(doc, section).toJSON()]));
  const changes: LateEdit['sections'][number][] = [];
  for (const section of minutesSections) {
    sectionText(doc, section).observe((event) => void changes.push({ section, ...readDelta(event.delta, before.get(section) ?? '') }));
  }
  Y.applyUpdate(doc, update);
  return { sections: changes, unplaced: isIncomplete(doc) ? rawText(update) : null };
}

function readDelta(delta: Y.YTextEvent['delta'], before: string): { inserted: string[]; deleted: string[] } {
  const inserted: string[] = [];
  const deleted: string[] = [];
  let at = 0;
  for (const step of delta) {
    if (typeof step.insert === 'string') inserted.push(step.insert);
    if (step.delete !== undefined) deleted.push(before.slice(at, at + step.delete));
    at += (step.retain ?? 0) + (step.delete ?? 0);
  }
  return { inserted, deleted };
}

const rawText = (update: Uint8Array): string =>
  Y.decodeUpdate(update).structs.map((struct) => (struct instanceof Y.Item && struct.content instanceof Y.ContentString ? struct.content.str : '')).join('');
