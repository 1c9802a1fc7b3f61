/** Why the platform answers no; each reason has one HTTP status. */
export const platformReasons = {
  'bad-request': 400,
  unauthorized: 401,
  'wrong-password': 401,
  'second-factor-required': 401,
  'wrong-code': 401,
  'password-reset': 401,
  'second-factor-reset': 401,
  'not-permitted': 403,
  'account-disabled': 403,
  'not-found': 404,
  'already-exists': 409,
  integrity: 409,
  'protocol-version': 409,
  restored: 409,
  'range-not-satisfiable': 416,
  'too-many-attempts': 429,
  'rate-limited': 429,
  'not-ready': 503,
  'port-in-use': 500,
  'bad-setting': 500,
} as const;

export type PlatformReason = keyof typeof platformReasons;

/** Reasons of other families that reach an answer (rules of a meeting, the disk), and what nobody expected. */
const otherReasons = { 'not-invited': 403, 'not-live': 409, 'disk-full': 507, 'read-only': 507, unexpected: 500 } as const;

/** HTTP status of every reason an answer may carry. */
export const refusalStatus = { ...platformReasons, ...otherReasons } as const;
export type Refusal = keyof typeof refusalStatus;
