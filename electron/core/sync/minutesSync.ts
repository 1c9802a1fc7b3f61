import { createHash } from 'node:crypto';
import { AppError, RecordError, SyncError } from '../../../shared/errors/appError.ts';
import type { MinutesChange } from '../../../shared/ipc/channels.ts';
import { hasMinutes, minutesVector } from '../../../shared/minutes/document.ts';
import { heardPresenceSchema, type HeardPresence, type MinutesPresence } from '../../../shared/minutes/presence.ts';
import { minutesNewsSchema, minutesPerPush, pushMinutesBytes } from '../../../shared/platform/minutesContract.ts';
import type { MinutesDesk } from '../commands/minutesDesk.ts';
import type { RecordContext } from '../commands/recordContext.ts';
import { wasRestored } from '../store/generations.ts';
import { casesWithUnsentMinutes, countUnsentMinutes, getMinutesPosition, listUnsentMinutes, resendMinutes, setMinutesPosition, type MinutesUpdate } from '../store/minutes.ts';
import { casesOfPlatform, listCommands } from '../store/streams.ts';
import type { FeedSocket } from './feedSocket.ts';
import type { PlatformClient } from './platformClient.ts';
import type { SyncSession } from './syncSession.ts';

export interface MinutesSyncOptions {
  readonly context: RecordContext;
  readonly client: Pick<PlatformClient, 'pushMinutes' | 'minutesDiff' | 'minutesHeads' | 'origin'>;
  readonly session: SyncSession;
  readonly desk: MinutesDesk;
  /** Name under which positions are kept. */
  readonly platform: string;
  readonly onChanged: (change: MinutesChange) => void;
  readonly onPresence: (presence: HeardPresence) => void;
}

/** While the line is open news comes by itself; this often it is asked all the same, ms. */
const headsEveryMs = 60_000;
/** Clocks of several platform nodes may differ; what changed so shortly before is asked again, ms. */
const overlapMs = 60_000;

const emptyUpdateBytes = 2;

/** Keeps the minutes of this console and the platform equal: changes out as they are typed, those of others in. */
export class MinutesSync {
  readonly #options: MinutesSyncOptions;
  #token: string | null = null;
  #socket: FeedSocket | null = null;
  #line: Promise<unknown> = Promise.resolve();
  #askedAtMs = -Infinity;
  #sinceMs = 0;

  constructor(options: MinutesSyncOptions) {
    this.#options = options;
  }

  /** One round: everything typed here goes out, everything missed comes in. @throws {SyncError} */
  exchange(token: string): Promise<void> {
    this.#token = token;
    return this.#inTurn(async () => {
      for (const caseId of casesWithUnsentMinutes(this.#options.context.store.db)) await this.#push(caseId);
      if (performance.now() - this.#askedAtMs < headsEveryMs && this.#socket?.isOpen === true) return;
      const { heads, nowMs } = await this.#heads(token);
      for (const { caseId, position } of heads) if (position !== this.#position(caseId)) await this.#pull(token, caseId);
      this.#askedAtMs = performance.now();
      this.#sinceMs = Math.max(0, nowMs - overlapMs);
    });
  }

  /** The line news comes by. */
  useSocket(socket: FeedSocket | null): void {
    this.#socket = socket;
  }

  /** The line was opened anew: what was told meanwhile was missed. */
  missed(): void {
    this.#askedAtMs = -Infinity;
  }

  /** The platform does not answer; what is typed waits for the next {@link exchange}. */
  offline(): void {
    this.#token = null;
    this.missed();
  }

  /** Something was typed; sends it at once where the platform is in reach. */
  typed(caseId: string): void {
    if (this.#token === null) return;
    this.#inTurn(() => this.#push(caseId)).catch((error: unknown) => this.#leave(error));
  }

  /** Asks for what others typed in a case somebody opens. */
  opened(caseId: string): void {
    const token = this.#token;
    if (token === null) return;
    this.#inTurn(() => this.#pull(token, caseId)).catch((error: unknown) => this.#leave(error));
  }

  /** The platform's word of a change, see shared/platform/minutesContract.ts. */
  heard(payload: unknown): void {
    const news = minutesNewsSchema.safeParse(payload).data;
    const token = this.#token;
    if (!news || token === null) return;
    this.#inTurn(async () => {
      const { caseId, position, update } = news;
      const known = this.#position(caseId);
      if (position <= known) return;
      if (update === null || position !== known + 1) return this.#pull(token, caseId);
      this.#arrive(caseId, Buffer.from(update, 'base64'));
      setMinutesPosition(this.#options.context.store.db, this.#options.platform, caseId, position);
    }).catch((error: unknown) => this.#leave(error));
  }

  heardPresence(payload: unknown): void {
    const presence = heardPresenceSchema.safeParse(payload).data;
    if (presence) this.#options.onPresence(presence);
  }

  /** Says where this person's caret is; nobody hears it while the platform is away. */
  tellPresence(presence: MinutesPresence): void {
    this.#socket?.tell('minutes:presence', presence);
  }

  /**
   * Makes sure that this console holds what the platform holds, for a freeze.
   * @throws {RecordError} incomplete, with how many changes are missing; {SyncError} unreachable
   */
  async settle(caseId: string): Promise<void> {
    const { context, desk, client } = this.#options;
    const token = this.#token;
    const isUntouched = (): boolean => countUnsentMinutes(context.store.db, caseId) === 0 && !hasMinutes(desk.document(caseId));
    try {
      if (token === null) throw new SyncError('unreachable', `The platform at ${client.origin} cannot be reached.`);
      await this.#inTurn(async () => {
        await this.#push(caseId);
        await this.#pull(token, caseId);
      });
    } catch (error) {
      // Without a word in them there is nothing to compare; the platform still refuses the freeze where others wrote some.
      if (isUntouched() && error instanceof AppError) return;
      if (!(error instanceof AppError) || error.reason !== 'unreachable') throw error;
      const count = countUnsentMinutes(context.store.db, caseId);
      throw new SyncError('unreachable', `The minutes cannot be compared with the platform at ${client.origin} (${changesOf(count)} not sent); freeze the decision when it answers again.`, { cause: error, detail: { waiting: count } });
    }
    const waiting = listUnsentMinutes(context.store.db, caseId, 1000);
    if (waiting.length === 0) return;
    const names = [...new Set(waiting.map(({ personName }) => personName))].join(', ');
    throw new RecordError('incomplete', `The platform does not have ${changesOf(waiting.length)} of the minutes by ${names}; let them sign in here once, then freeze again.`, { detail: { missing: 'minutes', waiting: waiting.length } });
  }

  /** Resolves when nothing is under way. */
  async stop(): Promise<void> {
    this.#token = null;
    await this.#line.catch(() => undefined);
  }

  /** A platform from before minutes were typed together has none, and everything else of it works. */
  async #heads(token: string): ReturnType<PlatformClient['minutesHeads']> {
    try {
      return await this.#options.client.minutesHeads(token, this.#sinceMs);
    } catch (error) {
      if (error instanceof SyncError && error.detail['status'] === 404) return { heads: [], nowMs: 0 };
      throw error;
    }
  }

  async #push(caseId: string): Promise<void> {
    const { context, client, session, platform } = this.#options;
    const { db } = context.store;
    if (!casesOfPlatform(db).has(caseId)) return;
    // What opened the minutes goes first: the platform would take their text for too early or too late.
    if (listCommands(db, { kind: 'case', id: caseId }, 'pending').some(({ version }) => version === null)) return;
    this.#options.desk.gatherUnsent(caseId);
    let hasResent = false;
    for (;;) {
      const batch = firstBatch(listUnsentMinutes(db, caseId, minutesPerPush));
      const [first] = batch;
      const token = first ? await session.tokenOf(first.personId) : null;
      if (!first || token === null) return;
      const { results } = await client.pushMinutes(token, caseId, batch);
      for (const { sha256, status } of results) {
        if (status === 'taken' || status === 'known') this.#options.desk.acknowledge(caseId, sha256, false);
        // Never thrown away: what cannot be part of the minutes is kept beside them.
        if (status === 'late' || status === 'refused') this.#options.desk.acknowledge(caseId, sha256, true);
      }
      const isLate = results.some(({ status }) => status === 'late' || status === 'refused');
      this.#options.onChanged({ caseId, update: null, unsent: countUnsentMinutes(db, caseId), isReset: isLate });
      if (results.some(({ status }) => status === 'missing')) {
        // What others typed comes back to a restored platform from their consoles; until then what stands on it waits here.
        if (hasResent && wasRestored(db, platform)) return;
        if (hasResent) throw lost(client.origin);
        hasResent = true;
        resendMinutes(db, caseId);
      } else if (results.some(({ status }) => status === 'waits')) return;
    }
  }

  async #pull(token: string, caseId: string): Promise<void> {
    const { desk, client, context, platform } = this.#options;
    const diff = await client.minutesDiff(token, caseId, minutesVector(desk.document(caseId)));
    this.#arrive(caseId, Buffer.from(diff.update, 'base64'));
    const late = desk.takeArrived(caseId, diff.late.map((entry) => ({ ...entry, isLate: true, bytes: new Uint8Array(Buffer.from(entry.update, 'base64')) })));
    setMinutesPosition(context.store.db, platform, caseId, diff.position);
    if (late.length > 0) this.#options.onChanged({ caseId, update: null, unsent: countUnsentMinutes(context.store.db, caseId), isReset: true });
  }

  #arrive(caseId: string, buffer: Buffer): void {
    if (buffer.length <= emptyUpdateBytes) return;
    const bytes = new Uint8Array(buffer);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const fresh = this.#options.desk.takeArrived(caseId, [{ sha256, personId: '', personName: '', atMs: Date.now(), isLate: false, bytes }]);
    if (fresh.length > 0) this.#options.onChanged({ caseId, update: bytes, unsent: countUnsentMinutes(this.#options.context.store.db, caseId), isReset: false });
  }

  #position(caseId: string): number {
    return getMinutesPosition(this.#options.context.store.db, this.#options.platform, caseId);
  }

  /** One thing after the other: two pushes of the same change, or a pull between them, would only be repeated. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#line.then(work, work);
    this.#line = turn.catch(() => undefined);
    return turn;
  }

  /** Left for the next round, which says what is wrong. */
  #leave(error: unknown): void {
    if (!(error instanceof AppError)) throw error;
    this.missed();
  }
}

/** Changes of one person from the front of the queue, within the size of one request. */
function firstBatch(waiting: readonly MinutesUpdate[]): MinutesUpdate[] {
  const batch: MinutesUpdate[] = [];
  let bytes = 0;
  for (const update of waiting) {
    bytes += Math.ceil(update.bytes.byteLength / 3) * 4 + 200;
    if (batch.length > 0 && (update.personId !== batch[0]?.personId || bytes > pushMinutesBytes)) break;
    batch.push(update);
  }
  return batch;
}

const changesOf = (count: number): string => `${count} ${count === 1 ? 'change' : 'changes'}`;

const lost = (origin: string): SyncError =>
  new SyncError('integrity', `The platform at ${origin} has lost minutes that others typed and this console has built on; tell its administrator. Everything is kept here.`, { detail: { url: origin } });
