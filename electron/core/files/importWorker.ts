import { parentPort, workerData } from 'node:worker_threads';
import { toErrorShape } from '../../../shared/errors/appError.ts';
import { BlobBatch } from '../store/blobBatch.ts';
import { begun, type Answers, type DirectoryListing, type Job, type LotAnswer, type LotMessage, type ReadDirectoryJob, type WorkerStart } from './importJobs.ts';
import { listZip } from './listZip.ts';
import { listMedium } from './mediaDirectory.ts';
import { peekObject, reasonOf } from './peekObject.ts';
import { readWhole } from './readPlace.ts';
import { takeObject } from './takeObject.ts';

/** Entry of a worker thread: lots of jobs in, their answers out. What it answers as taken is on the disk. */
const port = parentPort;
const { blobs } = workerData as WorkerStart;

async function answerLot({ lotId, jobs, stop }: LotMessage): Promise<LotAnswer> {
  const batch = blobs && new BlobBatch(blobs.folder, blobs.key);
  const answers: Answers[Job['kind']][] = [];
  for (const job of jobs) {
    if (Atomics.load(stop, 0) === 1) break;
    answers.push(await answer(job, batch));
  }
  try {
    await batch?.settle();
    return { lotId, answers };
  } catch (error) {
    const failed = { kind: 'failed', error: toErrorShape(error) } as const;
    return { lotId, answers: answers.map((given) => ('kind' in given && given.kind === 'taken' ? failed : given)) };
  }
}

function answer(job: Job, batch: BlobBatch | null): Answers[Job['kind']] | Promise<Answers['listZip']> {
  switch (job.kind) {
    case 'peek':
      return peekObject(job.place, job.isWhole);
    case 'listZip':
      return listZip(job.place);
    case 'readDirectory':
      return readDirectory(job);
    case 'take':
      if (!batch) throw new Error('This worker has no store to take objects into.');
      return takeObject(job, batch);
  }
}

function readDirectory({ place }: ReadDirectoryJob): DirectoryListing {
  try {
    return { ...listMedium(readWhole(place)), reject: null };
  } catch (error) {
    return { files: [], warnings: [], reject: { path: place.name, ...reasonOf(error) } };
  }
}

async function receive(message: LotMessage): Promise<void> {
  port?.postMessage(await answerLot(message));
}

port?.on('message', (message: LotMessage) => void receive(message));
port?.postMessage(begun);
