import type { Annotation } from '../../shared/annotation/types.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import type { ViewChange } from '../../shared/meeting/view.ts';
import type { CellScene } from './scene.ts';
import type { SliceSource } from './sliceSource.ts';
import type { ToolName } from './tools.ts';

/** What a person does to annotations in a cell. `isFinal` false while dragging: such changes are one step of undo together. */
export interface AnnotationActions {
  readonly add: (annotation: Annotation) => void;
  readonly change: (annotation: Annotation, isFinal: boolean) => void;
  readonly select: (id: string | null) => void;
  /** Asks for the text of an arrow that was just drawn, or of one double-clicked. */
  readonly askText: (annotation: Annotation) => void;
}

/** Props of one cell of the desk. All state is in them. */
export interface CellViewProps {
  readonly scene: CellScene;
  /** Sources of all cells of the desk by index, for linked scrolling. */
  readonly sources: readonly (SliceSource | null)[];
  readonly tool: ToolName;
  readonly onView: (change: ViewChange) => void;
  readonly onPointer?: ((cell: number, point: Vector3 | null) => void) | undefined;
  /** False while somebody else drives: the picture follows and does not react. */
  readonly canChange: boolean;
  readonly annotationActions: AnnotationActions;
  /** Who draws; written into annotations. */
  readonly author: string;
  /** Tells which slice is shown and in which direction it moves, so that reading goes ahead of it. */
  readonly onLook?: ((cell: number, sliceIndex: number, direction: -1 | 0 | 1) => void) | undefined;
  /** Screen-reader name. */
  readonly label: string;
}
