import type { TFunction } from 'i18next';
import type { DeskSeries } from '../deskSeries.ts';
import { personText } from '../safety/personText.ts';
import type { DrawnCell } from '../../viewport/cellRenderer.ts';
import { edgeLetters, flatEdgeLetters } from '../../viewport/furniture.ts';
import type { EdgeLetters } from '../../viewport/furniture.ts';
import type { SliceSource } from '../../viewport/sliceSource.ts';

/** Letters at the edges of a picture as it is drawn; null where its image does not say how the patient lies. */
export function lettersOf({ space, edgeLetters: stated }: Pick<SliceSource, 'space' | 'edgeLetters'>, { transform }: Pick<DrawnCell, 'transform'>): EdgeLetters | null {
  if (space === 'patient') return edgeLetters(transform);
  return stated === null ? null : flatEdgeLetters(transform, stated);
}

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
