import { RecordError, StoreError } from '../../shared/errors/appError.ts';
import type { ArchiveProgress, ArchiveReport, RequestOf, ResponseOf } from '../../shared/ipc/channels.ts';
import { exportCase } from './archive/exportCase.ts';
import { importCase } from './archive/importCase.ts';
import { readArchive } from './archive/verifyArchive.ts';
import { AttemptLimit } from './commands/attemptLimit.ts';
import { getCase } from './commands/caseView.ts';
import type { RecordContext } from './commands/recordContext.ts';
import { openSealedKey } from './commands/sealedKey.ts';
import type { CoreSession } from './coreSession.ts';
import { appendAudit } from './store/audit.ts';

/** Windows are told so often at most. */
const tellEveryMs = 150;

/** Exports and imports of single cases as archives; several may run, each can be stopped. */
export class Archives {
  readonly #context: RecordContext;
  readonly #session: CoreSession;
  readonly #onProgress: (progress: ArchiveProgress) => void;
  readonly #pins = new AttemptLimit();
  readonly #running = new Map<string, AbortController>();
  readonly #ends = new Set<Promise<unknown>>();

  constructor(context: RecordContext, session: CoreSession, onProgress: (progress: ArchiveProgress) => void) {
    this.#context = context;
    this.#session = session;
    this.#onProgress = onProgress;
  }

  /**
   * Writes a case as an archive signed by the person signed in.
   * @throws {RecordError} not-found, also for a case they may not see; signature-invalid for a wrong PIN or no key; as `exportCase`
   */
  async export(request: RequestOf<'archive.export'>): Promise<ResponseOf<'archive.export'>> {
    const { jobId, caseId, pin } = request;
    const person = this.#session.requireClinical();
    getCase(this.#context, person, caseId);
    const signingKey = this.#session.signingKeyOf(person.id);
    if (!signingKey) throw new RecordError('signature-invalid', 'This account has no signing key yet; create one with a PIN first. An archive is signed by whoever exports it.');
    const privateKey = await this.#pins.attempt(person.id, () => openSealedKey(signingKey, pin));
    const { db } = this.#context.store;
    // Noted before the file is there: one that could be carried away without a trace must not exist.
    appendAudit(db, { atMs: Date.now(), personId: person.id, action: 'archive.export', subject: caseId });
    return this.#run(jobId, ({ signal, onProgress }) =>
      exportCase(this.#context.store, { ...request, signer: person, keys: { publicKey: signingKey.publicKey, privateKey }, nowMs: Date.now(), signal, onProgress }));
  }

  /** What an archive holds and whether it is sound; nothing is taken. @throws as `readArchive` */
  inspect({ jobId, path, passphrase }: RequestOf<'archive.inspect'>): Promise<ArchiveReport> {
    this.#session.requireClinical();
    return this.#run(jobId, async (options) => (await readArchive(path, passphrase, options)).report);
  }

  /** Takes a case in. @throws as `importCase` */
  import({ jobId, path, passphrase }: RequestOf<'archive.import'>): Promise<ResponseOf<'archive.import'>> {
    const person = this.#session.requireClinical();
    return this.#run(jobId, (options) => importCase(this.#context, person, path, passphrase, options));
  }

  cancel(jobId: string): void {
    this.#running.get(jobId)?.abort();
  }

  async stop(): Promise<void> {
    for (const abort of this.#running.values()) abort.abort();
    await Promise.allSettled(this.#ends);
  }

  async #run<T>(jobId: string, work: (options: { signal: AbortSignal; onProgress: (done: number, total: number) => void }) => Promise<T>): Promise<T> {
    if (this.#running.has(jobId)) throw new StoreError('locked', 'This is being done already; wait until it has ended or stop it.');
    const abort = new AbortController();
    this.#running.set(jobId, abort);
    let toldAtMs = Number.NEGATIVE_INFINITY;
    const onProgress = (bytesDone: number, bytesTotal: number): void => {
      if (performance.now() - toldAtMs < tellEveryMs && bytesDone < bytesTotal) return;
      toldAtMs = performance.now();
      this.#onProgress({ jobId, bytesDone, bytesTotal });
    };
    const done = work({ signal: abort.signal, onProgress });
    this.#ends.add(done);
    try {
      return await done;
    } finally {
      this.#running.delete(jobId);
      this.#ends.delete(done);
    }
  }
}
