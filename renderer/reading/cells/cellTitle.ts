import { displayPersonName } from '../../../shared/dicom/personName.ts';
import type { ImageVolume } from '../../../shared/volume/types.ts';
import { seriesTitle } from '../deskSeries.ts';
import type { DeskSeries } from '../deskSeries.ts';
import { dateText } from '../studyAge.ts';

export interface TitleInput {
  readonly series: DeskSeries;
  /** Null for flat series and documents. */
  readonly volume: ImageVolume | null;
  /** Word for the plane shown; null where there is but one. */
  readonly plane: string | null;
  /** What the shown picture of a series of several says it shows; null where it does not say. */
  readonly picture: string | null;
  /** Series laid over this one; null or left out: none. */
  readonly fused?: DeskSeries | null;
  /** The case shows more than one person, so each picture says whose it is. */
  readonly isMixed: boolean;
  readonly language: 'zh' | 'en';
  /** What else stands in the way of reading figures off the picture. */
  readonly notes: readonly string[];
}

/** Lines of the upper left corner. */
export function cellTitle({ series, volume, plane, picture, fused, isMixed, language, notes }: TitleInput): readonly string[] {
  const { patient } = series;
  const person = [displayPersonName(patient.patientName ?? '', language), patient.patientID ?? ''].filter((part) => part !== '').join(' · ');
  return [
    ...(isMixed ? [person === '' ? '?' : person] : []),
    [dateText(series.studyDate), seriesTitle(series), volume?.stackLabel ?? ''].filter((part) => part !== '').join(' · '),
    ...(fused == null ? [] : [`+ ${[fused.studyDate === series.studyDate ? '' : dateText(fused.studyDate), seriesTitle(fused)].filter((part) => part !== '').join(' · ')}`]),
    ...(picture === null ? [] : [picture]),
    ...(plane === null ? [] : [plane]),
    ...notes,
  ];
}
