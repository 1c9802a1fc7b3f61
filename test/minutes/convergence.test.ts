import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../shared/mdt/canonical.ts';
import { minutesSections } from '../../shared/mdt/minutesSchema.ts';
import { admitUpdate } from '../../shared/minutes/admitUpdate.ts';
import { encodeMinutes, minutesVector, openMinutes, readSection, type MinutesDocument } from '../../shared/minutes/document.ts';
import { freezeMinutes } from '../../shared/minutes/freezeMinutes.ts';
import { seededRandom } from '../mdt/support.ts';
import { author, type } from './support.ts';

/** One console: what it has stored, and what the platform has not acknowledged. */
interface Replica {
  readonly personId: string;
  doc: MinutesDocument;
  stored: Uint8Array[];
  waiting: Uint8Array[];
  isOnline: boolean;
}

const seeds = Number(process.env['MINUTES_SEEDS'] ?? 30);
const steps = 120;

/**
 * Consoles type, delete, go offline, are killed (the document of the editor is lost, what was stored is not), send twice and in
 * another order; the platform takes updates one by one as its rule says. MINUTES_SEEDS runs more.
 */
function play(seed: number): { replicas: Replica[]; platform: MinutesDocument; typed: string[]; kept: () => string } {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const replicas: Replica[] = Array.from({ length: 3 + Math.floor(random() * 3) }, (_, at) => ({ personId: `p${at}`, doc: openMinutes(), stored: [], waiting: [], isOnline: true }));
  let platform = openMinutes();
  const platformStored: Uint8Array[] = [];
  const typed: string[] = [];
  const push = (replica: Replica): void => {
    const order = random() < 0.3 ? replica.waiting.toReversed() : replica.waiting.slice();
    if (random() < 0.3 && replica.stored.length > 0) order.push(pick(replica.stored));
    for (const update of order) {
      // Somebody else's update that came by the platform is never sent; of the own ones a doubled one is known.
      const admission = admitUpdate(platform, update, replica.personId);
      if (admission.status === 'missing') continue;
      if (admission.status === 'new') {
        ({ document: platform } = admission);
        platformStored.push(update);
      }
      replica.waiting = replica.waiting.filter((entry) => entry !== update);
    }
  };
  const pull = (replica: Replica): void => Y.applyUpdate(replica.doc, encodeMinutes(platform, minutesVector(replica.doc)));
  for (let step = 0; step < steps; step += 1) {
    const replica = pick(replicas);
    const dice = random();
    if (dice < 0.6) {
      const section = pick(minutesSections);
      const length = readSection(replica.doc, section).length;
      const at = Math.floor(random() * (length + 1));
      const isDeleting = random() < 0.2 && length - at > 2;
      const word = isDeleting ? '' : `«${seed}/${step}»${random() < 0.3 ? '\n' : ''}`;
      const update = type(replica.doc, author(replica.personId), section, at, word, isDeleting ? 1 : 0);
      if (word !== '') typed.push(word);
      replica.stored.push(update);
      replica.waiting.push(update);
    } else if (dice < 0.7) replica.isOnline = !replica.isOnline;
    else if (dice < 0.78) replica.doc = openMinutes(...replica.stored);
    else if (dice < 0.82) platform = openMinutes(...platformStored);
    if (replica.isOnline && random() < 0.5) {
      push(replica);
      pull(replica);
    }
  }
  for (let round = 0; round < 200 && replicas.some(({ waiting }) => waiting.length > 0); round += 1) replicas.forEach(push);
  replicas.forEach(pull);
  return { replicas, platform, typed, kept: () => minutesSections.map((section) => readSection(platform, section)).join('') };
}

const counts = (text: string): number => text.split('«').length - 1;

describe(`${seeds} seeded runs of three to five consoles`, () => {
  for (let seed = 1; seed <= seeds; seed += 1) {
    it(`seed ${seed}: every copy equal, nothing waiting, nothing lost`, () => {
      const { replicas, platform, typed, kept } = play(seed);
      expect(replicas.map(({ waiting }) => waiting.length)).toEqual(replicas.map(() => 0));
      const frozen = canonicalJson(freezeMinutes(platform));
      for (const replica of replicas) {
        expect(minutesSections.map((section) => readSection(replica.doc, section))).toEqual(minutesSections.map((section) => readSection(platform, section)));
        expect(canonicalJson(freezeMinutes(replica.doc))).toBe(frozen);
      }
      // Deleting takes one character each time: whatever was typed is there in all its other characters.
      const deletions = replicas.reduce((sum, { stored }) => sum + stored.length, 0) - typed.length;
      expect(counts(kept())).toBeGreaterThanOrEqual(typed.length - deletions);
      expect(kept().length).toBeGreaterThanOrEqual(typed.join('').length - deletions);
    });
  }
});
