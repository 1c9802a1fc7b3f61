import type { z } from 'zod';
import { PlatformError } from './platformError.ts';

/** The value in the schema's shape. @throws {PlatformError} bad-request, naming the field but never its value. */
export function parseShape<S extends z.ZodType>(schema: S, value: unknown, what: string): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  throw new PlatformError('bad-request', `${what}: ${field || 'the body'} does not have the agreed shape (${issue?.code ?? 'unknown'}).`, { detail: { field } });
}
