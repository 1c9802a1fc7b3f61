import { AppError } from '../shared/errors/appError.ts';

/** Why the platform answers no; each has one HTTP status. */
const statusOf = {
  'bad-request': 400,
  unauthorized: 401,
  'wrong-password': 401,
  'second-factor-required': 401,
  'wrong-code': 401,
  'not-permitted': 403,
  'account-disabled': 403,
  'not-found': 404,
  'already-exists': 409,
  integrity: 409,
  'protocol-version': 409,
  'range-not-satisfiable': 416,
  'too-many-attempts': 429,
  'rate-limited': 429,
  'not-ready': 503,
  'port-in-use': 500,
  'bad-setting': 500,
} as const;

export type PlatformReason = keyof typeof statusOf;

/** Something the platform refuses or cannot start with. `status` is the HTTP status of the answer. */
export class PlatformError extends AppError {
  readonly status: number;

  constructor(reason: PlatformReason, message: string, options?: ConstructorParameters<typeof AppError>[3]) {
    super('platform', reason, message, options);
    this.status = statusOf[reason];
  }
}

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
