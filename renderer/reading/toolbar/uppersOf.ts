import type { ImageVolume } from '../../../shared/volume/types.ts';
import { seriesTitle } from '../deskSeries.ts';
import type { DeskSeries } from '../deskSeries.ts';

/** A series that can be laid over another. */
export interface Upper {
  readonly volumeId: string;
  readonly title: string;
  readonly modality: string;
}

/** Other volumes in the frame of reference of one. */
export function uppersOf(lower: Pick<ImageVolume, 'frameOfReferenceUID' | 'seriesInstanceUID'>, series: readonly DeskSeries[]): readonly Upper[] {
  return series
    .filter((one) => one.shows === 'volume' && one.frameOfReferenceUID === lower.frameOfReferenceUID && one.seriesInstanceUID !== lower.seriesInstanceUID)
    .map((one) => ({ volumeId: one.seriesInstanceUID, title: seriesTitle(one), modality: one.modality }));
}
