import type { Annotation } from '../../shared/annotation/types.ts';
import type { Pointer } from '../../shared/meeting/view.ts';
import type { EdgeLetters } from './furniture.ts';
import type { ScreenLine } from './referenceLines.ts';
import type { Transform } from './transform.ts';

/** What is drawn over a picture. */
export interface CellMarks {
  /** CSS px. */
  readonly crosshair: readonly [number, number] | null;
  readonly lines: readonly ScreenLine[];
  readonly annotations: readonly Annotation[];
  readonly pointers: readonly Pointer[];
  readonly letters: EdgeLetters | null;
  readonly hasScaleBar: boolean;
}

/** Marks as they are on the canvas now. */
export interface DrawnMarks extends CellMarks {
  readonly transform: Transform;
  readonly selectedId: string | null;
}

/** Marks without annotations and pointers that would look the same as those drawn. */
export function isSameMarks(marks: CellMarks, transform: Transform, drawn: DrawnMarks): boolean {
  return drawn.annotations.length === 0 && drawn.pointers.length === 0 &&
    transform.pxPerMm === drawn.transform.pxPerMm && transform.widthPx === drawn.transform.widthPx && transform.heightPx === drawn.transform.heightPx &&
    marks.hasScaleBar === drawn.hasScaleBar && isSameText(marks.letters, drawn.letters) && isSameText(marks.crosshair, drawn.crosshair) && isSameText(marks.lines, drawn.lines);
}

const isSameText = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
