import type { ErrorShape } from '../../../shared/errors/appError.ts';
import type { InstanceHeader, Reject } from '../../../shared/dicom/types.ts';
import type { Head } from '../store/objectHeads.ts';
import type { BlobPlace } from '../store/openStore.ts';
import type { MediaListing } from './mediaDirectory.ts';
import type { ZipListing } from './listZip.ts';
import type { FilePlace, ObjectPlace } from './objectPlace.ts';
import type { Peeked } from './peekObject.ts';

/** What a worker does with one file. */
export type Job = PeekJob | ListZipJob | ReadDirectoryJob | TakeJob;

/** Find out what a file is. */
export interface PeekJob {
  readonly kind: 'peek';
  readonly place: ObjectPlace;
  readonly isWhole: boolean;
}

export interface ListZipJob {
  readonly kind: 'listZip';
  readonly place: FilePlace;
}

/** Read which files a DICOMDIR lists. */
export interface ReadDirectoryJob {
  readonly kind: 'readDirectory';
  readonly place: ObjectPlace;
}

/** Store an object's bytes. */
export interface TakeJob {
  readonly kind: 'take';
  readonly place: ObjectPlace;
  /** What was found in it before; a file that has become another one since is not taken. */
  readonly sopInstanceUID: string;
  readonly patientKey: string;
  /** Content that the case has already under this SOP Instance UID. */
  readonly knownSha256: string | null;
}

/** What became of an object that was to be taken. */
export type Taken =
  | { readonly kind: 'taken'; readonly header: InstanceHeader; readonly sha256: string; readonly byteLength: number; readonly head: Head | null }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'reject'; readonly reject: Reject }
  /** The store cannot go on: the disk is full or may not be written. */
  | { readonly kind: 'failed'; readonly error: ErrorShape };

export interface DirectoryListing extends MediaListing {
  /** Why it could not be read; null when it could. */
  readonly reject: Reject | null;
}

/** Answer to each kind of job. */
export interface Answers {
  readonly peek: Peeked;
  readonly listZip: ZipListing;
  readonly readDirectory: DirectoryListing;
  readonly take: Taken;
}
export type AnswerTo<J extends Job> = Answers[J['kind']];

/** What a worker is started with. Null where nothing is stored. */
export interface WorkerStart {
  readonly blobs: BlobPlace | null;
}
export interface LotMessage {
  readonly lotId: number;
  readonly jobs: readonly Job[];
  /** Over shared memory: 1 when no further job is to be begun. */
  readonly stop: Int32Array;
}
export interface LotAnswer {
  readonly lotId: number;
  /** Of the jobs in their order; fewer when the lot was stopped. */
  readonly answers: readonly Answers[Job['kind']][];
}

/** First message of a worker: its program is loaded. */
export const begun = 'begun';
