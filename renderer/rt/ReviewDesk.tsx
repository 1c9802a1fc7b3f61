import { Text } from '@mantine/core';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseImaging } from '../../shared/ipc/channels.ts';
import type { Pointer, View } from '../../shared/meeting/view.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import { prescribedDose, referenceProblem } from '../../shared/rt/prescription.ts';
import type { Structure } from '../../shared/rt/types.ts';
import { NoVolume } from './NoVolume.tsx';
import { useStudy } from '../study/useStudy.ts';
import type { FrameTimes } from '../viewport/planeRenderer.ts';
import { ThreePlanes } from '../viewport/ThreePlanes.tsx';
import type { PlaneName } from '../viewport/planes.ts';
import { DeskBar } from './DeskBar.tsx';
import { deskNotes, doseNote } from './deskNotes.ts';
import { DvhPage } from './DvhPage.tsx';
import { IsodoseControls } from './IsodoseControls.tsx';
import { noticeText } from './noticeText.ts';
import { overlaysOn } from './overlaysOn.ts';
import { PlanPage } from './PlanPage.tsx';
import { seriesName } from './seriesName.ts';
import { startView } from './startView.ts';
import { StructureList } from './StructureList.tsx';
import { StudyLoading } from './StudyLoading.tsx';
import { usePlaneWords } from './usePlaneWords.ts';
import './desk.css';

export interface ReviewDeskProps {
  /** What the case holds; null while it is being asked for. */
  readonly imaging: CaseImaging | null;
  readonly view: View;
  readonly onView: (fields: Partial<View>) => void;
  /** Named pointers of the others. */
  readonly pointers?: readonly Pointer[];
  readonly onPointer?: (plane: PlaneName, pointMm: Vector3 | null) => void;
  /** Whether this console may change the view: it presents, or looks on its own. Default true. */
  readonly isDriving?: boolean;
  /** Prefix of blob addresses, for pages outside the console. */
  readonly baseUrl?: string;
  readonly onFrame?: (times: FrameTimes) => void;
}

const noStructures: readonly Structure[] = [];
const noPointers: readonly Pointer[] = [];

/** Images, plan and DVH of one case; a controlled component over the view. */
export function ReviewDesk({ imaging, view, onView: changeView, pointers = noPointers, onPointer, isDriving = true, baseUrl, onFrame }: ReviewDeskProps) {
  const { t } = useTranslation('rt');
  const words = usePlaneWords();
  // One function for the life of the desk, so that a scroll does not draw the panels again.
  const latestChange = useRef(changeView);
  useLayoutEffect(() => {
    latestChange.current = changeView;
  });
  const onView = useCallback((fields: Partial<View>): void => latestChange.current(fields), []);
  const onIsodose = useCallback((isodose: View['isodose']): void => onView({ isodose }), [onView]);
  const onVisible = useCallback((visibleStructures: number[]): void => onView({ visibleStructures }), [onView]);
  const study = useStudy(imaging, baseUrl);
  const volume = study?.volumes.find((entry) => entry.volumeId === view.seriesInstanceUID) ?? study?.volumes[0] ?? null;
  const plan = study?.plan ?? null;
  const prescribed = useMemo(() => (plan === null ? null : prescribedDose(plan)), [plan]);
  const planDoseGy = prescribed?.doseGy ?? null;
  // The prescription is 100 % of its own plan's total dose only; for any other dose a person says what is 100 %.
  const isOwnDose = study === null || study.dose === null || referenceProblem(plan, study.dose) === null;
  const ownDoseGy = isOwnDose ? planDoseGy : null;
  const targetDosesGy = useMemo(() => [...new Set(prescribed?.targets.map((target) => target.targetPrescriptionDoseGy))], [prescribed]);
  const notes = useMemo(() => (imaging === null || study === null ? [] : deskNotes(t, imaging, study, volume)), [t, imaging, study, volume]);
  const isReady = study !== null && study.phase !== 'loading';

  const needsStart = isReady && volume !== null && isDriving && !study.volumes.some((entry) => entry.volumeId === view.seriesInstanceUID);
  useEffect(() => {
    if (needsStart && volume !== null) onView(startView(volume, study.structureSet, study.plan));
    // Only the moment the study is there counts; what the view does afterwards is its own.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [needsStart, volume]);

  // Closed by itself where the desk is narrow, until somebody says otherwise.
  const [sideMode, setSide] = useState<'auto' | 'open' | 'closed'>('auto');
  const sideRef = useRef<HTMLElement>(null);
  const toggleSide = useCallback((): void => setSide(sideRef.current?.offsetParent ? 'closed' : 'open'), []);

  if (imaging === null || study === null) return <StudyLoading progress={null} />;
  if (imaging.instances.length === 0) return <div className="desk-message"><Text>{t('study.none')}</Text></div>;
  if (study.phase === 'loading') return <StudyLoading progress={study.progress} />;

  const referenceDoseGy = view.isodose.referenceDoseGy ?? ownDoseGy;
  const overlays = overlaysOn(volume, study);
  const note = doseNote(t, study);
  const alerts = [...overlays.refusals.map((refusal) => t(`refusal.${refusal}`)), ...(note !== null && overlays.dose !== null ? [note] : []), ...(overlays.dose?.warnings ?? []).filter(({ code }) => code !== 'file').map((warning) => noticeText(t, warning))];
  const side = (
    <aside className="desk-side" ref={sideRef}>
      {view.page === 'images' && <IsodoseControls isodose={view.isodose} dose={study.dose} planDoseGy={ownDoseGy} isOwnDose={isOwnDose} targetDosesGy={targetDosesGy} canChange={isDriving} onIsodose={onIsodose} />}
      <StructureList structures={study.structureSet?.structures ?? noStructures} visible={view.visibleStructures} canChange={isDriving} onVisible={onVisible} />
    </aside>
  );
  return (
    <div className="desk" data-testid="review-desk" data-page={view.page} data-phase={study.phase} data-side={sideMode}>
      <DeskBar imaging={imaging} study={study} volume={volume} page={view.page} window={view.window} layout={view.layout} isDriving={isDriving} notes={notes.join('\n')} onView={onView} onSide={toggleSide} />
      {view.page === 'plan' ? (
        <PlanPage imaging={imaging} plan={study.plan} structureSet={study.structureSet} dose={study.dose} planDoseGy={planDoseGy} notes={notes} view={view} canChange={isDriving} onView={onView} />
      ) : view.page === 'dvh' ? (
        <div className="desk-body">
          <DvhPage doseNote={note} isMismatched={study.dose !== null && (study.structureSet?.frameOfReferenceUID ?? null) !== null && study.structureSet?.frameOfReferenceUID !== study.dose.frameOfReferenceUID} dvhs={study.dvhs} structures={study.structureSet?.structures ?? noStructures} dose={study.dose} referenceDoseGy={referenceDoseGy} progress={{ done: study.progress.dvhsDone, total: study.progress.dvhsTotal }} view={view} canChange={isDriving} onView={onView} />
          {side}
        </div>
      ) : (
        <div className="desk-body">
          {volume === null ? (
            <NoVolume study={study} />
          ) : (
            <ThreePlanes
              volume={volume} seriesName={seriesName(imaging, volume)} dose={overlays.dose} isDoseRefused={overlays.refusals.includes('dose')} structures={overlays.structures} referenceDoseGy={referenceDoseGy}
              refusals={alerts} view={view} onView={onView} pointers={pointers} canChange={isDriving} words={words}
              {...(onPointer === undefined ? {} : { onPointer })} {...(onFrame === undefined ? {} : { onFrame })}
            />
          )}
          {side}
        </div>
      )}
    </div>
  );
}
