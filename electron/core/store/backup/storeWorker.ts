import { parentPort, workerData } from 'node:worker_threads';
import { toErrorShape } from '../../../../shared/errors/appError.ts';
import { databaseFile, openReadOnly } from '../openDatabase.ts';
import { translateStoreError } from '../storeErrors.ts';
import { checkRecord } from './checkRecord.ts';
import type { StoreJobAnswers, StoreJobEnd, StoreJobStart, StoreJob } from './storeJobs.ts';
import { verifyBackup, writeBackup } from './writeBackup.ts';

/** Entry of a worker thread that does one job and ends. */
const { dataDir, key, job } = workerData as StoreJobStart;

function work(): StoreJobAnswers[StoreJob['kind']] {
  switch (job.kind) {
    case 'backUp': {
      const db = openReadOnly(databaseFile(dataDir), key);
      try {
        return { id: writeBackup(db, { dataDir, key, cause: job.cause, nowMs: job.nowMs }) };
      } finally {
        db.close();
      }
    }
    case 'check':
      return checkRecord(dataDir, key);
    case 'verifyBackup':
      verifyBackup(dataDir, key, job.id);
      return null;
  }
}

function end(): StoreJobEnd {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    return { ok: false, error: toErrorShape(translateStoreError(error, databaseFile(dataDir))) };
  }
}

const port = parentPort;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread is not a window
port?.postMessage(end());
