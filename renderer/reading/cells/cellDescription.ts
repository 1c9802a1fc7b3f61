import type { TFunction } from 'i18next';
import type { DeskSeries } from '../deskSeries.ts';
import { personText } from '../safety/personText.ts';
import type { EdgeLetters } from '../../viewport/furniture.ts';

export interface Described {
  readonly patient: DeskSeries['patient'];
  /** What is written in the corners, beside the values under the mouse. */
  readonly corners: readonly string[];
  readonly letters: EdgeLetters | null;
}

/** A picture in words for who does not see it: whose it is, which series and slice, how it lies and in which window. */
export function cellDescription({ patient, corners, letters }: Described, t: TFunction<'reading'>, language: string): string {
  const written = corners.flatMap((corner) => corner.split('\n')).filter((line) => line !== '');
  return [personText(patient, language), ...written, letters === null ? t('cell.noEdges') : t('cell.edges', { ...letters })].join(t('cell.pause'));
}
