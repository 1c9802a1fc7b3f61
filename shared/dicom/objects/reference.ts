import type { DataSet } from '../dataSet.ts';

/** An object that another one points at. Frame numbers count from 1; none means the whole object. */
export interface SopReference {
  readonly sopClassUID: string;
  readonly sopInstanceUID: string;
  readonly frames: readonly number[];
}

/** The reference in one item; null where it names no instance. */
export function readReference(item: DataSet): SopReference | null {
  const sopInstanceUID = item.text('ReferencedSOPInstanceUID');
  if (sopInstanceUID === null) return null;
  return { sopClassUID: item.text('ReferencedSOPClassUID') ?? '', sopInstanceUID, frames: [...(item.numbers('ReferencedFrameNumber') ?? [])] };
}

/** References in the items of a sequence, in order. */
export function readReferences(items: readonly DataSet[]): readonly SopReference[] {
  return items.flatMap((item) => readReference(item) ?? []);
}
