/** What crosses a process boundary instead of an exception; `detail` holds only what a person may read. */
export interface ErrorShape {
  readonly code: string;
  readonly reason: string;
  readonly message: string;
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * Base of every error this product raises.
 *
 * `code` names the family (`dicom`, `rt`, …), `reason` is a string literal a caller may
 * switch on, `message` says in one English sentence what is wrong, with what, and what to do.
 * `detail` carries file, tag, offset and the like; never a patient's name.
 */
export class AppError extends Error {
  readonly code: string;
  readonly reason: string;
  readonly detail: Readonly<Record<string, string | number | boolean>>;

  constructor(
    code: string,
    reason: string,
    message: string,
    options: { cause?: unknown; detail?: Readonly<Record<string, string | number | boolean>> } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.reason = reason;
    this.detail = options.detail ?? {};
  }

  /** Plain object for a process boundary. */
  toShape(): ErrorShape {
    return { code: this.code, reason: this.reason, message: this.message, detail: this.detail };
  }
}

type Options = ConstructorParameters<typeof AppError>[3];

/** Reading DICOM bytes. Reasons: not-dicom | truncated | unsupported | missing-attribute | broken-value */
export class DicomError extends AppError {
  constructor(reason: 'not-dicom' | 'truncated' | 'unsupported' | 'missing-attribute' | 'broken-value', message: string, options?: Options) {
    super('dicom', reason, message, options);
  }
}

/** Radiotherapy objects and numbers. */
export class RtError extends AppError {
  constructor(
    reason: 'frame-of-reference-mismatch' | 'no-closed-contour' | 'broken-chain' | 'unsupported' | 'missing-attribute' | 'broken-value',
    message: string,
    options?: Options,
  ) {
    super('rt', reason, message, options);
  }
}

/** The local record: database, blobs, keys. */
export class StoreError extends AppError {
  constructor(
    reason: 'wrong-passphrase' | 'corrupt' | 'disk-full' | 'read-only' | 'not-found' | 'locked' | 'cancelled' | 'newer-version',
    message: string,
    options?: Options,
  ) {
    super('store', reason, message, options);
  }
}

/** A command the rules of the record refuse (state, rights, numbers, signatures). */
export class RecordError extends AppError {
  constructor(
    reason: 'illegal-transition' | 'not-permitted' | 'incomplete' | 'numbers-disagree' | 'signature-invalid' | 'signed-record' | 'not-found' | 'invalid',
    message: string,
    options?: Options,
  ) {
    super('record', reason, message, options);
  }
}

/** Talking to the platform. */
export class SyncError extends AppError {
  constructor(
    reason: 'unreachable' | 'unauthorized' | 'protocol-version' | 'refused' | 'integrity' | 'restored',
    message: string,
    options?: Options,
  ) {
    super('sync', reason, message, options);
  }
}

/** Devices, peers and signalling. */
export class MeetingError extends AppError {
  constructor(
    reason: 'camera-denied' | 'no-device' | 'device-busy' | 'peer-failed' | 'not-presenter' | 'not-invited' | 'not-live',
    message: string,
    options?: Options,
  ) {
    super('meeting', reason, message, options);
  }
}

/** A message between processes that is not in the channel table or has the wrong shape. */
export class IpcError extends AppError {
  constructor(reason: 'unknown-channel' | 'bad-request' | 'bad-sender' | 'core-unavailable', message: string, options?: Options) {
    super('ipc', reason, message, options);
  }
}

/** Any thrown value as an {@link ErrorShape}; foreign errors keep their message under code `internal`. */
export function toErrorShape(error: unknown): ErrorShape {
  if (error instanceof AppError) return error.toShape();
  return { code: 'internal', reason: 'unexpected', message: error instanceof Error ? error.message : String(error) };
}
