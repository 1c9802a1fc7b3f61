import { join } from 'node:path';
import { applyFeed } from '../../../electron/core/commands/applyFeed.ts';
import { createRecordContext, readStream, type RecordContext } from '../../../electron/core/commands/recordContext.ts';
import { submitCommand, type Draft } from '../../../electron/core/commands/submitCommand.ts';
import { openStore, type Store } from '../../../electron/core/store/openStore.ts';
import { idleTokens, setSetting } from '../../../electron/core/store/people.ts';
import { addPending, feedPosition } from '../../../electron/core/store/streams.ts';
import { run } from '../../../electron/core/store/statement.ts';
import { currentGeneration } from '../../../electron/core/store/generations.ts';
import { finishRemovals } from '../../../electron/core/sync/finishRemovals.ts';
import { pullFeed } from '../../../electron/core/sync/pullFeed.ts';
import { pushOutbox } from '../../../electron/core/sync/pushOutbox.ts';
import type { SyncSession } from '../../../electron/core/sync/syncSession.ts';
import { throughRestores } from '../../../electron/core/sync/throughRestores.ts';
import { AppError } from '../../../shared/errors/appError.ts';
import { audienceOf } from '../../../shared/mdt/apply.ts';
import type { AnyCommand, Stream } from '../../../shared/mdt/command.ts';
import type { Person } from '../../../shared/mdt/directory.ts';
import type { ReturnsRequest } from '../../../shared/sync/generation.ts';
import type { FeedResponse, RemovalReceipt } from '../../../shared/sync/protocol.ts';
import { Refused, type Faults } from './faults.ts';
import type { SimulatedPlatform } from './simulatedPlatform.ts';
import { copyFiles, dataKey, staff } from './template.ts';

export const platformName = 'sim://platform';
/** Longer than a token lasts. */
const tokenMs = 12 * 3_600_000;

/** @throws anything that is no answer of the platform */
function assertAnswer(error: unknown): void {
  if (!(error instanceof AppError)) throw error;
}

/** Tables whose writing is interrupted when a console is to die in the middle of a transaction. */
export const crashTables = ['command', 'outbox', 'audit', 'stream_record', 'feed_cursor', 'feed_generation'] as const;

/** Whose feed a token is good for; tokens are the ids of the people here. */
const hospitalOf = (token: string): string => staff.find(({ id }) => id === token)?.hospitalId ?? '';

/**
 * One console without its windows: the real store, commands and exchange, on a line and a clock that the seed rules.
 * A window, and what was typed into it, outlives a crash of core.
 */
export class SimulatedConsole {
  readonly index: number;
  readonly home: string;
  readonly skewMs: number;
  readonly #folder: string;
  readonly #platform: SimulatedPlatform;
  readonly #worldMs: () => number;
  #life = 0;
  store: Store;
  context: RecordContext;
  person: Person | null = null;
  offlineUntilMs = 0;
  /** What is done about copies of the record after something was deleted; there are none unless a test makes them. */
  renewBackups: () => Promise<void> = () => Promise.resolve();
  /** Ids of commands it confirmed to the person. */
  readonly acknowledged = new Set<string>();
  /** Ids of commands no rule here has seen. */
  readonly smuggled = new Set<string>();
  /** Streams of the commands made here. */
  readonly #streamOf = new Map<string, string>();
  /** Hospitals whose people signed in here. */
  readonly hospitals = new Set<string>();
  /** When somebody's token was given. */
  readonly #tokens = new Map<string, number>();
  readonly #limbo: { readonly sender: string; readonly commands: readonly AnyCommand[]; readonly generation: string | undefined }[] = [];
  readonly #oldPages: { readonly hospitalId: string; readonly page: FeedResponse }[] = [];

  constructor(options: { index: number; home: string; skewMs: number; folder: string; platform: SimulatedPlatform; worldMs: () => number }) {
    this.index = options.index;
    this.home = options.home;
    this.skewMs = options.skewMs;
    this.#folder = options.folder;
    this.#platform = options.platform;
    this.#worldMs = options.worldMs;
    const first = openStore(this.#files(), dataKey);
    setSetting(first.db, 'deviceId', `device-${this.index}`);
    setSetting(first.db, 'platformName', platformName);
    first.close();
    [this.store, this.context] = this.#open();
  }

  #files(): string {
    return join(this.#folder, `console-${this.index}-${this.#life}`);
  }

  #open(): [Store, RecordContext] {
    const store = openStore(this.#files(), dataKey);
    return [store, createRecordContext(store, () => undefined, () => this.#worldMs() + this.skewMs)];
  }

  get isOnline(): boolean {
    return this.#worldMs() >= this.offlineUntilMs;
  }

  /** Ends without a word and starts again on the files as they lie there. */
  crash(): void {
    const before = this.#files();
    this.#life += 1;
    copyFiles(before, this.#files());
    this.store.close();
    [this.store, this.context] = this.#open();
  }

  /** Lets the next write of a table fail half way through its transaction. */
  armCrash(table: (typeof crashTables)[number]): void {
    for (const event of ['INSERT', 'UPDATE']) this.store.db.exec(`CREATE TEMP TRIGGER crash_${event} BEFORE ${event} ON main.${table} BEGIN SELECT RAISE(ROLLBACK, 'power cut'); END`);
  }

  disarmCrash(): void {
    this.store.db.exec('DROP TRIGGER IF EXISTS temp.crash_INSERT; DROP TRIGGER IF EXISTS temp.crash_UPDATE');
  }

  signIn(person: Person): void {
    this.person = person;
    this.hospitals.add(person.hospitalId);
    if (this.isOnline) this.#giveToken(person);
    run(this.store.db, 'INSERT OR IGNORE INTO account (account, person_id, person, salt, verifier, last_sign_in_at_ms) VALUES (?, ?, ?, ?, ?, 0)', person.account, person.id, JSON.stringify(person), Buffer.alloc(1), Buffer.alloc(1));
  }

  signOut(): void {
    this.person = null;
  }

  #giveToken(person: Person): void {
    this.#tokens.set(person.id, this.#worldMs());
    run(this.store.db, 'UPDATE account SET token = ?, token_platform = ? WHERE person_id = ?', person.id, platformName, person.id);
  }

  readonly session: SyncSession = {
    person: null,
    tokenOf: (personId) => {
      const { person } = this;
      if (personId === person?.id) this.#giveToken(person);
      const given = this.#tokens.get(personId);
      return Promise.resolve(given !== undefined && this.#worldMs() - given < tokenMs ? personId : null);
    },
    dropToken: (personId) => void this.#tokens.delete(personId),
    endIdle: () => {
      for (const { personId } of idleTokens(this.store.db, platformName, this.person?.id ?? '')) this.#tokens.delete(personId);
      return Promise.resolve();
    },
  };

  /** What the person's windows show of a stream; null when it is not theirs or not here. */
  look(stream: Stream) {
    const { record } = readStream(this.context, stream);
    if (!record || !this.person || !audienceOf(stream, record).includes(this.person.hospitalId)) return null;
    return record;
  }

  /** As core answers `record.submit`. @throws {AppError} refused here: nothing was confirmed */
  submit(draft: Omit<Draft, 'payload'> & { readonly payload: unknown }): void {
    submitCommand(this.context, draft);
    this.#streamOf.set(draft.commandId, draft.stream.id);
    this.acknowledged.add(draft.commandId);
  }

  /** A command that the rules here did not see, as from a console of another build. */
  smuggle(command: AnyCommand): void {
    this.smuggled.add(command.id);
    addPending(this.store.db, command);
    this.#streamOf.set(command.id, command.stream.id);
    this.context.views.delete(`${command.stream.kind}/${command.stream.id}`);
    this.acknowledged.add(command.id);
  }

  /** One exchange as the sync engine makes it: outbox out, feed in. @throws {Refused} when the line or the platform failed */
  async exchange(faults: Faults): Promise<void> {
    const { person } = this;
    const client = {
      origin: platformName,
      push: async (token: string, commands: readonly AnyCommand[], generation?: string) => {
        if (faults.losesRequest) throw new Refused('the request was lost');
        if (faults.repeats) this.#limbo.push({ sender: token, commands, generation });
        const outcomes = await this.#platform.push(token, commands, faults.crashAfter, generation);
        if (faults.losesAnswer) throw new Refused('the answer was lost');
        return { outcomes, nowMs: this.#worldMs() };
      },
      confirmRemoval: async (token: string, receipt: RemovalReceipt) => {
        await this.#platform.confirm(token, `device-${this.index}`, receipt, this.#worldMs());
        if (faults.losesAnswer) throw new Refused('the receipt was lost');
      },
      feed: async (token: string, after: number, limit: number, generation?: string) => {
        const hospitalId = hospitalOf(token);
        const page = await this.#platform.feed(hospitalId, `device-${this.index}`, this.#worldMs(), { after, limit, generation });
        this.#oldPages.push({ hospitalId, page });
        if (faults.losesAnswer || faults.losesFeed) throw new Refused('the feed page was lost');
        return page;
      },
      generation: (token: string, known: readonly string[]) => this.#platform.generation(hospitalOf(token), known, this.#worldMs()),
      compareStreams: (_token: string, generationId: string, streams: Parameters<SimulatedPlatform['compareStreams']>[1]) => this.#platform.compareStreams(generationId, streams),
      giveBack: async (token: string, request: ReturnsRequest) => {
        const answer = await this.#platform.giveBack(token, `device-${this.index}`, request, this.#worldMs());
        if (faults.losesAnswer) throw new Refused('the answer to what was given back was lost');
        return answer;
      },
      rejoined: () => Promise.resolve(),
    };
    Object.assign(this.session, { person });
    await throughRestores(this.context, client, platformName, () => this.#exchangeOnce(client, person, faults));
  }

  async #exchangeOnce(client: Parameters<typeof throughRestores>[1] & Parameters<typeof pushOutbox>[1] & Parameters<typeof finishRemovals>[1], person: Person | null, faults: Faults): Promise<void> {
    await pushOutbox(this.context, client, this.session);
    if (!person) return;
    const source = { platform: platformName, hospitalId: person.hospitalId };
    const old = faults.replaysFeed ? this.#oldPages.findLast(({ hospitalId, page }) => hospitalId === person.hospitalId && page.generation?.id === currentGeneration(this.store.db, source) && page.entries.length + (page.removals?.length ?? 0) > 0) : undefined;
    if (old) applyFeed(this.context, source, old.page);
    await pullFeed(this.context, client, person.id, source);
    await finishRemovals(this.context, client, person.id, source, () => this.renewBackups());
    await pushOutbox(this.context, client, this.session);
    await this.session.endIdle();
  }

  /** A request that hung somewhere on the line arrives now. */
  async deliverLimbo(): Promise<boolean> {
    const late = this.#limbo.shift();
    // Nobody waits for this answer any more, whatever it is.
    if (late) await this.#platform.push(late.sender, late.commands, null, late.generation).catch((error: unknown) => assertAnswer(error));
    return late !== undefined;
  }

  /** Whether the stream of a command made here was deleted because its hospital left it. */
  wasRemoved(commandId: string): boolean {
    return this.store.db.prepare('SELECT 1 FROM removal WHERE stream_id = ? AND is_kept = 0').get(this.#streamOf.get(commandId) ?? '') !== undefined;
  }

  /** Whether a stream stays here for another hospital than the one that left it. */
  keeps(streamId: string): boolean {
    return this.store.db.prepare('SELECT 1 FROM removal WHERE stream_id = ? AND is_kept = 1').get(streamId) !== undefined;
  }

  positionOf(hospitalId: string): number {
    return feedPosition(this.store.db, platformName, hospitalId);
  }

  close(): void {
    this.store.close();
  }
}
