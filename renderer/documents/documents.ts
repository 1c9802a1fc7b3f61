import type { StoredInstance } from '../../shared/ipc/channels.ts';

/** Bytes of a stored object by their digest; the page fetches them from `app://console/blobs/<sha256>`. */
export type ReadBytes = (sha256: string) => Promise<Uint8Array>;

/** Asks the page to show an image a document refers to; frames count from 1, null where the document names none. The third names the presentation state it is to be seen with, where the document does. */
export type ShowImage = (sopInstanceUID: string, frame: number | null, presentationStateUID?: string) => void;

export interface DocumentProps {
  readonly instance: StoredInstance;
  readonly read: ReadBytes;
  readonly onShowImage?: ShowImage;
}
