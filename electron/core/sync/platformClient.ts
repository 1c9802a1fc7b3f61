import { z as schemas, type z } from 'zod';
import { AppError, SyncError } from '../../../shared/errors/appError.ts';
import { directorySchema, type Directory } from '../../../shared/mdt/directory.ts';
import type { AnyCommand, Stream } from '../../../shared/mdt/command.ts';
import {
  begunFactorSchema, confirmedFactorSchema, factorStateSchema, nodesSchema, presenceSchema, refreshResponseSchema, sessionResponseSchema, ticketSchema,
  type BegunFactor, type ConfirmedFactor, type FactorState, type Presence, type RefreshResponse, type SessionResponse, type SigningKey,
} from '../../../shared/platform/contract.ts';
import { auditAnchorsSchema, platformAuditSchema, type auditAnchorSchema, type PlatformAuditRow } from '../../../shared/platform/auditContract.ts';
import { minutesDiffSchema, minutesHeadsSchema, pushedMinutesSchema, type MinutesDiff, type PushedMinutes } from '../../../shared/platform/minutesContract.ts';
import { compareAnswerSchema, generationAnswerSchema, returnsAnswerSchema, type CompareAnswer, type GenerationAnswer, type Rejoined, type ReturnsAnswer, type ReturnsRequest } from '../../../shared/sync/generation.ts';
import { agreeProtocol, protocols } from '../../../shared/sync/negotiate.ts';
import { feedResponseSchema, protocolResponseSchema, pushResponseSchema, removalReportSchema, type FeedResponse, type RemovalReceipt, type RemovalReport } from '../../../shared/sync/protocol.ts';
import { PlatformNodes } from './platformNodes.ts';
import { retryAfterMs } from './waitTurn.ts';

const answerTimeoutMs = 15_000;
/** How often a request the platform found too fast is sent again, each time after the wait it asked for. */
const rateTries = 5;
const nodesFreshMs = 60_000;

/** Platform clock minus ours at the middle of a request, and when that was, by our clock and by one that nobody can set. */
export interface ClockReading {
  readonly driftMs: number;
  readonly atMs: number;
  readonly monotonicMs: number;
}

/** The platform's HTTP interface (shared/platform/contract.ts); every answer is validated. */
export class PlatformClient {
  readonly origin: string;
  /** Newest comparison of the two clocks; null until the platform has answered. */
  clock: ClockReading | null = null;
  /** Agreed with the platform; the first until it was asked. */
  #protocol = protocols.min;

  readonly #nodes: PlatformNodes;
  readonly #movedListeners = new Set<() => void>();
  #nodesAtMs = -Infinity;

  /**
   * @param origin `http(s)://host:port`, without a path
   * @param known other nodes of the platform, from an earlier run
   */
  constructor(origin: string, known: readonly string[] = []) {
    this.origin = origin.replace(/\/+$/, '');
    this.#nodes = new PlatformNodes(this.origin, () => {
      for (const listener of this.#movedListeners) listener();
    });
    this.#nodes.learn(known);
  }

  /** The node in use now; `origin` stays the name of the platform. */
  get address(): string {
    return this.#nodes.address;
  }

  /** The addresses of all its nodes, the configured one first. */
  get addresses(): readonly string[] {
    return this.#nodes.addresses;
  }

  /** Tells when another node is used from now on; returns what ends it. */
  onMoved(listener: () => void): () => void {
    this.#movedListeners.add(listener);
    return () => void this.#movedListeners.delete(listener);
  }

  /** A line to the node in use broke: goes to another when it does not answer. */
  checkNode(): Promise<void> {
    return this.#nodes.check();
  }

  /** Asks which nodes there are, at most once a minute; a platform that does not say has one. */
  async refreshNodes(token: string): Promise<void> {
    if (performance.now() - this.#nodesAtMs < nodesFreshMs) return;
    this.#nodesAtMs = performance.now();
    try {
      const { nodes } = await this.#ask('GET', '/v1/nodes', nodesSchema, { token });
      this.#nodes.learn(nodes.map(({ url }) => url));
    } catch (error) {
      if (!(error instanceof SyncError) || error.reason !== 'refused') throw error;
    }
  }

  signIn(account: string, password: string, deviceId: string, code?: string): Promise<SessionResponse> {
    return this.#ask('POST', '/v1/session', sessionResponseSchema, { body: { account, password, deviceId, ...(code === undefined ? {} : { code }) } });
  }

  /** The next pair of tokens; the one given is spent by it. */
  refresh(refreshToken: string, deviceId: string): Promise<RefreshResponse> {
    return this.#ask('POST', '/v1/session/refresh', refreshResponseSchema, { body: { refreshToken, deviceId } });
  }

  /** Ends all tokens of a sign-in, its access token too, however old that is. */
  async endSession(refreshToken: string, deviceId: string): Promise<void> {
    await this.#ask('POST', '/v1/session/end', schemas.object({}), { body: { refreshToken, deviceId } });
  }

  secondFactor(token: string): Promise<FactorState> {
    return this.#ask('GET', '/v1/second-factor', factorStateSchema, { token });
  }

  beginSecondFactor(token: string): Promise<BegunFactor> {
    return this.#ask('POST', '/v1/second-factor', begunFactorSchema, { token, body: {} });
  }

  confirmSecondFactor(token: string, code: string): Promise<ConfirmedFactor> {
    return this.#ask('PUT', '/v1/second-factor', confirmedFactorSchema, { token, body: { code } });
  }

  async endSecondFactor(token: string, code: string): Promise<void> {
    await this.#ask('POST', '/v1/second-factor/off', schemas.object({}), { token, body: { code } });
  }

  async signOut(token: string): Promise<void> {
    await this.#ask('DELETE', '/v1/session', schemas.object({}), { token });
  }

  directory(token: string): Promise<Directory> {
    return this.#ask('GET', '/v1/directory', directorySchema, { token });
  }

  async putSigningKey(token: string, key: SigningKey): Promise<void> {
    await this.#ask('PUT', '/v1/signing-key', schemas.object({}), { token, body: key });
  }

  push(token: string, commands: readonly AnyCommand[], generation?: string): Promise<z.infer<typeof pushResponseSchema>> {
    return this.#ask('POST', '/v1/commands', pushResponseSchema, { token, body: { protocolVersion: this.#protocol, commands, ...(generation === undefined ? {} : { generation }) } });
  }

  /** Agrees on the protocol to speak; a platform without the question speaks the first. @throws {SyncError} protocol-version, saying which side has to be updated */
  async negotiate(): Promise<void> {
    try {
      this.#protocol = (await this.#ask('POST', '/v1/protocol', protocolResponseSchema, { body: protocols })).version;
    } catch (error) {
      if (!(error instanceof AppError) || error.detail['status'] !== 404) throw error;
      this.#protocol = agreedWithFirst(this.origin);
    }
  }

  /** Proof of what was deleted here. */
  async confirmRemoval(token: string, receipt: RemovalReceipt): Promise<void> {
    await this.#ask('POST', '/v1/removals', schemas.object({ sha256: schemas.string() }), { token, body: receipt });
  }

  /** Who left a stream, and which consoles have confirmed. @throws {SyncError} refused where the caller's hospital has no part in it */
  removals(token: string, streamId: string): Promise<RemovalReport> {
    return this.#ask('GET', `/v1/removals/${streamId}`, removalReportSchema, { token });
  }

  feed(token: string, after: number, limit: number, generation?: string): Promise<FeedResponse> {
    return this.#ask('GET', `/v1/feed?after=${after}&limit=${limit}&protocol=${this.#protocol}${generation === undefined ? '' : `&generation=${generation}`}`, feedResponseSchema, { token });
  }

  /** After a restore: the newest generation of the order, and how far the caller's feed is as the newest of the known ones had it. */
  generation(token: string, known: readonly string[]): Promise<GenerationAnswer> {
    return this.#ask('GET', `/v1/generation?known=${known.join(',')}`, generationAnswerSchema, { token });
  }

  compareStreams(token: string, generationId: string, streams: readonly { readonly stream: Stream; readonly ids: readonly string[] }[]): Promise<CompareAnswer> {
    return this.#ask('POST', '/v1/generation/compare', compareAnswerSchema, { token, body: { generationId, streams } });
  }

  giveBack(token: string, request: ReturnsRequest): Promise<ReturnsAnswer> {
    return this.#ask('POST', '/v1/generation/returns', returnsAnswerSchema, { token, body: request });
  }

  async rejoined(token: string, report: Rejoined): Promise<void> {
    await this.#ask('POST', '/v1/generation/rejoined', schemas.object({}), { token, body: report });
  }

  async missingBlobs(token: string, sha256: readonly string[]): Promise<Set<string>> {
    const missing = new Set<string>();
    for (let at = 0; at < sha256.length; at += 500) {
      const answer = await this.#ask('POST', '/v1/blobs/missing', schemas.object({ missing: schemas.array(schemas.string()) }), { token, body: { sha256: sha256.slice(at, at + 500) } });
      for (const hash of answer.missing) missing.add(hash);
    }
    return missing;
  }

  /** Those of a case's blobs that the platform has just read through and proved, and gives back to whoever asks. */
  async heldBlobs(token: string, caseId: string, sha256: readonly string[]): Promise<Set<string>> {
    return new Set((await this.#ask('POST', '/v1/blobs/held', schemas.object({ held: schemas.array(schemas.string()) }), { token, body: { caseId, sha256 } })).held);
  }

  digest(token: string, stream: Stream): Promise<{ version: number; digest: string }> {
    return this.#ask('GET', `/v1/streams/${stream.kind}/${stream.id}/digest`, schemas.object({ version: schemas.number(), digest: schemas.string() }), { token });
  }

  ticket(token: string, meetingId: string): Promise<z.infer<typeof ticketSchema>> {
    return this.#ask('POST', `/v1/meetings/${meetingId}/ticket`, ticketSchema, { token, body: {} });
  }

  presence(token: string, meetingId: string): Promise<Presence> {
    return this.#ask('GET', `/v1/meetings/${meetingId}/presence`, presenceSchema, { token });
  }

  pushMinutes(token: string, caseId: string, updates: readonly { readonly sha256: string; readonly atMs: number; readonly bytes: Uint8Array }[]): Promise<PushedMinutes> {
    const body = { updates: updates.map(({ sha256, atMs, bytes }) => ({ sha256, atMs, update: Buffer.from(bytes).toString('base64') })) };
    return this.#ask('POST', `/v1/minutes/${caseId}`, pushedMinutesSchema, { token, body });
  }

  /** What the platform's minutes of a case hold beyond a state vector. */
  minutesDiff(token: string, caseId: string, vector: Uint8Array): Promise<MinutesDiff> {
    return this.#ask('GET', `/v1/minutes/${caseId}?vector=${Buffer.from(vector).toString('base64url')}`, minutesDiffSchema, { token });
  }

  minutesHeads(token: string, sinceMs: number): Promise<z.infer<typeof minutesHeadsSchema>> {
    return this.#ask('GET', `/v1/minutes?since=${Math.floor(sinceMs)}`, minutesHeadsSchema, { token });
  }

  /** All the platform noted of a case, in its order. @throws {SyncError} refused without the right to ask */
  async audit(token: string, caseId: string): Promise<{ rows: PlatformAuditRow[] }> {
    const pages: PlatformAuditRow[][] = [];
    for (let before: number | null | undefined; before !== null; ) {
      const { rows, older }: z.infer<typeof platformAuditSchema> = await this.#ask('GET', `/v1/audit?subject=${caseId}${before === undefined ? '' : `&before=${before}`}`, platformAuditSchema, { token });
      pages.unshift(rows);
      before = older;
    }
    return { rows: pages.flat() };
  }

  async anchorAudit(token: string, head: z.infer<typeof auditAnchorSchema>): Promise<void> {
    await this.#ask('POST', '/v1/audit/anchor', schemas.object({}), { token, body: head });
  }

  /** Ends of this console's access log that the platform has noted. */
  auditAnchors(token: string): Promise<z.infer<typeof auditAnchorsSchema>> {
    return this.#ask('GET', '/v1/audit/anchors', auditAnchorsSchema, { token });
  }

  sampleAccounts(): Promise<unknown> {
    return this.#ask('GET', '/v1/sample/accounts', schemas.unknown(), {});
  }

  /**
   * Bytes of a blob from an offset on.
   * @throws {SyncError} unreachable | unauthorized | refused (absent, or another hospital's)
   */
  async blob(token: string, sha256: string, caseId: string, offset: number, signal: AbortSignal): Promise<{ offset: number; body: AsyncIterable<Uint8Array> }> {
    const headers: Record<string, string> = { authorization: `Bearer ${token}` };
    if (offset > 0) headers['range'] = `bytes=${offset}-`;
    const response = await this.#send(`/v1/blobs/${sha256}?case=${caseId}`, { headers, signal });
    if (response.status === 416) return { offset, body: nothing() };
    if (!response.ok || !response.body) throw await this.#failure(response);
    return { offset: response.status === 206 ? offset : 0, body: response.body };
  }

  async #ask<T>(method: string, path: string, schema: z.ZodType<T>, options: { token?: string; body?: unknown }, tries = 0): Promise<T> {
    const headers: Record<string, string> = {};
    if (options.token !== undefined) headers['authorization'] = `Bearer ${options.token}`;
    if (options.body !== undefined) headers['content-type'] = 'application/json';
    const sentAtMs = Date.now();
    const response = await this.#send(path, { method, headers, ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }), signal: AbortSignal.timeout(answerTimeoutMs) });
    if (response.status === 429 && tries < rateTries && (await isRateLimited(response))) {
      await new Promise((resolve) => setTimeout(resolve, retryAfterMs(response.headers.get('retry-after'))));
      return this.#ask(method, path, schema, options, tries + 1);
    }
    if (!response.ok) throw await this.#failure(response);
    const parsed = schema.safeParse(await this.#json(response));
    if (!parsed.success) {
      throw new SyncError('protocol-version', `${this.origin} answered ${path.split('?')[0]} in a form this console does not know; update the older of console and platform.`, { detail: { url: this.origin } });
    }
    this.#readClock(parsed.data, sentAtMs);
    return parsed.data;
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    try {
      return await this.#nodes.send(path, init);
    } catch (cause) {
      throw this.unreachable(cause);
    }
  }

  async #json(response: Response): Promise<unknown> {
    try {
      return await response.json();
    } catch (cause) {
      throw this.unreachable(cause);
    }
  }

  /** The error for a platform that does not answer; looks for a node that does. */
  unreachable(cause: unknown): SyncError {
    void this.checkNode();
    return new SyncError('unreachable', `The platform at ${this.origin} cannot be reached. Work goes on here and is sent when it answers; check the network or the address in the settings.`, {
      cause, detail: { url: this.origin },
    });
  }

  async #failure(response: Response): Promise<AppError> {
    const body: unknown = await response.json().catch(() => null);
    const stated = schemas.object({ code: schemas.string(), reason: schemas.string(), message: schemas.string() }).safeParse(body);
    const detail = { url: this.origin, status: response.status, ...(stated.success ? { reason: stated.data.reason } : {}), ...(response.status === 429 ? { waitMs: retryAfterMs(response.headers.get('retry-after')) } : {}) };
    const message = stated.success ? stated.data.message : `The platform at ${this.origin} answered with status ${response.status}; try again, and tell its administrator if it stays so.`;
    if (response.status === 401 || detail.reason === 'account-disabled') return new SyncError('unauthorized', message, { detail });
    if (stated.success && stated.data.reason === 'protocol-version') return new SyncError('protocol-version', message, { detail });
    if (stated.success && stated.data.reason === 'restored') return new SyncError('restored', message, { detail });
    if (response.status >= 500) return new SyncError('unreachable', message, { detail });
    return new SyncError('refused', message, { detail });
  }

  #readClock(answer: unknown, sentAtMs: number): void {
    if (typeof answer !== 'object' || answer === null || !('nowMs' in answer) || typeof answer.nowMs !== 'number') return;
    const atMs = Date.now();
    this.clock = { driftMs: Math.round(answer.nowMs - (sentAtMs + atMs) / 2), atMs, monotonicMs: performance.now() };
  }
}

function agreedWithFirst(origin: string): number {
  const agreed = agreeProtocol(protocols, { min: 1, max: 1 });
  if ('version' in agreed) return agreed.version;
  throw new SyncError('protocol-version', `The platform at ${origin} is older than this console; its administrator has to update it. Work goes on here meanwhile.`, { detail: { url: origin } });
}

/** Too fast, as opposed to too many wrong passwords, which are the person's to repeat. */
const isRateLimited = async (response: Response): Promise<boolean> => ((await response.clone().json().catch(() => null)) as { reason?: unknown } | null)?.reason === 'rate-limited';

async function* nothing(): AsyncGenerator<Uint8Array> {
  // A range that begins at the end of the blob: there is nothing left to send.
}
