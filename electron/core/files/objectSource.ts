import type { Reject } from '../../../shared/dicom/types.ts';

/** One object that came over the network or lies in the inbox. */
export interface ArrivingObject {
  /** What a person sees of it: node and SOP Instance UID. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Where an import takes objects from that are not files of this computer. */
export interface ObjectSource {
  /**
   * Hands out objects as they arrive; what could not be fetched comes as a reject and does not stop the others.
   *
   * @param expect told how much there is as soon as the other side says so
   * @throws {SyncError} when the other side cannot be reached or refuses
   */
  open(signal: AbortSignal, expect: (total: { readonly files: number; readonly bytes: number | null }) => void): AsyncIterable<ArrivingObject | Reject>;
  /** Called once everything was taken and committed. */
  taken(): Promise<void>;
}
