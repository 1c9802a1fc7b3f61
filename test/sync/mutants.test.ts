import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AnyCommand } from '../../shared/mdt/command.ts';
import { runSeed } from './support/runSeed.ts';
import { makeTemplates, makeWorldFolder, removeWorldFolder, type Templates } from './support/template.ts';

/**
 * The seeds must find mistakes: each of these is made in the real code, and the first of the seeds beside it that still finds it
 * is enough. After a change of the generator `MDT_MUTANT_SEEDS=100 vitest run test/sync/mutants.test.ts` plays so many seeds of each and prints
 * those that find it; every mistake has to be found within 100.
 */
const mutants = {
  /** What a window shows is taken for what the platform has, own unsent commands and all. */
  naiveBase: [12, 13, 23],
  /** A command is stamped with the version of the moment, not with the one its author saw. */
  baseOfTheMoment: [11, 12, 13],
  /** What was sent without an answer is sent again as something new. */
  resendUnderNewId: [1, 2],
  /** The platform takes everybody to have seen everything. */
  overwriteUnseen: [2, 3],
  /** Pending commands that no longer apply stay pending. */
  keepRefused: [5, 9, 10],
  /** The cursor moves on although applying failed. */
  cursorFirst: [4, 14, 16],
  /** Of two values the first stays, and nobody hears of the other. */
  dropConflict: [2, 3],
  /** A command on an older version changes what was signed. */
  changeSigned: [5, 16, 17],
  /** A console that comes back to a restored platform keeps what it has for itself. */
  forgetGivenBack: [1, 7, 12],
} as const;
type Mutant = keyof typeof mutants;

const made = vi.hoisted(() => ({ mutant: null as string | null }));
const is = (mutant: Mutant): boolean => made.mutant === mutant;

vi.mock('../../electron/core/commands/recordContext.ts', async (original) => {
  const real = await original<typeof import('../../electron/core/commands/recordContext.ts')>();
  return {
    ...real,
    committedBase: ((context, stream, shown) => {
      if (is('naiveBase')) return Math.min(shown, real.readStream(context, stream).committedVersion);
      return is('baseOfTheMoment') ? real.readStream(context, stream).committedVersion : real.committedBase(context, stream, shown);
    }) satisfies typeof real.committedBase,
    rebasePending: ((...args) => (is('keepRefused') ? [] : real.rebasePending(...args))) satisfies typeof real.rebasePending,
  };
});

vi.mock('../../electron/core/commands/applyFeed.ts', async (original) => {
  const real = await original<typeof import('../../electron/core/commands/applyFeed.ts')>();
  const { setFeedPosition } = await import('../../electron/core/store/streams.ts');
  return {
    ...real,
    applyFeed: ((context, source, page) => {
      try {
        real.applyFeed(context, source, page);
      } catch (error) {
        if (is('cursorFirst') && page.entries.length > 0) setFeedPosition(context.store.db, source.platform, source.hospitalId, page.entries.at(-1)?.position ?? 0);
        throw error;
      }
    }) satisfies typeof real.applyFeed,
  };
});

vi.mock('../../electron/core/store/streams.ts', async (original) => {
  const real = await original<typeof import('../../electron/core/store/streams.ts')>();
  const { v7 } = await import('uuid');
  const sent = new Set<string>();
  return {
    ...real,
    listOutbox: ((db, limit) => {
      const commands = real.listOutbox(db, limit);
      if (!is('resendUnderNewId')) return commands;
      return commands.map((command): AnyCommand => {
        const renewed = sent.has(command.id) ? { ...command, id: v7() } : command;
        sent.add(command.id);
        return renewed;
      });
    }) satisfies typeof real.listOutbox,
  };
});

vi.mock('../../shared/mdt/mergeFields.ts', async (original) => {
  const real = await original<typeof import('../../shared/mdt/mergeFields.ts')>();
  return {
    ...real,
    mergeFields: ((record, group, current, edit, baseVersion, stamp) => {
      const merged = real.mergeFields(record, group, current, edit, is('overwriteUnseen') ? record.version : baseVersion, stamp);
      return is('dropConflict') ? { ...merged, conflicts: record.conflicts } : merged;
    }) satisfies typeof real.mergeFields,
  };
});

vi.mock('../../shared/mdt/applyCase.ts', async (original) => {
  const real = await original<typeof import('../../shared/mdt/applyCase.ts')>();
  return {
    ...real,
    applyCase: ((record, command) => {
      const after = real.applyCase(record, command);
      const isRebased = record !== null && command.baseVersion < record.version && record.signatures.length > 0;
      return is('changeSigned') && isRebased && after.frozen ? { ...after, frozen: { ...after.frozen, canonical: `${after.frozen.canonical} ` } } : after;
    }) satisfies typeof real.applyCase,
  };
});

vi.mock('../../electron/core/sync/giveBack.ts', async (original) => {
  const real = await original<typeof import('../../electron/core/sync/giveBack.ts')>();
  return { ...real, giveStreamBack: ((...args) => (is('forgetGivenBack') ? Promise.resolve(args[3]) : real.giveStreamBack(...args))) satisfies typeof real.giveStreamBack };
});

describe('the seeds', () => {
  let folder: string;
  let templates: Templates;

  beforeAll(async () => {
    folder = makeWorldFolder();
    templates = await makeTemplates(folder);
  });
  afterAll(() => removeWorldFolder(folder));
  afterEach(() => {
    made.mutant = null;
  });

  const measured = Number(process.env['MDT_MUTANT_SEEDS'] ?? 0);

  it.each(Object.entries(mutants))('find the mistake %s', { timeout: 600_000 }, async (mutant, known) => {
    const seeds = measured > 0 ? Array.from({ length: measured }, (_, at) => at + 1) : known;
    made.mutant = mutant;
    const finding: number[] = [];
    for (const seed of seeds) {
      if ((await runSeed(seed, folder, templates)).wrong.length > 0) finding.push(seed);
      if (measured === 0 && finding.length > 0) break;
    }
    if (measured > 0) process.stdout.write(`${mutant}: found by ${finding.length} of ${measured} seeds: ${finding.slice(0, 12).join(', ')}\n`);
    expect(finding.length, mutant).toBeGreaterThan(0);
  });
});
