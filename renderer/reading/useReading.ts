import { useMemo, useRef, useState } from 'react';
import { changeView } from '../../shared/meeting/view.ts';
import type { View } from '../../shared/meeting/view.ts';
import type { Hanging } from '../../shared/viewing/hanging.ts';
import { readOwnHangings } from '../../shared/viewing/ownHanging.ts';
import { readOwnPresets } from '../../shared/viewing/presets.ts';
import { readSavedDesks } from '../../shared/viewing/savedDesk.ts';
import type { DeskPanels } from '../../shared/viewing/savedDesk.ts';
import { readShortcuts } from '../../shared/viewing/shortcuts.ts';
import type { SeriesStore } from '../study/series.ts';
import type { CellRenderer } from '../viewport/cellRenderer.ts';
import type { ToolName } from '../viewport/tools.ts';
import type { ReadingDeskProps } from './actions.ts';
import { hangingChange, holdsAny } from './cells/deskLayout.ts';
import { useDeskCells } from './cells/useDeskCells.ts';
import type { GreyCheck } from '../documents/grey/greyCheck.ts';
import { deskSeries, deskStudies, seriesWith } from './deskSeries.ts';
import { readDisplay, writeDisplay } from './displayPreference.ts';
import { hangingChoices } from './openingDesk.ts';
import { peopleIn } from './safety/peopleIn.ts';
import { usePatientGuard } from './safety/usePatientGuard.ts';
import { useAnnotations } from './useAnnotations.ts';
import { useOpening } from './useOpening.ts';
import { usePreference } from './usePreference.ts';
import { useRemeasure } from './useRemeasure.ts';
import { useSavedReports } from './useSavedReports.ts';
import { useViewChange } from './useViewChange.ts';

/** What the desk knows and holds: series, preferences, annotations, cells as they can be shown, and whose images hang together. */
export function useReading(props: ReadingDeskProps, store: SeriesStore) {
  const { caseId, imaging, view, isDriving, rt, person, expectedPatient, actions, pointers } = props;
  const disease = props.disease ?? null;
  const series = useMemo(() => deskSeries(imaging), [imaging]);
  const inOrder = useMemo(() => deskStudies(series).flatMap((study) => study.series), [series]);
  const presets = usePreference(actions, 'presets', readOwnPresets);
  const hangings = usePreference(actions, 'hanging', readOwnHangings);
  const shortcuts = usePreference(actions, 'shortcuts', readShortcuts);
  const desks = usePreference(actions, 'desk', readSavedDesks);
  const display = usePreference(actions, 'display', readDisplay, writeDisplay);
  const kept = display.value ?? readDisplay(undefined);
  const panels = { value: kept.panels, set: (next: DeskPanels): void => display.set({ ...kept, panels: next }) };
  const overlays = { isOn: kept.hasOverlays, set: (hasOverlays: boolean): void => display.set({ ...kept, hasOverlays }) };
  const greyCheck = { value: kept.greyCheck, set: (next: GreyCheck): void => display.set({ ...kept, greyCheck: next }) };
  const [tool, setTool] = useState<ToolName>('scroll');
  const held = useAnnotations(person.name);
  const unread = useSavedReports(imaging, actions, held.dispatch);
  const onView = useViewChange(props.onView, isDriving);
  const choices = useMemo(() => hangingChoices({ series, expected: expectedPatient, disease, own: hangings.value ?? [] }), [series, expectedPatient, disease, hangings.value]);
  const shown = useMemo(() => (isDriving || holdsAny(view, (uid) => seriesWith(series, uid) !== null) ? view : unpresented(view, choices[0])), [isDriving, view, series, choices]);
  const desk = useDeskCells({ view: shown, series, store, rt, annotations: held.annotations, selectedAnnotationId: held.selectedId, pointers, hasOverlays: overlays.isOn });
  const identities = peopleIn(desk, series);
  const key = JSON.stringify(identities);
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the text stands for its content
  const people = useMemo(() => identities, [key]);
  const safety = usePatientGuard(people, expectedPatient);
  useOpening({ caseId, view, series, expected: expectedPatient, disease, isDriving, desks: desks.value, own: hangings.value, onView, onDesks: desks.set, guard: safety.guard, onCrosshair: (isOn) => setTool(isOn ? 'crosshair' : 'scroll') });
  useRemeasure(held.annotations, desk, held.dispatch);
  const renderers = useRef(new Map<number, CellRenderer>());
  return { series, inOrder, presets, hangings, shortcuts, panels, greyCheck, overlays, tool, setTool, held, unread, onView, desk, safety, choices, disease, renderers };
}

/** What a console that follows shows of a case nobody has arranged yet: as it would hang by rule, so that a meeting without a presenter is not dark. */
const unpresented = (view: View, hanging: Hanging | undefined): View => (hanging === undefined ? view : changeView(view, hangingChange(view, hanging)));

export type Reading = ReturnType<typeof useReading>;
