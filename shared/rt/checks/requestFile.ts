import { z } from 'zod';
import { RtError } from '../../errors/appError.ts';
import type { TreatmentRequest } from './types.ts';

const requestSchema = z.strictObject({
  totalDoseGy: z.number().positive().max(500).nullable().default(null),
  fractions: z.number().int().positive().max(200).nullable().default(null),
  laterality: z.enum(['left', 'right', 'bilateral', 'none']).nullable().default(null),
  technique: z.enum(['conventional', 'sbrt', 'srs']).nullable().default(null),
  site: z.string().min(1).nullable().default(null),
  hasImaging: z.boolean().nullable().default(null),
});

/**
 * What the consultation request says of the treatment, from its parsed JSON; a field left out was not typed in. A field
 * nobody knows is refused, since a misspelt one would silently be none.
 *
 * @throws {RtError} broken-value, `detail.field` naming the field
 */
export function readTreatmentRequest(json: unknown): TreatmentRequest {
  const read = requestSchema.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = [...(issue?.path ?? []), ...(issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])].map(String).join('.');
  const fields = Object.keys(requestSchema.shape).join(', ');
  throw new RtError('broken-value', `Treatment request: ${field === '' ? 'the file' : field}: ${issue?.message ?? 'cannot be read'}. Fields: ${fields}.`, { detail: { field } });
}
