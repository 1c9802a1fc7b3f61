/** First and last moment that a FHIR instant can hold here; a console's clock may be set to anything. */
const earliestMs = Date.UTC(1900, 0, 1);
const latestMs = Date.UTC(9999, 11, 31);

/** UTC, milliseconds. A time outside 1900 to 9999 is put on the nearer end. */
export const instantOf = (atMs: number): string => new Date(Math.min(latestMs, Math.max(earliestMs, Math.round(atMs)))).toISOString();

/** The date when the calendar has it, otherwise undefined; what was typed stays in the narrative. */
export function dateOf(text: string): string | undefined {
  if (!/^(19|[2-9]\d)\d{2}-\d{2}-\d{2}$/.test(text)) return undefined;
  const date = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text ? undefined : text;
}

/** A moment as a Chinese reader expects it, in China Standard Time (UTC+8, no summer time since 1991). */
export const shownTime = (atMs: number): string => `${new Date(Date.parse(instantOf(atMs)) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')}（北京时间）`;
