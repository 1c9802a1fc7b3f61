import type { PatientIdentity } from '../../../shared/viewing/patientMix.ts';
import type { DeskCells } from '../cells/useDeskCells.ts';
import { seriesWith } from '../deskSeries.ts';
import type { DeskSeries } from '../deskSeries.ts';

/** Whose images a window shows, cell by cell. @param but a cell that is left out */
export function peopleIn({ visible, seriesIn }: Pick<DeskCells, 'visible' | 'seriesIn'>, series: readonly DeskSeries[], but: number | null = null): readonly PatientIdentity[] {
  return visible.flatMap((index) => {
    const uid = index === but ? null : (seriesIn[index] ?? null);
    const one = uid === null ? null : seriesWith(series, uid);
    return one === null ? [] : [one.patient];
  });
}
