import { z } from 'zod';

/** Sections of a tumour board's minutes (`mdt-workflow` sections 5 and 8), in the order in which they are printed. */
export const minutesSections = ['course', 'imaging', 'radiotherapy', 'questions', 'tasks'] as const;
export type MinutesSection = (typeof minutesSections)[number];

/** Longest text of all sections together, in UTF-16 units: some forty printed pages. */
export const maximumMinutesLength = 100_000;

export const minutesAuthorSchema = z.object({ personId: z.string().min(1).max(200), name: z.string().min(1).max(200), title: z.string().max(200), hospitalId: z.string().min(1).max(200) });
/** Somebody who typed in the minutes, as the directory named them then. */
export type MinutesAuthor = z.infer<typeof minutesAuthorSchema>;
/**
 * Minutes as they are frozen and signed: text by section and paragraph, each with the ids of those who typed it in the
 * order of their first character. Sections without text are left out.
 */
export const frozenMinutesSchema = z.object({
  schema: z.literal('mdt-minutes/1'),
  sections: z.array(z.object({
    section: z.enum(minutesSections),
    paragraphs: z.array(z.object({ text: z.string().max(maximumMinutesLength), authorIds: z.array(z.string().max(200)).max(200) })).min(1).max(20_000),
  })).min(1).max(minutesSections.length),
  authors: z.array(minutesAuthorSchema).max(2000),
});
export type FrozenMinutes = z.infer<typeof frozenMinutesSchema>;
