import { useEffect, useRef } from 'react';
import type { View, ViewChange } from '../../shared/meeting/view.ts';
import type { PatientIdentity } from '../../shared/viewing/patientMix.ts';
import type { OwnHanging } from '../../shared/viewing/ownHanging.ts';
import { withSavedDesk } from '../../shared/viewing/savedDesk.ts';
import type { SavedDesk } from '../../shared/viewing/savedDesk.ts';
import { holdsAny, savedOf } from './cells/deskLayout.ts';
import { openingOf } from './openingDesk.ts';
import { seriesWith } from './deskSeries.ts';
import type { DeskSeries } from './deskSeries.ts';
import type { PatientGuard } from './safety/usePatientGuard.ts';

export interface OpeningProps {
  readonly caseId: string;
  readonly view: View;
  readonly series: readonly DeskSeries[];
  readonly expected: PatientIdentity | null;
  readonly disease: string | null;
  readonly isDriving: boolean;
  /** Null while they are read. */
  readonly desks: readonly SavedDesk[] | null;
  readonly own: readonly OwnHanging[] | null;
  readonly onView: (change: ViewChange) => void;
  readonly onDesks: (desks: readonly SavedDesk[]) => void;
  readonly guard: PatientGuard['guard'];
  /** Told whether the desk opens with a crosshair. */
  readonly onCrosshair: (isOn: boolean) => void;
}

/** Arranges the desk when a case opens, and remembers how it is left. */
export function useOpening({ caseId, view, series, expected, disease, isDriving, desks, own, onView, onDesks, guard, onCrosshair }: OpeningProps): void {
  const opened = useRef<string | null>(null);
  const isReady = desks !== null && own !== null && series.length > 0 && isDriving;
  useEffect(() => {
    if (!isReady || opened.current === caseId) return;
    opened.current = caseId;
    // Somebody who presents this case already has arranged it.
    if (holdsAny(view, (uid) => seriesWith(series, uid) !== null)) return onCrosshair(view.hasCrosshair);
    const { saved, identities, change } = openingOf(view, { caseId, series, expected, disease, desks, own });
    onView(change);
    onCrosshair(change.hasCrosshair === true);
    if (saved !== null) guard(identities, () => {
      onView(saved);
      onCrosshair(saved.hasCrosshair === true);
    });
    // Once for a case, when all that decides is known.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isReady, caseId]);

  const { grid, link, hasCrosshair, hasReferenceLines, hasAnnotations, activeCell, cells } = view;
  useEffect(() => {
    if (desks === null || !isDriving || opened.current !== caseId || !holdsAny(view, (uid) => seriesWith(series, uid) !== null)) return;
    onDesks(withSavedDesk(desks, savedOf(caseId, view)));
    // What the person arranged, not what the desk remembers of it.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [grid, link, hasCrosshair, hasReferenceLines, hasAnnotations, activeCell, cells, caseId]);
}
