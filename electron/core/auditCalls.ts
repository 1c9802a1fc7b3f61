import { AppError } from '../../shared/errors/appError.ts';
import { auditOf } from '../../shared/ipc/auditOf.ts';
import type { CallName } from '../../shared/ipc/channels.ts';
import { ViewAudit } from './commands/viewAudit.ts';
import type { CoreSession } from './coreSession.ts';
import { appendAudit } from './store/audit.ts';
import type { Store } from './store/openStore.ts';
import { getAccount } from './store/people.ts';
import { getRow, inTransaction } from './store/statement.ts';

/** A refusal for want of rights; the record says `not-found` of a case to whoever has no part in it. */
const refusals: ReadonlySet<string> = new Set(['not-permitted', 'unauthorized', 'signature-invalid', 'not-found']);
const nobody = { id: 'nobody' };

/** Ids a request names, as far as an audit row holds them. */
interface Named {
  readonly caseId?: unknown;
  readonly meetingId?: unknown;
  readonly sha256?: unknown;
  readonly importId?: unknown;
  readonly subject?: unknown;
  readonly stream?: { readonly kind: string; readonly id: string };
}

/** Writes the rows of the access log that belong to a call as a whole, as {@link auditOf} says. */
export class AuditCalls {
  readonly #store: Store;
  readonly #session: CoreSession;
  readonly #views: ViewAudit;

  constructor(store: Store, session: CoreSession) {
    this.#store = store;
    this.#session = session;
    this.#views = new ViewAudit(store.db);
  }

  /** A call that was answered; written before the answer goes out, so that nothing is seen without a row. */
  answered(channel: CallName, request: unknown): void {
    const decision = auditOf[channel];
    if (decision?.kind !== 'each' && decision?.kind !== 'view') return;
    const person = this.#session.person ?? nobody;
    const { subject, caseId } = subjectOf(request, this.#session.person?.hospitalId ?? '');
    if (decision.kind === 'view') this.#views.view(person, decision.action, subject, caseId);
    else this.#append(person.id, decision.action, subject, caseId, {});
  }

  /** A call that failed: refusals for want of rights leave a row, other failures none. */
  failed(channel: CallName, request: unknown, error: unknown): void {
    if (!(error instanceof AppError) || !refusals.has(error.reason)) return;
    if (channel === 'session.signIn') return this.#signInFailed(request as { readonly account: string }, error);
    const { subject, caseId } = subjectOf(request, this.#session.person?.hospitalId ?? '');
    // What is nowhere here was refused to nobody.
    if (error.reason === 'not-found' && (caseId === undefined || !this.#isHere(caseId))) return;
    // Windows ask again and again while nobody is signed in.
    if (!this.#session.person) return this.#views.view(nobody, 'refusal', channel);
    this.#append(this.#session.person.id, 'refusal', subject, caseId, { channel, reason: error.reason });
  }

  /** What was typed as an account may be a password: only accounts this console knows are named. */
  #signInFailed({ account }: { readonly account: string }, error: AppError): void {
    if (error.reason !== 'unauthorized') return;
    const known = getAccount(this.#store.db, account.trim());
    this.#append(known?.person.id ?? 'nobody', 'session.signInFailed', known?.person.id ?? 'unknown account', undefined, { reason: error.reason });
  }

  #isHere(caseId: string): boolean {
    return getRow(this.#store.db, 'SELECT 1 FROM command WHERE stream_id = ? UNION SELECT 1 FROM stream_record WHERE id = ? LIMIT 1', caseId, caseId) !== undefined;
  }

  #append(personId: string, action: string, subject: string, caseId: string | undefined, detail: Readonly<Record<string, string>>): void {
    inTransaction(this.#store.db, () => appendAudit(this.#store.db, { atMs: Date.now(), personId, action, subject, detail, ...(caseId === undefined ? {} : { caseId }) }));
  }
}

function subjectOf(request: unknown, fallback: string): { subject: string; caseId?: string } {
  const named = (request ?? {}) as Named;
  const caseId = typeof named.caseId === 'string' ? named.caseId : named.stream?.kind === 'case' ? named.stream.id : undefined;
  const subject = [caseId, named.meetingId, named.stream?.id, named.sha256, named.importId, named.subject].find((value): value is string => typeof value === 'string') ?? fallback;
  return caseId === undefined ? { subject } : { subject, caseId };
}
