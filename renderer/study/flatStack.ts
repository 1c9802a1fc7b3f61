import type { DataSet } from '../../shared/dicom/dataSet.ts';
import { AppError } from '../../shared/errors/appError.ts';
import type { FlatStack } from './series.ts';
import type { SeriesObject } from './seriesMessages.ts';

/**
 * The frames of images that make no volume, by instance number, then frame; images without a number come last.
 *
 * @param timed the first of them whose attributes could be read, for the time a frame stands
 */
export function flatStack(seriesInstanceUID: string, reason: FlatStack['reason'], objects: readonly SeriesObject[], timed: DataSet | null): FlatStack {
  const ordered = objects.toSorted(inFrameOrder);
  return {
    seriesInstanceUID,
    reason,
    frames: ordered.flatMap(({ sopInstanceUID, sha256, frames }) => Array.from({ length: frames }, (_, frame) => ({ sopInstanceUID, sha256, frame }))),
    frameMs: timed === null ? null : frameTimeMs(timed),
  };
}

/**
 * How long a frame stands: FrameTime, the middle of FrameTimeVector, then the rates CineRate and
 * RecommendedDisplayFrameRate (PS3.3 C.7.6.5); null where none of them says so.
 */
export function frameTimeMs(dataSet: DataSet): number | null {
  const vector = read(() => [...(dataSet.numbers('FrameTimeVector') ?? [])].filter((ms) => ms > 0).sort((a, b) => a - b)) ?? [];
  const times = [read(() => dataSet.number('FrameTime')), vector[vector.length >> 1] ?? null];
  const rates = (['CineRate', 'RecommendedDisplayFrameRate'] as const).map((keyword) => read(() => dataSet.number(keyword)));
  return times.find((ms) => ms !== null && ms > 0) ?? rates.flatMap((perSecond) => (perSecond !== null && perSecond > 0 ? [1000 / perSecond] : []))[0] ?? null;
}

/** A rate that is no number is none; the pictures can be shown without it. */
function read<T>(value: () => T): T | null {
  try {
    return value();
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Order of the images of a flat series: by instance number, then UID; those without a number come last. */
export const inFrameOrder = (a: Numbered, b: Numbered): number => byNumber(a.instanceNumber, b.instanceNumber) || (a.sopInstanceUID < b.sopInstanceUID ? -1 : 1);

interface Numbered {
  readonly instanceNumber: number | null;
  readonly sopInstanceUID: string;
}

const byNumber = (a: number | null, b: number | null): number => (a === b ? 0 : a === null ? 1 : b === null ? -1 : a - b);
