import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeView } from '../../../shared/meeting/view.ts';
import type { View, ViewChange } from '../../../shared/meeting/view.ts';
import { emptyCell, mostCells } from '../../../shared/viewing/cell.ts';
import { mixedPairs } from '../../../shared/viewing/patientMix.ts';
import type { SeriesStore } from '../../study/series.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { problemOf } from '../../ui/problem.ts';
import type { Problem } from '../../ui/problem.ts';
import { activeObject } from '../activeObject.ts';
import type { ReadingDeskProps } from '../actions.ts';
import { DeskGrid } from '../cells/DeskGrid.tsx';
import { useDeskCells } from '../cells/useDeskCells.ts';
import { useLook } from '../cells/useLook.ts';
import { DeskControlsContext } from '../controls.ts';
import { useDeskKeys } from '../keys/useDeskKeys.ts';
import { ReadingBar } from '../ReadingBar.tsx';
import { ReadingDialogs } from '../ReadingDialogs.tsx';
import type { OpenDialog } from '../ReadingDialogs.tsx';
import { MixBanner } from '../safety/MixBanner.tsx';
import { peopleIn } from '../safety/peopleIn.ts';
import { PatientBanner } from '../safety/PatientBanner.tsx';
import { StateNotice } from '../StateNotice.tsx';
import { SeriesMenu } from '../toolbar/SeriesMenu.tsx';
import { useCine } from '../useCine.ts';
import { useDeskDeeds } from '../useDeskDeeds.ts';
import { useDeskRun } from '../useDeskRun.ts';
import { useEvidence } from '../useEvidence.ts';
import { useLatest } from '../useLatest.ts';
import type { Reading } from '../useReading.ts';
import { useDeskPage } from './deskPage.ts';
import { splitChange, windowView } from './splitChange.ts';

export interface SecondDeskProps {
  readonly page: ReadingDeskProps;
  readonly reading: Reading;
  readonly store: SeriesStore;
  /** The page somebody works in: questions of the whole desk are asked there. */
  readonly front: Document;
  /** One window more. */
  readonly onScreen: () => void;
  readonly number: number;
}

const none = {};
const firstCells: Pick<View, 'grid' | 'activeCell' | 'maximisedCell' | 'cells'> = { grid: { rows: 1, columns: 2, shape: 'even' }, activeCell: 0, maximisedCell: null, cells: Array.from({ length: mostCells }, () => emptyCell) };

/** A second window: toolbar and cells of its own; crosshair, tools, annotations and series are those of the desk. */
export function SecondDesk({ page, reading, store, front, onScreen, number }: SecondDeskProps) {
  const { t } = useTranslation('reading');
  const home = useDeskPage();
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
  const desk = useDeskCells({ view, series, store, rt: page.rt, annotations: held.annotations, selectedAnnotationId: held.selectedId, pointers: [], hasOverlays: reading.overlays.isOn });
  const mine: Reading = { ...reading, desk, onView, renderers: useRef(new Map()) };
  const others = peopleIn(reading.desk, series);
  const deeds = useDeskDeeds(page, mine, others);
  const evidence = useEvidence(page, mine, store);
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const structureNumbers = useMemo(() => (page.rt?.structures ?? []).map((structure) => structure.number), [page.rt]);
  const { run, place } = useDeskRun({ reading: mine, hasSide: false, deeds, evidence, structureNumbers, isDriving: true, onDialog: setDialog, onScreen, onProblem: (error) => setProblem(problemOf(error)) });
  const root = useRef<HTMLElement>(null);
  const overrides = reading.shortcuts.value ?? none;
  useDeskKeys(root, overrides, run);
  useCine(desk.view, desk.sources, desk.visible, true, onView);
  const onLook = useLook(store, desk);
  const controls = useMemo(() => ({ run, onView, overrides, isDriving: true }), [run, onView, overrides]);
  const { shows, own: shown, instance } = activeObject(desk);
  return (
    <DeskControlsContext value={controls}>
      <main ref={root} className="reading" data-screen={number}>
        <div className="reading-top"><h1 className="reading-screen">{t('screens.title', { number })}</h1><PatientBanner patient={shown?.patient ?? null} studyDate={shown?.studyDate ?? null} /></div>
        <MixBanner pairs={mixedPairs([...others, ...peopleIn(desk, series)])} unexpected={null} />
        <ReadingBar reading={mine} cell={desk.view.cells[desk.view.activeCell] ?? emptyCell} shows={shows} place={place} deeds={deeds} panels={null} lead={<SeriesMenu series={series} onOpen={deeds.open} isIcon />} />
        <ErrorNotice error={problem} onClose={() => setProblem(null)} />
        <StateNotice note={deeds.states.note} onClose={deeds.states.clear} />
        {evidence.note !== null && <div className="reading-note" role="status">{evidence.note}</div>}
        <div className="reading-body"><DeskGrid view={desk.view} cells={desk.cells} cellView={{ sources: desk.sources, tool, onView, canChange: true, annotationActions: held.cellActions, author: page.person.name, onLook }} deeds={deeds.cells} series={series} emptyHint={t('screens.hint')} /></div>
        <ReadingDialogs reading={mine} actions={page.actions} isFront={front === home} open={dialog} onClose={() => setDialog(null)} onGreyCheck={() => setDialog('grey')} instance={instance} />
      </main>
    </DeskControlsContext>
  );
}
