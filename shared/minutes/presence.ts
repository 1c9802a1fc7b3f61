import { z } from 'zod';
import { minutesSections } from '../mdt/minutesSchema.ts';

/** A place in a section that moves with the text around it: a relative position of Yjs as JSON. */
const place = z.string().max(400);

/** Where somebody's caret is; null while the editor has none. Told often, kept nowhere. */
export const minutesCaretSchema = z.object({ section: z.enum(minutesSections), anchor: place, head: place });
export type MinutesCaret = z.infer<typeof minutesCaretSchema>;

/** What an editor says of itself. `isHere` false: it was closed. */
export const minutesPresenceSchema = z.object({ caseId: z.uuid(), /** One opening of the editor. */ sessionId: z.uuid(), isHere: z.boolean(), caret: minutesCaretSchema.nullable() });
export type MinutesPresence = z.infer<typeof minutesPresenceSchema>;

/** The same with its person, who is whom the platform knows the sender as. */
export const heardPresenceSchema = minutesPresenceSchema.extend({ personId: z.string().max(200), name: z.string().max(200), hospitalId: z.string().max(200) });
export type HeardPresence = z.infer<typeof heardPresenceSchema>;

/** An editor says again that it is here this often, ms. */
export const presenceRepeatMs = 8000;
/** Not heard of for so long, somebody has left, ms. */
export const presenceGoneMs = 20_000;
