import type { DataSet } from '../dataSet.ts';

/** An object that another one points at. Frame numbers count from 1; none means the whole object. */
export interface SopReference {
  readonly sopClassUID: string;
  readonly sopInstanceUID: string;
  readonly frames: readonly number[];
  /** How the image is to be shown, where the reference says so (PS3.3 C.18.4). */
  readonly presentationState?: { readonly sopClassUID: string; readonly sopInstanceUID: string };
}

/** The reference in one item; null where it names no instance. */
export function readReference(item: DataSet): SopReference | null {
  const sopInstanceUID = item.text('ReferencedSOPInstanceUID');
  if (sopInstanceUID === null) return null;
  const reference = { sopClassUID: item.text('ReferencedSOPClassUID') ?? '', sopInstanceUID, frames: [...(item.numbers('ReferencedFrameNumber') ?? [])] };
  const shown = item.items('ReferencedSOPSequence')[0];
  const shownUID = shown?.text('ReferencedSOPInstanceUID') ?? null;
  return shownUID === null ? reference : { ...reference, presentationState: { sopClassUID: shown?.text('ReferencedSOPClassUID') ?? '', sopInstanceUID: shownUID } };
}

/** References in the items of a sequence, in order. */
export function readReferences(items: readonly DataSet[]): readonly SopReference[] {
  return items.flatMap((item) => readReference(item) ?? []);
}
