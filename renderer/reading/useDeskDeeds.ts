import { useCallback, useLayoutEffect, useMemo, useRef } from 'react';
import type { Annotation } from '../../shared/annotation/types.ts';
import { emptyCell } from '../../shared/viewing/cell.ts';
import type { PatientIdentity } from '../../shared/viewing/patientMix.ts';
import type { Hanging } from '../../shared/viewing/hanging.ts';
import { swapped, maximised } from '../viewport/deskActions.ts';
import { cellSlice } from '../viewport/cellPlace.ts';
import type { ReadingDeskProps } from './actions.ts';
import type { CellDeeds } from './cells/DeskCell.tsx';
import { emptied, emptiedBut, hangingChange, placed, uidIn } from './cells/deskLayout.ts';
import { nameOfImage, seriesWith } from './deskSeries.ts';
import type { DeskSeries } from './deskSeries.ts';
import { pastedOn } from './pasteAnnotation.ts';
import { peopleIn } from './safety/peopleIn.ts';
import { useGoTo } from './useGoTo.ts';
import type { Target } from './useGoTo.ts';
import { useLatest } from './useLatest.ts';
import type { Reading } from './useReading.ts';
import { useShownStates } from './useShownStates.ts';
import type { ShownStates } from './useShownStates.ts';

export interface DeskDeedsModel {
  readonly cells: CellDeeds;
  readonly open: (series: DeskSeries) => void;
  readonly hang: (hanging: Hanging) => void;
  readonly goTo: (target: Target) => void;
  readonly copy: () => void;
  readonly paste: () => void;
  readonly remove: () => void;
  /** Of the presentation state shown last. */
  readonly states: Pick<ShownStates, 'note' | 'clear'>;
}

const nobody: readonly PatientIdentity[] = [];

/** What people do to the cells: hang, exchange, empty, show what something points at, and copy annotations. `beside`: who is shown in other windows. */
export function useDeskDeeds({ imaging, actions, person }: Pick<ReadingDeskProps, 'imaging' | 'actions' | 'person'>, reading: Reading, beside: readonly PatientIdentity[] = nobody): DeskDeedsModel {
  const { desk, series, onView, safety, held, setTool, renderers } = reading;
  const latestRef = useLatest({ desk, series, beside });
  const { guard } = safety;
  const showRef = useRef<ShownStates['show'] | null>(null);

  const place = useCallback((index: number, one: DeskSeries): void => {
    // A state has no picture of its own: what it is about is shown.
    if (one.kind === 'presentationState' && one.sopInstanceUID !== null) return void showRef.current?.(one.sopInstanceUID, null, index);
    const now = latestRef.current;
    guard([...now.beside, ...peopleIn(now.desk, now.series, index), one.patient], () => onView(placed(latestRef.current.desk.view, index, one)));
  }, [latestRef, guard, onView]);
  const open = useCallback((one: DeskSeries): void => place(latestRef.current.desk.view.activeCell, one), [latestRef, place]);
  const hang = useCallback((hanging: Hanging): void => {
    const people = hanging.cells.flatMap((cell) => {
      const uid = uidIn(cell);
      return (uid === null ? null : seriesWith(latestRef.current.series, uid))?.patient ?? [];
    });
    guard([...latestRef.current.beside, ...people], () => onView(hangingChange(latestRef.current.desk.view, hanging)));
    setTool((tool) => (hanging.hasCrosshair ? 'crosshair' : tool === 'crosshair' ? 'scroll' : tool));
  }, [latestRef, guard, onView, setTool]);
  const goTo = useGoTo(desk, series, onView, open);
  const goRef = useLatest(goTo);
  const states = useShownStates({ imaging, actions }, series, place, goTo);
  useLayoutEffect(() => {
    showRef.current = states.show;
  });

  const cells = useMemo<CellDeeds>(() => ({
    activate: (index) => {
      if (latestRef.current.desk.view.activeCell !== index) onView({ activeCell: index });
    },
    dropSeries: (index, uid) => {
      const one = seriesWith(latestRef.current.series, uid);
      if (one !== null) place(index, one);
    },
    place,
    swap: (from, to) => onView(swapped(latestRef.current.desk.view, from, to)),
    empty: (index) => onView(emptied(latestRef.current.desk.view, index)),
    emptyOthers: (index) => onView(emptiedBut(latestRef.current.desk.view, index)),
    maximise: (index) => onView(maximised(latestRef.current.desk.view, index)),
    showImage: (sopInstanceUID, frame, stateUID) => {
      const image = { sopInstanceUID, frame: (frame ?? 1) - 1 };
      if (stateUID === undefined) goRef.current({ kind: 'image', ...image });
      else void showRef.current?.(stateUID, image, latestRef.current.desk.view.activeCell);
    },
    nameOfImage: (sopInstanceUID) => nameOfImage(latestRef.current.series, sopInstanceUID),
    readObject: (sha256) => actions.readObject(sha256),
    onRenderer: (index, renderer) => {
      if (renderer === null) renderers.current.delete(index);
      else renderers.current.set(index, renderer);
    },
  }), [latestRef, goRef, actions, onView, place, renderers]);

  const clipboard = useRef<Annotation | null>(null);
  const copy = (): void => {
    clipboard.current = held.selected ?? clipboard.current;
  };
  const paste = (): void => {
    const { view, sources } = desk;
    const source = sources[view.activeCell];
    if (clipboard.current === null || !source) return;
    const own = desk.cells.find(({ index }) => index === view.activeCell)?.scene.studyDate ?? null;
    const pasted = pastedOn(clipboard.current, source, cellSlice(view, view.activeCell, source), { id: crypto.randomUUID(), author: person.name, atMs: Date.now(), studyDate: own });
    if (pasted !== null) held.cellActions.add(pasted);
  };
  const remove = (): void => {
    if (held.selected !== null) held.dispatch({ kind: 'remove', ids: [held.selected.id] });
    else if ((desk.view.cells[desk.view.activeCell] ?? emptyCell).content.kind !== 'empty') onView(emptied(desk.view, desk.view.activeCell));
  };
  return { cells, open, hang, goTo, copy, paste, remove, states };
}
