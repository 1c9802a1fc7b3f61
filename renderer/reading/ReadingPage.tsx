import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Annotation } from '../../shared/annotation/types.ts';
import { emptyCell } from '../../shared/viewing/cell.ts';
import type { SeriesStore } from '../study/series.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { problemOf } from '../ui/problem.ts';
import type { Problem } from '../ui/problem.ts';
import type { ReadingDeskProps } from './actions.ts';
import { activeObject } from './activeObject.ts';
import { DeskGrid } from './cells/DeskGrid.tsx';
import { useLook } from './cells/useLook.ts';
import { DeskControlsContext } from './controls.ts';
import { useDeskKeys } from './keys/useDeskKeys.ts';
import { MeasurementPanel } from './panels/MeasurementPanel.tsx';
import { PanelEdge } from './panels/PanelEdge.tsx';
import { SeriesPanel } from './panels/SeriesPanel.tsx';
import { SideColumn } from './panels/SideColumn.tsx';
import { ReadingBar } from './ReadingBar.tsx';
import { ReadingDialogs } from './ReadingDialogs.tsx';
import type { OpenDialog } from './ReadingDialogs.tsx';
import { MixBanner } from './safety/MixBanner.tsx';
import { PatientBanner } from './safety/PatientBanner.tsx';
import { ScreenDesks } from './screens/ScreenDesks.tsx';
import { useScreens } from './screens/useScreens.ts';
import { StateNotice } from './StateNotice.tsx';
import { SeriesMenu } from './toolbar/SeriesMenu.tsx';
import { useCine } from './useCine.ts';
import { useDeskDeeds } from './useDeskDeeds.ts';
import { useDeskRun } from './useDeskRun.ts';
import { useEvidence } from './useEvidence.ts';
import { useAtDetector } from './useAtDetector.ts';
import { useStable } from './useLatest.ts';
import { useReading } from './useReading.ts';

const nothing = (): void => undefined;

/** The desk of a case whose series can be read: banners, toolbar, series, cells, measurements. */
export function ReadingPage({ store, ...props }: ReadingDeskProps & { readonly store: SeriesStore }) {
  const { t } = useTranslation('reading');
  const { actions, isDriving, rt, person, onPointer } = props;
  const reading = useReading(props, store);
  const { desk, series, held, safety, panels, onView, tool, shortcuts } = reading;
  const deeds = useDeskDeeds(props, reading);
  const evidence = useEvidence(props, reading, store);
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const onProblem = (error: unknown): void => setProblem(problemOf(error));
  const screens = useScreens(actions, onProblem);
  const structureNumbers = useMemo(() => (rt?.structures ?? []).map((structure) => structure.number), [rt]);
  // Who never opened or closed the side column finds it open as soon as there is something in it, and still after undoing that.
  const hasSide = Boolean(props.side) || held.annotations.length > 0 || held.canRedo;
  const { run, place } = useDeskRun({ reading, hasSide, deeds, evidence, structureNumbers, isDriving, onDialog: setDialog, onScreen: screens.open, onProblem });
  const root = useRef<HTMLDivElement>(null);
  // Events of all windows come through here, for all are drawn from this page.
  const [front, setFront] = useState(document);
  const onWork = ({ target }: { readonly target: EventTarget }): void => setFront((target as Node).ownerDocument ?? document);
  // A question asked in a window that is closed by then is asked here.
  const isFront = front === document || front.defaultView === null;
  const overrides = shortcuts.value ?? none;
  useDeskKeys(root, overrides, run);
  useCine(desk.view, desk.sources, desk.visible, isDriving, onView);
  const onLook = useLook(store, desk);
  const controls = useMemo(() => ({ run, onView, overrides, isDriving }), [run, onView, overrides, isDriving]);

  const { view } = desk;
  const { shows, own, instance } = activeObject(desk);
  const stored = panels.value;
  const size = { ...stored, isSideOpen: stored.isSideOpen ?? hasSide };
  const cellView = { sources: desk.sources, tool, onView, onPointer, canChange: isDriving, annotationActions: held.cellActions, author: person.name, onLook };
  const { note } = evidence;
  const { unread } = reading;
  const notes = useMemo(() => [...(note === null ? [] : [note]), ...unread.map(({ message }) => t('measure.unread', { message }))], [note, unread, t]);
  const atDetector = useAtDetector(held.annotations, store);
  const onJump = useStable((annotation: Annotation): void => {
    held.select(annotation.id);
    deeds.goTo({ kind: 'annotation', annotation });
  });
  return (
    <DeskControlsContext value={controls}>
      <div ref={root} className="reading" data-testid="reading-desk" data-case={props.caseId} onPointerDownCapture={onWork} onKeyDownCapture={onWork} onDropCapture={onWork}>
        <h1 className="reading-unseen">{t('page')}</h1>
        <div className="reading-top">{props.lead}<PatientBanner patient={own?.patient ?? null} studyDate={own?.studyDate ?? null} /></div>
        <MixBanner pairs={safety.pairs} unexpected={safety.unexpected} />
        <ReadingBar reading={reading} cell={view.cells[view.activeCell] ?? emptyCell} shows={shows} place={place} deeds={deeds} panels={size} lead={size.isSeriesOpen ? null : <SeriesMenu series={series} onOpen={deeds.open} isDisabled={!isDriving} isIcon />} />
        {props.rtNotes}
        <ErrorNotice error={problem} onClose={() => setProblem(null)} />
        <StateNotice note={deeds.states.note} onClose={deeds.states.clear} />
        {note !== null && !size.isSideOpen && <div className="reading-note" role="status" data-testid="evidence-note">{note}</div>}
        <div className="reading-body">
          {size.isSeriesOpen && (
            <div className="reading-column" style={{ width: size.seriesWidth }}><SeriesPanel series={series} seriesIn={desk.seriesIn} onOpen={deeds.open} onDrag={nothing} /><PanelEdge side="right" width={size.seriesWidth} label={t('series.width')} onWidth={(seriesWidth) => panels.set({ ...stored, seriesWidth })} /></div>
          )}
          <DeskGrid view={view} cells={desk.cells} cellView={cellView} deeds={deeds.cells} series={series} emptyHint={t(size.isSeriesOpen ? 'cell.emptyHint' : 'cell.emptyHintAlone')} />
          {size.isSideOpen && (
            <div className="reading-column" style={{ width: size.sideWidth }}>
              <PanelEdge side="left" width={size.sideWidth} label={t('measure.width')} onWidth={(sideWidth) => panels.set({ ...stored, sideWidth })} />
              <SideColumn radiotherapy={props.side} measurements={<MeasurementPanel held={held} series={series} atDetector={atDetector} onJump={onJump} onSaveReport={evidence.onSaveReport} onKeyImage={evidence.onKeyImage} onCite={evidence.onCite} notes={notes} />} />
            </div>
          )}
        </div>
        <ReadingDialogs reading={reading} actions={actions} isFront={isFront} open={dialog} onClose={() => setDialog(null)} onGreyCheck={() => setDialog('grey')} instance={instance} />
        <ScreenDesks screens={screens} page={props} reading={reading} store={store} front={front} />
      </div>
    </DeskControlsContext>
  );
}

const none = {};
