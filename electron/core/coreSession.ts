import { v7 } from 'uuid';
import { AppError, RecordError, SyncError } from '../../shared/errors/appError.ts';
import type { Person } from '../../shared/mdt/directory.ts';
import { isClinical } from '../../shared/mdt/rights.ts';
import type { RefreshResponse, SessionResponse, SigningKey } from '../../shared/platform/contract.ts';
import { AttemptLimit } from './commands/attemptLimit.ts';
import { isVerified, makeVerifier, createSealedKey } from './commands/sealedKey.ts';
import { appendAudit } from './store/audit.ts';
import type { Store } from './store/openStore.ts';
import { clearSession, forgetVerifier, getAccount, getAccountOf, getRefreshToken, getSession, getToken, idleTokens, putAccount, putDirectory, putSession, setRefreshToken, setToken } from './store/people.ts';
import { inTransaction } from './store/statement.ts';
import type { PlatformClient } from './sync/platformClient.ts';
import type { EndedSession } from './sync/syncSession.ts';

/** A core that ended without saying goodbye is taken for a restart when it was alive so shortly before. */

/** An access token is renewed so long before it ends. */
const earlyMs = 60_000;

/** What an administrator may have done that ends everything a person holds; the first two make a password known here worthless. */
const endedReasons: ReadonlySet<unknown> = new Set(['account-disabled', 'password-reset', 'second-factor-reset']);

/** Who is signed in at this console, and the tokens sync uses for them. */
export class CoreSession implements EndedSession {
  readonly #store: Store;
  #client: PlatformClient;
  #platform: string;
  #person: Person | null = null;
  #sessionId: string = v7();
  /** Kept in memory only: to sign in again when the platform comes back or has forgotten the token. */
  #password: string | null = null;
  #ended: AppError | null = null;
  readonly #refreshing = new Map<string, Promise<string | null>>();
  readonly #offlineAttempts = new AttemptLimit();

  /** @param isRestart true when main started core again after it crashed; false: a new start, which asks to sign in */
  constructor(store: Store, client: PlatformClient, platform: string, isRestart: boolean) {
    this.#store = store;
    this.#client = client;
    this.#platform = platform;
    const kept = getSession(store.db);
    if (kept && isRestart) this.#person = kept;
    else clearSession(store.db);
  }

  /** One sign-in to sign-out, or one run of core; rows of the access log carry it. */
  get sessionId(): string {
    return this.#sessionId;
  }

  get person(): Person | null {
    return this.#person;
  }

  get ended(): AppError | null {
    return this.#ended;
  }

  /** The person signed in. @throws {SyncError} unauthorized when nobody is */
  require(): Person {
    if (!this.#person) throw new SyncError('unauthorized', 'Nobody is signed in at this console; sign in first.');
    return this.#person;
  }

  /**
   * The person signed in, for calls that show or hand out patients' data.
   * @throws {SyncError} unauthorized when nobody is; {RecordError} not-permitted for one without a part in care
   */
  requireClinical(): Person {
    const person = this.require();
    if (!isClinical(person)) throw new RecordError('not-permitted', 'Patients are shown to those who treat them; an administrator sets nodes up without seeing what they hold.');
    return person;
  }

  usePlatform(client: PlatformClient, platform: string): void {
    this.#client = client;
    this.#platform = platform;
  }

  /**
   * Signs in at the platform, or by what is known here when it cannot be reached.
   * @throws {SyncError} unauthorized | unreachable
   */
  async signIn(account: string, password: string, code?: string): Promise<{ person: Person; hasSigningKey: boolean }> {
    const { person, signingKey } = await this.prove(account, password, code);
    this.#person = person;
    this.#sessionId = v7();
    this.#password = password;
    this.#ended = null;
    inTransaction(this.#store.db, () => {
      putSession(this.#store.db, person, Date.now());
      this.#audit(person.id, 'session.signIn');
    });
    return { person, hasSigningKey: signingKey !== null };
  }

  /**
   * Checks account, password and the code of a second factor without changing who is signed in, for a colleague's signature. While
   * the platform cannot be reached the password is enough; it takes the signature once the colleague has signed in here with a code.
   * @throws {SyncError} unauthorized (`detail.reason` second-factor-required where a code is wanted) | unreachable
   */
  async prove(account: string, password: string, code?: string): Promise<{ person: Person; signingKey: SigningKey | null }> {
    try {
      return await this.#remember(account, password, await this.#client.signIn(account, password, this.#store.deviceId, code));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.reason === 'unauthorized') await this.#doubtPassword(account, password, error.detail['reason']);
      if (error.reason !== 'unreachable') throw error;
      return this.#proveHere(account, password, error);
    }
  }

  async #proveHere(account: string, password: string, unreachable: AppError): Promise<{ person: Person; signingKey: SigningKey | null }> {
    const known = getAccount(this.#store.db, account);
    if (!known) {
      throw new SyncError('unreachable', `${unreachable.message} Without it only people who have signed in at this console before can sign in.`, { cause: unreachable, detail: unreachable.detail });
    }
    if (known.verifier.byteLength === 0) {
      throw new SyncError('unauthorized', `An administrator closed this account or gave it another password, so that it can be signed in with only while the platform answers. ${unreachable.message}`, { cause: unreachable, detail: { ...unreachable.detail, reason: 'sign-in-there' } });
    }
    return this.#offlineAttempts.attempt(account, async () => {
      if (!(await isVerified(password, known))) throw new SyncError('unauthorized', 'The account or the password is wrong.');
      return { person: known.person, signingKey: known.signingKey };
    });
  }

  /** Who was shut out at the platform does not come in here by pulling the plug. */
  async #doubtPassword(account: string, password: string, reason: unknown): Promise<void> {
    const known = getAccount(this.#store.db, account);
    if (!known || known.verifier.byteLength === 0) return;
    const isReplaced = reason === 'wrong-password' && (await isVerified(password, known));
    if (isReplaced || reason === 'account-disabled') forgetVerifier(this.#store.db, known.person.id);
  }

  async #remember(account: string, password: string, answer: SessionResponse): Promise<{ person: Person; signingKey: SigningKey | null }> {
    const { salt, verifier } = await makeVerifier(password);
    const { person, signingKey, token } = answer;
    const before = getRefreshToken(this.#store.db, person.id, this.#platform);
    inTransaction(this.#store.db, () => {
      putAccount(this.#store.db, { account, person, signingKey, salt, verifier }, Date.now());
      this.#keepTokens(person.id, answer);
    });
    // What an earlier sign-in at this console left at the platform; one it does not hear of ends by its own time.
    if (before !== null) await this.#client.endSession(before, this.#store.deviceId).catch(() => undefined);
    const directory = await this.#client.directory(token).catch(() => null);
    if (directory) putDirectory(this.#store.db, directory, Date.now());
    return { person, signingKey };
  }

  /** Ends the session here; the token goes too as soon as nothing this person did waits to be sent. */
  async signOut(): Promise<void> {
    const person = this.#person;
    if (!person) return;
    this.#person = null;
    this.#password = null;
    this.#ended = null;
    inTransaction(this.#store.db, () => {
      clearSession(this.#store.db);
      this.#audit(person.id, 'session.signOut');
    });
    await this.endIdle();
  }

  async endIdle(): Promise<void> {
    for (const { personId, token, refreshToken } of idleTokens(this.#store.db, this.#platform, this.#person?.id ?? '')) {
      this.#forgetTokens(personId);
      // Forgotten here; a token the platform does not hear of ends by its own time.
      if (refreshToken !== null) await this.#client.endSession(refreshToken, this.#store.deviceId).catch(() => undefined);
      else if (token !== null) await this.#client.signOut(token).catch(() => undefined);
    }
  }

  /** Makes the signing key of the person signed in. @throws {RecordError} when there is one; {SyncError} offline */
  async createSigningKey(pin: string): Promise<void> {
    const person = this.require();
    const account = getAccountOf(this.#store.db, person.id);
    if (!account || account.signingKey) throw new RecordError('invalid', 'This account has a signing key already; an administrator issues a new one.');
    const token = await this.ownToken();
    const signingKey = await createSealedKey(pin);
    await this.#client.putSigningKey(token, signingKey);
    inTransaction(this.#store.db, () => {
      putAccount(this.#store.db, { ...account, person: { ...account.person, publicKey: signingKey.publicKey }, signingKey }, Date.now());
      this.#audit(person.id, 'session.createSigningKey');
    });
  }

  signingKeyOf(personId: string): SigningKey | null {
    return getAccountOf(this.#store.db, personId)?.signingKey ?? null;
  }

  /** A token of the person signed in. @throws {SyncError} unauthorized when they have to sign in again */
  async ownToken(): Promise<string> {
    const token = await this.tokenOf(this.require().id);
    if (token === null) throw new SyncError('unauthorized', 'The session has ended; sign in again.');
    return token;
  }

  async tokenOf(personId: string): Promise<string | null> {
    const kept = getToken(this.#store.db, personId, this.#platform, Date.now() + earlyMs);
    if (kept !== null) return kept;
    if (this.#ended && personId === this.#person?.id) throw this.#ended;
    const refreshed = await this.#refresh(personId);
    if (refreshed !== null || personId !== this.#person?.id || this.#password === null) return refreshed;
    const account = getAccountOf(this.#store.db, personId);
    if (!account) return null;
    try {
      await this.#remember(account.account, this.#password, await this.#client.signIn(account.account, this.#password, this.#store.deviceId));
    } catch (error) {
      // Not the password any more: trying it again with every round would keep the account locked at the platform for everybody.
      if (error instanceof AppError && error.reason === 'unauthorized') this.#password = null;
      throw error;
    }
    return getToken(this.#store.db, personId, this.#platform, Date.now());
  }

  /** The next access token, asked for once however many want it; null when the person has to sign in again. */
  async #refresh(personId: string): Promise<string | null> {
    const running = this.#refreshing.get(personId) ?? this.#refreshNow(personId).finally(() => this.#refreshing.delete(personId));
    this.#refreshing.set(personId, running);
    return running;
  }

  async #refreshNow(personId: string): Promise<string | null> {
    const [client, platform] = [this.#client, this.#platform];
    const refreshToken = getRefreshToken(this.#store.db, personId, platform);
    if (refreshToken === null) return null;
    try {
      const answer = await client.refresh(refreshToken, this.#store.deviceId);
      // Signed out meanwhile: what came is not kept, and the sign-out has ended it.
      if (getRefreshToken(this.#store.db, personId, platform) !== refreshToken) return null;
      inTransaction(this.#store.db, () => this.#keepTokens(personId, answer));
      return answer.token;
    } catch (error) {
      if (!(error instanceof AppError) || error.reason !== 'unauthorized') throw error;
      if (endedReasons.has(error.detail['reason'])) this.#end(personId, error);
      setRefreshToken(this.#store.db, personId, null);
      if (this.#ended === error) throw error;
      return null;
    }
  }

  /** An administrator ended what this person held: nothing kept here signs them in again, and who has no account any more sees no patients. */
  #end(personId: string, why: AppError): void {
    const reason = why.detail['reason'];
    if (reason !== 'second-factor-reset') forgetVerifier(this.#store.db, personId);
    if (personId !== this.#person?.id) return;
    this.#ended = why;
    this.#password = null;
    if (reason !== 'account-disabled') return;
    this.#person = null;
    inTransaction(this.#store.db, () => {
      clearSession(this.#store.db);
      this.#audit(personId, 'session.ended');
    });
  }

  /** The end of the access token is kept by this console's clock, which may be hours off. */
  #keepTokens(personId: string, { token, expiresAtMs, refreshToken, nowMs }: RefreshResponse): void {
    setToken(this.#store.db, personId, this.#platform, token, Date.now() + expiresAtMs - nowMs);
    setRefreshToken(this.#store.db, personId, refreshToken);
  }

  #forgetTokens(personId: string): void {
    setToken(this.#store.db, personId, this.#platform, null, 0);
    setRefreshToken(this.#store.db, personId, null);
  }

  dropToken(personId: string): void {
    setToken(this.#store.db, personId, this.#platform, null, 0);
  }

  /** The console is being closed: the next start asks for the password again. */
  close(): void {
    clearSession(this.#store.db);
  }

  #audit(personId: string, action: string): void {
    appendAudit(this.#store.db, { atMs: Date.now(), personId, action, subject: personId });
  }
}
