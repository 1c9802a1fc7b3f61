import { DicomError, RtError } from '../../errors/appError.ts';

const contentReasons = ['missing-attribute', 'broken-value', 'unsupported'] as const;

/** Runs a reader of a radiotherapy object; what is missing or broken in it becomes an {@link RtError}. */
export function asRtError<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const reason = error instanceof DicomError ? contentReasons.find((known) => known === error.reason) : undefined;
    if (!(error instanceof DicomError) || reason === undefined) throw error;
    throw new RtError(reason, `${what}: ${error.message}`, { cause: error, detail: error.detail });
  }
}
