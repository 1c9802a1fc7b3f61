import type { Reject } from '../../../shared/dicom/types.ts';
import type { NetworkTestStep, RemoteStudy, RequestOf } from '../../../shared/ipc/channels.ts';

export type StudyQuery = RequestOf<'network.find'>['query'];

/** An object as it came, with the name a person sees. */
export interface FetchedObject {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface FoundStudies {
  readonly studies: readonly RemoteStudy[];
  readonly isTruncated: boolean;
}

/** An object to send; its bytes are read when its turn comes. */
export interface SendItem {
  readonly sopInstanceUID: string;
  readonly sopClassUID: string;
  readonly transferSyntaxUID: string;
  /** @throws {StoreError} not-found | corrupt */
  read(): Promise<Uint8Array>;
}

/** Told once per object: null when the other side confirmed it, otherwise why not. */
export type Sent = (sopInstanceUID: string, failure: string | null) => void;
export type Expect = (total: { readonly files: number; readonly bytes: number | null }) => void;

/** A PACS or archive, whichever protocol it speaks. All methods throw {@link SyncError}, or `cancelled` after an abort. */
export interface NodeClient {
  find(query: StudyQuery, signal: AbortSignal): Promise<FoundStudies>;
  /** Objects of studies as they arrive; what did not come is a reject. */
  retrieve(studyInstanceUIDs: readonly string[], signal: AbortSignal, expect: Expect): AsyncIterable<FetchedObject | Reject>;
  /** Sends objects in any order; resolves when every one was told. */
  send(items: readonly SendItem[], signal: AbortSignal, sent: Sent): Promise<void>;
  /** Tries address, encryption, rights, search and storage, in that order. Stores nothing there. */
  test(signal: AbortSignal): Promise<NetworkTestStep[]>;
}

/** Objects above this are refused: a console has to hold one in memory several times over. */
export const maxObjectBytes = 512 * 1024 * 1024;
/** Studies shown of one search. */
export const maxStudies = 200;

/** An object the other side lists and did not deliver. */
export const notDelivered = (node: string, sopInstanceUID: string, why: string): Reject => ({
  path: `${node}/${sopInstanceUID}`, reason: 'not-delivered', message: `${node} lists the object ${sopInstanceUID} and did not deliver it (${why}); fetch the study again or ask its administrator.`,
});
