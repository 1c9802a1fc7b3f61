import { z } from 'zod';

/** An ErrorShape (shared/errors/appError.ts) as it is answered. */
export const errorSchema = z.object({
  code: z.string().describe('Family of the error.'),
  reason: z.string().describe('What a program switches on.'),
  message: z.string().describe('One English sentence: what is wrong, with what, and what to do.'),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional().describe('Figures and names of fields; never a patient’s.'),
});
