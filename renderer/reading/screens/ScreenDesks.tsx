import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeView } from '../../../shared/meeting/view.ts';
import type { View, ViewChange } from '../../../shared/meeting/view.ts';
import { emptyCell, mostCells } from '../../../shared/viewing/cell.ts';
import { mixedPairs } from '../../../shared/viewing/patientMix.ts';
import type { PatientIdentity } from '../../../shared/viewing/patientMix.ts';
import type { SeriesStore } from '../../study/series.ts';
import type { ToolName } from '../../viewport/tools.ts';
import type { ReadingDeskProps } from '../actions.ts';
import { DeskGrid } from '../cells/DeskGrid.tsx';
import { useDeskCells } from '../cells/useDeskCells.ts';
import type { DeskCells } from '../cells/useDeskCells.ts';
import { useLook } from '../cells/useLook.ts';
import { seriesWith } from '../deskSeries.ts';
import type { DeskSeries } from '../deskSeries.ts';
import { useDeskKeys } from '../keys/useDeskKeys.ts';
import { MixBanner } from '../safety/MixBanner.tsx';
import { GridPicker } from '../toolbar/GridPicker.tsx';
import { StateNotice } from '../StateNotice.tsx';
import { useCine } from '../useCine.ts';
import { useDeskDeeds } from '../useDeskDeeds.ts';
import { useDeskRun } from '../useDeskRun.ts';
import type { Evidence } from '../useEvidence.ts';
import { useLatest } from '../useLatest.ts';
import type { Reading } from '../useReading.ts';
import { ScreenWindow } from './ScreenWindow.tsx';
import { splitChange, windowView } from './splitChange.ts';
import type { Screens } from './useScreens.ts';

interface DeskProps {
  readonly page: ReadingDeskProps;
  readonly reading: Reading;
  readonly store: SeriesStore;
  readonly onTool: (tool: ToolName) => void;
}

/** The desk's windows on other screens. */
export function ScreenDesks({ screens, ...desk }: DeskProps & { readonly screens: Screens }) {
  const { t } = useTranslation('reading');
  return screens.shown.map(({ screen, number }) => (
    <ScreenWindow key={number} screen={screen} number={number} title={t('screens.title', { number })} onClosed={(reason) => (reason === 'refused' ? screens.refuse(number) : screens.close(number))}><SecondDesk {...desk} number={number} /></ScreenWindow>
  ));
}

/** Whose images a window shows. */
const peopleIn = ({ visible, seriesIn }: DeskCells, series: readonly DeskSeries[]): readonly PatientIdentity[] => visible.flatMap((index) => {
  const uid = seriesIn[index] ?? null;
  const one = uid === null ? null : seriesWith(series, uid);
  return one === null ? [] : [one.patient];
});

const noEvidence: Evidence = { onSaveReport: () => Promise.resolve(), onKeyImage: null, onSavePicture: () => Promise.resolve(), onCite: null, note: null };
const firstCells: Pick<View, 'grid' | 'activeCell' | 'maximisedCell' | 'cells'> = { grid: { rows: 1, columns: 2, shape: 'even' }, activeCell: 0, maximisedCell: null, cells: Array.from({ length: mostCells }, () => emptyCell) };

/** Cells of a second window: a grid of its own; crosshair, tools, annotations and series are those of the desk. */
function SecondDesk({ page, reading, store, onTool, number }: DeskProps & { readonly number: number }) {
  const { t } = useTranslation('reading');
  const [own, setOwn] = useState(firstCells);
  const view = windowView(reading.desk.view, own);
  const { held, series, tool } = reading;
  const { onView: onShared } = reading;
  const shared = useLatest(reading.desk.view);
  const onView = useCallback((change: ViewChange): void => {
    const parts = splitChange(change);
    if (Object.keys(parts.own).length > 0) setOwn((now) => changeView(windowView(shared.current, now), parts.own));
    onShared(parts.shared);
  }, [shared, onShared]);
  const desk = useDeskCells({ view, series, store, rt: page.rt, annotations: held.annotations, selectedAnnotationId: held.selectedId, pointers: [] });
  const mine: Reading = { ...reading, desk, onView, setTool: onTool as Reading['setTool'], renderers: useRef(new Map()) };
  const others = peopleIn(reading.desk, series);
  const deeds = useDeskDeeds(page, mine, others);
  const { run } = useDeskRun({ reading: mine, hasSide: false, deeds, evidence: noEvidence, structureNumbers: [], isDriving: true, onDialog: () => undefined, onScreen: () => undefined, onProblem: () => undefined });
  const root = useRef<HTMLDivElement>(null);
  useDeskKeys(root, reading.shortcuts.value ?? {}, run);
  useCine(desk.view, desk.sources, desk.visible, true, onView);
  const onLook = useLook(store, desk);
  return (
    <div ref={root} className="reading" data-screen={number}>
      <div className="reading-screen-bar"><b>{t('screens.title', { number })}</b><details><summary>{t('layout.title')}</summary><GridPicker grid={own.grid} onGrid={(grid) => onView({ grid, maximisedCell: null, activeCell: 0 })} /></details><span>{t('screens.hint')}</span></div>
      <MixBanner pairs={mixedPairs([...others, ...peopleIn(desk, series)])} unexpected={null} />
      <StateNotice note={deeds.states.note} onClose={deeds.states.clear} />
      <div className="reading-body"><DeskGrid view={desk.view} cells={desk.cells} cellView={{ sources: desk.sources, tool, onView, canChange: true, annotationActions: held.cellActions, author: page.person.name, onLook }} deeds={deeds.cells} /></div>
    </div>
  );
}
