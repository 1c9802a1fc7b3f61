import { useCallback, useMemo, useReducer, useState } from 'react';
import { canRedo, canUndo, changeAnnotations, emptyAnnotationList } from '../../shared/annotation/history.ts';
import type { AnnotationAction, AnnotationList } from '../../shared/annotation/history.ts';
import type { Annotation } from '../../shared/annotation/types.ts';
import type { AnnotationActions } from '../viewport/cellProps.ts';
import { useLatest } from './useLatest.ts';

export interface DeskAnnotations {
  readonly list: AnnotationList;
  readonly annotations: readonly Annotation[];
  readonly selectedId: string | null;
  readonly selected: Annotation | null;
  /** An annotation whose text is being asked for. */
  readonly asked: Annotation | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly dispatch: (action: AnnotationAction) => void;
  /** An annotation as edited in the panel: one step of undo. */
  readonly edit: (annotation: Annotation) => void;
  readonly select: (id: string | null) => void;
  readonly ask: (annotation: Annotation | null) => void;
  /** For the cells; the same object for the life of the desk. */
  readonly cellActions: AnnotationActions;
}

/** Name of the one drag there can be at a time. */
const drag = 'drag';

/** The annotations of the case on this desk: drawn, read back, selected, undone. */
export function useAnnotations(author: string): DeskAnnotations {
  const [list, dispatch] = useReducer(changeAnnotations, emptyAnnotationList);
  const [selectedId, select] = useState<string | null>(null);
  const [asked, ask] = useState<Annotation | null>(null);
  const own = useLatest(author);
  const edit = useCallback((annotation: Annotation): void => dispatch({ kind: 'change', annotation, author: own.current, atMs: Date.now(), gesture: null }), [own]);
  const cellActions = useMemo<AnnotationActions>(() => ({
    add: (annotation) => {
      dispatch({ kind: 'add', annotations: [annotation] });
      select(annotation.id);
    },
    change: (annotation, isFinal) => {
      dispatch({ kind: 'change', annotation, author: own.current, atMs: Date.now(), gesture: drag });
      if (isFinal) dispatch({ kind: 'release' });
    },
    select,
    askText: ask,
  }), [own]);
  const { annotations } = list;
  return useMemo(
    () => ({ list, annotations, selectedId, selected: annotations.find(({ id }) => id === selectedId) ?? null, asked, canUndo: canUndo(list), canRedo: canRedo(list), dispatch, edit, select, ask, cellActions }),
    [list, annotations, selectedId, asked, edit, cellActions],
  );
}
