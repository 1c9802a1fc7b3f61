import { AppError } from '../../shared/errors/appError.ts';

/** An error as the log tells it. */
export interface DescribedError {
  readonly type: string;
  readonly code?: string;
  readonly message: string;
  /** Places in the program, innermost first. */
  readonly stack: readonly string[];
  readonly cause?: DescribedError;
}

const mostFrames = 10;
const mostCharacters = 300;

/**
 * An error without what may be a person's: messages of other makers quote what they were given (`Unexpected token in "{…}"`,
 * `invalid input syntax: "…"`), so what stands in quotes, in other scripts, and long numbers are left out of them. Our own
 * errors carry no such things, and the system's name files of ours.
 */
export function describeError(error: unknown, frames = mostFrames): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: '…', stack: [] };
  const code: unknown = error instanceof AppError ? error.reason : (error as { code?: unknown }).code;
  return {
    type: error.name, ...(typeof code === 'string' ? { code } : {}),
    message: (isOurs(error) ? error.message : withoutQuotes(error.message)).slice(0, mostCharacters),
    stack: (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, frames).map((line) => line.trim().slice(3, 160)),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause, Math.ceil(frames / 3)) }),
  };
}

/** Errors of this product, and of the operating system (`ENOSPC: no space left on device, write`). */
const isOurs = (error: Error): boolean => error instanceof AppError || ('errno' in error && 'syscall' in error);

/** From the first quote to the last: what was quoted may have quotes in it. */
const withoutQuotes = (message: string): string => message.replaceAll(/["'`](?:[^]*["'`]|[^]*$)/g, '…').replaceAll(/[^\u0020-\u007e…]+/g, '…').replaceAll(/\d{6,}/g, '…');
