import type { View, ViewChange } from '../../shared/meeting/view.ts';
import type { Hanging } from '../../shared/viewing/hanging.ts';
import { hangingsFor } from '../../shared/viewing/hanging.ts';
import { ownHangingsFor } from '../../shared/viewing/ownHanging.ts';
import type { OwnHanging } from '../../shared/viewing/ownHanging.ts';
import { comparePatients } from '../../shared/viewing/patientMix.ts';
import type { PatientIdentity } from '../../shared/viewing/patientMix.ts';
import { savedDeskOf } from '../../shared/viewing/savedDesk.ts';
import type { SavedDesk } from '../../shared/viewing/savedDesk.ts';
import { hangingChange, savedChange, uidIn } from './cells/deskLayout.ts';
import { deskStudies, seriesWith } from './deskSeries.ts';
import type { DeskSeries } from './deskSeries.ts';

/** Series of one person: of whom the case is about where some are, else of the newest study. A rule never hangs two people together. */
export function seriesOfOnePerson(series: readonly DeskSeries[], expected: PatientIdentity | null): readonly DeskSeries[] {
  const inOrder = deskStudies(series).flatMap((study) => study.series);
  const reference = (expected === null ? undefined : inOrder.find(({ patient }) => comparePatients(expected, patient) === 'same')) ?? (expected === null ? undefined : inOrder.find(({ patient }) => comparePatients(expected, patient) !== 'different')) ?? inOrder[0];
  return reference === undefined ? [] : series.filter(({ patient }) => comparePatients(reference.patient, patient) === 'same');
}

export interface OpeningInput {
  readonly caseId: string;
  readonly series: readonly DeskSeries[];
  readonly expected: PatientIdentity | null;
  readonly disease: string | null;
  readonly desks: readonly SavedDesk[];
  readonly own: readonly OwnHanging[];
}

/** Arrangements a case can be hung by: own ones first, then by rule. */
export function hangingChoices({ series, expected, disease, own }: Pick<OpeningInput, 'series' | 'expected' | 'disease' | 'own'>): readonly Hanging[] {
  const person = seriesOfOnePerson(series, expected);
  return [...ownHangingsFor(own, person, disease), ...hangingsFor(person, disease)];
}

/** How the desk opens: as the person left it for this case, else by an own arrangement, else by rule. `saved` may mix people and has to be asked about. */
export function openingOf(view: View, input: OpeningInput): { readonly saved: ViewChange | null; readonly identities: readonly PatientIdentity[]; readonly hanging: Hanging | null; readonly change: ViewChange } {
  const desk = savedDeskOf(input.desks, input.caseId, (uid) => seriesWith(input.series, uid) !== null);
  const [hanging = null] = hangingChoices(input);
  const identities = (desk?.cells ?? []).flatMap((cell) => {
    const uid = uidIn(cell);
    return (uid === null ? null : seriesWith(input.series, uid))?.patient ?? [];
  });
  return { saved: desk === null ? null : savedChange(view, desk), identities, hanging, change: hanging === null ? {} : hangingChange(view, hanging) };
}
