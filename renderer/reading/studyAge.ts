/** Whole months from one DICOM date to a later one, and whole days where it is less than a month; null where either is no date. */
export function timeBetween(earlier: string | null, later: string | null): { readonly months: number; readonly days: number } | null {
  const from = dateOf(earlier);
  const to = dateOf(later);
  if (from === null || to === null || to < from) return null;
  const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth() - (to.getUTCDate() < from.getUTCDate() ? 1 : 0);
  return { months, days: Math.round((to.getTime() - from.getTime()) / 86_400_000) };
}

/** Age on a day in whole years, and months below two years; null where either date is missing or the day is before the birth. */
export function ageAt(birthDate: string | null, day: string | null): { readonly years: number; readonly months: number } | null {
  const passed = timeBetween(birthDate, day);
  return passed === null ? null : { years: Math.floor(passed.months / 12), months: passed.months };
}

/** A DICOM date as people write it: 2026-11-01; other texts as they are, nothing for none. */
export const dateText = (date: string | null): string => (date === null ? '' : /^\d{8}$/.test(date) ? `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}` : date);

function dateOf(text: string | null): Date | null {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(text ?? '') ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  // 20260231 is no day.
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day) ? date : null;
}
