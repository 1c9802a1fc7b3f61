import { createHash, randomUUID } from 'node:crypto';
import { AppError } from '../../shared/errors/appError.ts';
import { documentIdOf } from '../../shared/fhir/identity.ts';
import type { BlobFiles } from '../blobs/blobFiles.ts';
import type { Log } from '../log/log.ts';
import type { PlatformStore } from '../store/openStore.ts';
import type { ProvinceDocumentRow } from '../store/province.ts';
import type { ProvinceAdapter } from './adapter.ts';
import { documentSourceOf } from './documentSource.ts';

export interface WorkerTiming {
  /** A worker that died is followed by another after this long; longer than one sending takes. */
  readonly leaseMs: number;
  /** First and longest wait before a document goes again. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** How often the queue is looked at when nobody calls. */
  readonly pollMs: number;
}

export const workerTiming: WorkerTiming = { leaseMs: 180_000, firstDelayMs: 5000, longestDelayMs: 3_600_000, pollMs: 15_000 };

export interface ProvinceWorker {
  /** There may be something to send; returns at once. */
  wake(): void;
  /** Ends what is being sent and gives it back; it goes again with the same id. */
  stop(): Promise<void>;
}

export interface WorkerOptions {
  readonly store: PlatformStore;
  readonly files: BlobFiles;
  readonly adapter: ProvinceAdapter;
  readonly timing?: WorkerTiming;
  readonly log: Log;
}

/** Sends queued documents one after the other; any number of nodes may run one. */
export function startProvinceWorker({ store, files, adapter, timing = workerTiming, log }: WorkerOptions): ProvinceWorker {
  const ending = new AbortController();
  let isWoken = false;
  let wakeUp: (() => void) | null = null;
  const wake = (): void => {
    isWoken = true;
    wakeUp?.();
  };
  const sleep = async (): Promise<void> => {
    if (isWoken || ending.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timing.pollMs);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    wakeUp = null;
  };
  const run = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      isWoken = false;
      try {
        while (!ending.signal.aborted && (await sendNext())) isWoken = true;
      } catch (error) {
        log.error('workFailed', { what: 'documents for the province' }, error);
        isWoken = false;
      }
      await sleep();
    }
  };
  const sendNext = async (): Promise<boolean> => {
    const leaseToken = randomUUID();
    const row = await store.transact((tx) => tx.province.claim(leaseToken, Date.now(), timing.leaseMs));
    if (!row) return false;
    await sendOne(row, leaseToken);
    return true;
  };
  const sendOne = async (row: ProvinceDocumentRow, leaseToken: string): Promise<void> => {
    const again = (reason: string, message: string, attempts: number): Promise<void> =>
      store.province.failed(row.commandId, leaseToken, { state: 'waiting', reason, message, attempts, nextAtMs: Date.now() + delayOf(attempts, timing) });
    let body: string;
    try {
      const source = await documentSourceOf(store, files, row);
      // Waiting for a transfer is not a failure: the delay stays the first.
      if (!source) return await again('report-not-here', 'The report of this opinion has not arrived at the platform yet.', 0);
      body = adapter.encode(source);
    } catch (error) {
      const message = error instanceof AppError ? error.message : 'The document could not be made; tell the maker of this platform.';
      log.error('provinceFailed', { kind: row.kind, documentId: documentIdOf(row.kind, row.commandId) }, error);
      return store.province.failed(row.commandId, leaseToken, { state: 'refused', reason: error instanceof AppError ? error.reason : 'unexpected', message, attempts: row.attempts, nextAtMs: 0 });
    }
    const documentId = documentIdOf(row.kind, row.commandId);
    const bodySha256 = createHash('sha256').update(body).digest('hex');
    if (!(await store.province.sending(row.commandId, leaseToken, bodySha256))) return undefined;
    const answer = await adapter.send(documentId, body, ending.signal);
    if (ending.signal.aborted && answer.kind !== 'accepted') return store.province.release(row.commandId, leaseToken);
    if (answer.kind === 'again') {
      log.warn('provinceWaits', { kind: row.kind, documentId, reason: answer.reason });
      return again(answer.reason, answer.message, row.attempts + 1);
    }
    if (answer.kind === 'refused') {
      log.error('provinceRefused', { kind: row.kind, documentId, reason: answer.reason });
      return store.transact(async (tx) => {
        await tx.province.failed(row.commandId, leaseToken, { state: 'refused', reason: answer.reason, message: answer.message, attempts: row.attempts + 1, nextAtMs: 0 });
        await tx.audit.append(entryOf(row, 'provinceRefused', { documentId, reason: answer.reason }));
      });
    }
    const { status, location, versionId } = answer;
    return store.transact(async (tx) => {
      await tx.province.accepted({ commandId: row.commandId, documentId, adapter: adapter.name, status, location, versionId, bodySha256, acceptedAtMs: Date.now() }, leaseToken);
      await tx.audit.append(entryOf(row, 'provinceAccepted', { documentId, status, bodySha256 }));
    });
  };
  const running = run();
  return {
    wake,
    async stop() {
      ending.abort();
      wake();
      await running;
    },
  };
}

const entryOf = (row: ProvinceDocumentRow, action: 'provinceAccepted' | 'provinceRefused', detail: Readonly<Record<string, string | number>>) => ({
  atMs: Date.now(), action, personId: 'platform', hospitalId: '', deviceId: 'platform', subject: row.caseId, detail: { kind: row.kind, ...detail },
});

/** Doubles with each try, up to the longest, with a third of chance so that nodes do not knock together. */
const delayOf = (attempts: number, { firstDelayMs, longestDelayMs }: WorkerTiming): number => Math.min(longestDelayMs, firstDelayMs * 2 ** Math.max(0, attempts - 1)) * (0.85 + 0.3 * Math.random());
