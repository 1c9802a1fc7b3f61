import type { EncodedFrame, StoredFrame } from '../../../shared/dicom/pixels/storedFrame.ts';
import type { ErrorShape } from '../../../shared/errors/appError.ts';

/** One frame for a decode worker; the bytes are transferred. */
export interface DecodeTask {
  readonly id: number;
  readonly frame: EncodedFrame;
}

/** What a decode worker says; the samples are transferred. */
export type DecodeAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'decoded'; readonly id: number; readonly frame: StoredFrame }
  | { readonly kind: 'failed'; readonly id: number; readonly error: ErrorShape };
