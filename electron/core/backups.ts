import { toErrorShape, type ErrorShape } from '../../shared/errors/appError.ts';
import type { BackupList, RecordHealth } from '../../shared/ipc/channels.ts';
import { listBackupFiles, type BackupCause } from '../safe/backupManifest.ts';
import type { CoreLog } from './coreLog.ts';
import { listHeld } from './store/backup/carryOver.ts';
import { prepareRestore } from './store/backup/restoreJournal.ts';
import { runStoreJob } from './store/backup/runStoreJob.ts';
import type { Store } from './store/openStore.ts';
import { getSetting, setSetting } from './store/people.ts';
import { getRow } from './store/statement.ts';

export interface BackupsOptions {
  /** The console's data key. */
  readonly key: Uint8Array;
  readonly log: CoreLog;
  /** Now, ms; for tests that live through weeks. */
  readonly now?: () => number;
}

const lookEveryMs = 30 * 60_000;
const weekMs = 7 * 86_400_000;

/** Copies of the record made by themselves, complete checks once a week, and both on request; one at a time, beside the work. */
export class Backups {
  readonly #store: Store;
  readonly #options: BackupsOptions;
  readonly #closing = new AbortController();
  #queue: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #running: RecordHealth['running'] = null;
  #backupError: ErrorShape | null = null;

  constructor(store: Store, options: BackupsOptions) {
    this.#store = store;
    this.#options = options;
  }

  start(): void {
    this.#look();
    this.#timer = setInterval(() => this.#look(), lookEveryMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#closing.abort();
    await this.#queue;
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }

  /** What is due: the copy of the day, the check of the week. */
  #look(): void {
    const today = new Date(this.#now()).toISOString().slice(0, 10);
    const hasToday = listBackupFiles(this.#store.dataDir).some(({ manifest }) => manifest !== null && new Date(manifest.createdAtMs).toISOString().startsWith(today));
    if (!hasToday) this.make('daily').catch((error: unknown) => this.#tell('The copy of the day could not be made', error));
    const checkedAtMs = this.#lastCheck()?.atMs ?? 0;
    if (this.#now() - checkedAtMs >= weekMs) this.check().catch((error: unknown) => this.#tell('The weekly check could not be made', error));
  }

  #tell(what: string, error: unknown): void {
    const { code, reason } = toErrorShape(error);
    if (reason !== 'cancelled') this.#options.log('error', `${what}: ${code}/${reason}.`);
  }

  /** Makes a copy and proves it. @throws {StoreError} disk-full | corrupt | cancelled */
  make(cause: BackupCause): Promise<{ id: string }> {
    return this.#next('backUp', async () => {
      try {
        const done = await runStoreJob({ dataDir: this.#store.dataDir, key: this.#options.key }, { kind: 'backUp', cause, nowMs: this.#now() }, this.#closing.signal);
        this.#backupError = null;
        return done;
      } catch (error) {
        const shape = toErrorShape(error);
        if (shape.reason !== 'cancelled') this.#backupError = shape;
        throw error;
      }
    });
  }

  /** Reads the whole record; what was found is kept and shown until the next check. */
  check(): Promise<RecordHealth> {
    return this.#next('check', async () => {
      const findings = await runStoreJob({ dataDir: this.#store.dataDir, key: this.#options.key }, { kind: 'check' }, this.#closing.signal);
      setSetting(this.#store.db, 'lastCheck', JSON.stringify({ atMs: Math.round(this.#now()), ...findings }));
      if (findings.damage.length > 0 || !findings.isAuditIntact) this.#options.log('error', 'The complete check of the record found damage.', { findings: findings.damage.length, isAuditIntact: findings.isAuditIntact });
      return this.health();
    });
  }

  /** Proves a copy and prepares it to take the record's place at the next start. @throws {StoreError} not-found | corrupt | disk-full */
  restore(id: string, personId: string): Promise<void> {
    return this.#next('restore', async () => {
      await runStoreJob({ dataDir: this.#store.dataDir, key: this.#options.key }, { kind: 'verifyBackup', id }, this.#closing.signal);
      prepareRestore(this.#store.dataDir, this.#options.key, id, personId, this.#now());
    });
  }

  #next<T>(what: NonNullable<RecordHealth['running']>, work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(async () => {
      this.#running = what;
      try {
        return await work();
      } finally {
        this.#running = null;
      }
    });
    this.#queue = done.catch(() => undefined);
    return done;
  }

  #lastCheck(): RecordHealth['lastCheck'] {
    const stored = getSetting(this.#store.db, 'lastCheck');
    return stored === null ? null : (JSON.parse(stored) as RecordHealth['lastCheck']);
  }

  health(): RecordHealth {
    return { running: this.#running, lastCheck: this.#lastCheck(), backupError: this.#backupError };
  }

  /** The copies and, for each, how much of the present record came after it. */
  list(): BackupList {
    const { db, dataDir } = this.#store;
    const count = (sql: string): number => getRow<{ n: number }>(db, sql)?.n ?? 0;
    const present = {
      cases: count(`SELECT count(*) AS n FROM (SELECT id FROM stream_record WHERE kind = 'case' UNION SELECT stream_id FROM command WHERE kind = 'case')`),
      commands: count('SELECT count(*) AS n FROM command'), waiting: count('SELECT count(*) AS n FROM outbox'), lastCommandAtMs: getRow<{ at: number | null }>(db, `SELECT max(json_extract(envelope, '$.atMs')) AS at FROM command`)?.at ?? null,
    };
    return {
      present, held: listHeld(db).length, ...this.health(),
      backups: listBackupFiles(dataDir).map(({ id, manifest }) => ({
        id, createdAtMs: manifest?.createdAtMs ?? null, cause: manifest?.cause ?? null, byteLength: manifest?.byteLength ?? null, cases: manifest?.cases ?? null, commands: manifest?.commands ?? null,
        waiting: manifest?.waiting ?? null, lastCommandAtMs: manifest?.lastCommandAtMs ?? null,
      })),
    };
  }
}
