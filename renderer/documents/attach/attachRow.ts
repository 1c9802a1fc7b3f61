import type { TakenAt } from '../../../shared/attachment/exif.ts';
import { isCalendarDay } from '../../../shared/attachment/exif.ts';
import type { AttachmentKind, PictureKind } from '../../../shared/attachment/kinds.ts';
import type { Described } from '../../../shared/attachment/attachmentContext.ts';
import type { Problem } from '../../ui/problem.ts';
import type { LookedAt } from './lookAtFile.ts';

/** One file of the list: what was found in it, what the person says of it, and how far it is. */
export interface AttachRow {
  readonly id: number;
  readonly file: File;
  /** Null while it is read, and where it cannot be taken. */
  readonly found: LookedAt | null;
  /** Null: not said. Of a PDF there is nothing to say. */
  readonly kind: PictureKind | null;
  readonly title: string;
  /** ISO 8601; empty: not said. */
  readonly date: string;
  readonly state: 'looking' | 'refused' | 'open' | 'adding' | 'added';
  /** Why it was not taken, or not added. */
  readonly problem: Problem | null;
}

export type RowField = 'kind' | 'title' | 'date';

export const isPdf = ({ found }: AttachRow): boolean => found?.facts.form === 'pdf';
const kindOf = (row: AttachRow): AttachmentKind | null => (isPdf(row) ? 'pdf' : row.kind);
const dicomDate = (iso: string): string => iso.replaceAll('-', '');
export const isoOf = (date: string): string => date.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');

/** Whether a day lies behind the one it is here; such a picture cannot have been taken. */
export const isInFuture = (iso: string, today: string): boolean => iso !== '' && iso > today;

/** This computer's day, ISO 8601. */
export const todayAt = (now: Date): string => `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;

/** What still has to be said of a file before it can be added. */
export function missingOf(row: AttachRow, today: string): readonly RowField[] {
  const isDated = isCalendarDay(dicomDate(row.date)) && !isInFuture(row.date, today);
  return [...(kindOf(row) === null ? (['kind'] as const) : []), ...(row.title.trim() === '' ? (['title'] as const) : []), ...(isDated ? [] : (['date'] as const))];
}

/** What is said of a file, for its object; null while something is missing. The time of the picture stays where its day was not corrected. */
export function describedBy(row: AttachRow, today: string): Described | null {
  const kind = kindOf(row);
  if (kind === null || missingOf(row, today).length > 0) return null;
  const date = dicomDate(row.date);
  const own: TakenAt | null = row.found?.facts.takenAt ?? null;
  return { kind, title: row.title.trim(), takenAt: { date, time: own?.date === date ? own.time : null } };
}
