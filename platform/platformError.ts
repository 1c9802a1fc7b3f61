import { AppError, toErrorShape, type ErrorShape } from '../shared/errors/appError.ts';
import { platformReasons, type PlatformReason } from '../shared/platform/refusals.ts';

/** Something the platform refuses or cannot start with. `status` is the HTTP status of the answer. */
export class PlatformError extends AppError {
  readonly status: number;

  constructor(reason: PlatformReason, message: string, options?: ConstructorParameters<typeof AppError>[3]) {
    super('platform', reason, message, options);
    this.status = platformReasons[reason];
  }
}

/** What a console is told of an error; of one that nobody expected the log alone has more. */
export const toldOf = (error: unknown): ErrorShape =>
  error instanceof AppError ? toErrorShape(error) : { code: 'internal', reason: 'unexpected', message: 'The platform met an unexpected error; try again.' };

/** Status for any error that reaches a route: the record's and the meeting's rules are conflicts, the unknown is ours. */
export function httpStatusOf(error: unknown): number {
  if (error instanceof PlatformError) return error.status;
  if (error instanceof AppError) {
    if (error.reason === 'not-found') return 404;
    if (error.reason === 'integrity') return 409;
    if (error.reason === 'disk-full' || (error.code === 'store' && error.reason === 'read-only')) return 507;
    if (error.reason === 'not-permitted' || error.reason === 'not-invited') return 403;
    return error.code === 'record' || error.code === 'meeting' ? 409 : 500;
  }
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}
