/** What any failed call carries; a subset of the shared error shape so that this folder knows nothing of it. */
export interface Problem {
  readonly code: string;
  readonly reason: string;
  readonly message: string;
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

/** Any thrown value as a {@link Problem}. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Error && 'code' in error && 'reason' in error) {
    const detail = 'detail' in error && typeof error.detail === 'object' && error.detail !== null ? { detail: error.detail as NonNullable<Problem['detail']> } : {};
    return { code: String(error.code), reason: String(error.reason), message: error.message, ...detail };
  }
  return { code: 'internal', reason: 'unexpected', message: error instanceof Error ? error.message : String(error) };
}
