import { Text } from '@mantine/core';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseImaging } from '../../shared/ipc/channels.ts';
import type { View, ViewChange } from '../../shared/meeting/view.ts';
import { prescribedDose, referenceProblem } from '../../shared/rt/plan/prescription.ts';
import type { Dvh, Structure } from '../../shared/rt/types.ts';
import type { ReadingDeskProps } from '../reading/actions.ts';
import { ReadingDesk } from '../reading/ReadingDesk.tsx';
import { useStudy } from '../study/useStudy.ts';
import { DeskBar } from './DeskBar.tsx';
import { deskNotes, doseNote } from './deskNotes.ts';
import { DvhPage } from './DvhPage.tsx';
import { IsodoseControls } from './IsodoseControls.tsx';
import { noticeText } from './noticeText.ts';
import { PlanPage } from './PlanPage.tsx';
import { rtOnImages } from './rtOverlay.ts';
import { startPoint, startView } from './startView.ts';
import { StructureList } from './StructureList.tsx';
import { StudyLoading } from './StudyLoading.tsx';
import { isReadAt, usePlanningVolume } from './usePlanningVolume.ts';
import './desk.css';

export interface ReviewDeskProps extends Omit<ReadingDeskProps, 'imaging' | 'rt' | 'rtNotes' | 'side'> {
  /** What the case holds; null while it is being asked for. */
  readonly imaging: CaseImaging | null;
}

const noStructures: readonly Structure[] = [];
const noDvhs: readonly Dvh[] = [];
const noPrescription: readonly number[] = [];

/** Images, plan and DVH of one case; a controlled component over the view. */
export function ReviewDesk({ imaging, ...desk }: ReviewDeskProps) {
  const { t } = useTranslation('rt');
  if (imaging === null) return <StudyLoading progress={null} />;
  if (imaging.instances.length === 0) return <div className="desk-message"><Text>{t('study.none')}</Text></div>;
  return <FilledDesk {...desk} imaging={imaging} />;
}

function FilledDesk({ imaging, ...desk }: ReviewDeskProps & { readonly imaging: CaseImaging }) {
  const { t } = useTranslation('rt');
  const { view, isDriving } = desk;
  const onView = useStable(desk.onView);
  const onIsodose = useCallback((isodose: View['isodose']): void => onView({ isodose }), [onView]);
  const onVisible = useCallback((visibleStructures: number[]): void => onView({ visibleStructures }), [onView]);
  const study = useStudy(imaging);
  const [plan, dose, structureSet] = [study?.plan ?? null, study?.dose ?? null, study?.structureSet ?? null];
  const structures = structureSet?.structures ?? noStructures;
  const prescribed = useMemo(() => (plan === null ? null : prescribedDose(plan)), [plan]);
  const planDoseGy = prescribed?.doseGy ?? null;
  // The prescription is 100 % of its own plan's total dose only; for any other dose a person says what is 100 %.
  const isOwnDose = dose === null || referenceProblem(plan, dose) === null;
  const ownDoseGy = isOwnDose ? planDoseGy : null;
  const targetDosesGy = useMemo(() => (prescribed === null ? noPrescription : [...new Set(prescribed.targets.map((target) => target.targetPrescriptionDoseGy))]), [prescribed]);
  const planning = usePlanningVolume(imaging, desk.actions.readHeads);
  const notes = useMemo(() => deskNotes(t, imaging, { plan, dose }, planning?.volume ?? null), [t, imaging, plan, dose, planning?.volume]);
  const referenceDoseGy = view.isodose.referenceDoseGy ?? ownDoseGy;
  const { overlay, refusals } = useMemo(() => rtOnImages(imaging, { dose, structureSet }, referenceDoseGy), [imaging, dose, structureSet, referenceDoseGy]);

  const needsStart = study !== null && study.phase !== 'loading' && planning !== null && isReadAt(planning, startPoint(planning.volume, plan)) && isDriving && view.visibleStructures.length === 0 && structures.length > 0 && view.cells.some(({ content }) => content.kind === 'stack' && content.volumeId === planning.volume.volumeId);
  useEffect(() => {
    if (needsStart && planning !== null) onView(startView(view, planning.volume, structureSet, plan));
    // Only the moment the objects are there counts; what the view does afterwards is its own.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [needsStart, structureSet]);

  const note = doseNote(t, { plan, dose });
  const alerts = [...refusals.map((refusal) => t(`refusal.${refusal}`)), ...(note !== null && overlay?.dose ? [note] : []), ...(overlay?.dose?.warnings ?? []).filter(({ code }) => code !== 'file').map((warning) => noticeText(t, warning))];
  const hasRt = structureSet !== null || dose !== null;
  const side = hasRt ? (
    <aside className="desk-side">
      {view.page === 'images' && <IsodoseControls isodose={view.isodose} dose={dose} planDoseGy={ownDoseGy} isOwnDose={isOwnDose} targetDosesGy={targetDosesGy} canChange={isDriving} onIsodose={onIsodose} />}
      <StructureList structures={structures} visible={view.visibleStructures} canChange={isDriving} onVisible={onVisible} />
    </aside>
  ) : null;
  const bar = <DeskBar imaging={imaging} study={study} page={view.page} isDriving={isDriving} notes={notes.join('\n')} onView={onView} />;
  return (
    <div className="desk" data-testid="review-desk" data-page={view.page} data-phase={study?.phase ?? 'loading'}>
      {view.page !== 'images' && bar}
      {view.page === 'plan' ? (
        <PlanPage imaging={imaging} plan={plan} structureSet={structureSet} dose={dose} planDoseGy={planDoseGy} notes={notes} view={view} canChange={isDriving} onView={onView} />
      ) : view.page === 'dvh' ? (
        <div className="desk-body">
          <DvhPage doseNote={note} isMismatched={dose !== null && (structureSet?.frameOfReferenceUID ?? null) !== null && structureSet?.frameOfReferenceUID !== dose.frameOfReferenceUID} dvhs={study?.dvhs ?? noDvhs} structureSet={structureSet} dose={dose} referenceDoseGy={referenceDoseGy} progress={{ done: study?.progress.dvhsDone ?? 0, total: study?.progress.dvhsTotal ?? 0 }} view={view} canChange={isDriving} onView={onView} />
          {side}
        </div>
      ) : (
        <ReadingDesk {...desk} imaging={imaging} onView={onView} rt={overlay} lead={bar} rtNotes={alerts.length === 0 ? null : <Alerts alerts={alerts} />} side={side} />
      )}
    </div>
  );
}

function Alerts({ alerts }: { readonly alerts: readonly string[] }) {
  return <div className="desk-alerts" role="alert" data-testid="overlay-refusal">{alerts.map((alert) => <div key={alert}>{alert}</div>)}</div>;
}

/** One function for the life of the desk, so that a scroll does not draw the panels again. */
function useStable(change: (fields: ViewChange) => void): (fields: ViewChange) => void {
  const latest = useRef(change);
  useLayoutEffect(() => {
    latest.current = change;
  });
  return useCallback((fields: ViewChange): void => latest.current(fields), []);
}
