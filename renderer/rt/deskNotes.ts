import type { TFunction } from 'i18next';
import type { CaseImaging } from '../../shared/ipc/channels.ts';
import { referenceProblem } from '../../shared/rt/plan/prescription.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';
import type { Study } from '../study/openStudy.ts';
import { planReading } from '../study/planReading.ts';

/** Why the dose shown is not the total dose of the plan shown; null where it is or where there is none. */
export function doseNote(t: TFunction<'rt'>, { plan, dose }: Pick<Study, 'plan' | 'dose'>): string | null {
  const problem = dose === null ? null : referenceProblem(plan, dose);
  if (dose === null || problem === null) return null;
  return problem === 'other-plan' ? t('refusal.otherPlan') : t('refusal.notPlanDose', { type: dose.doseSummationType || '—' });
}

/** What a reader has to know about how the objects shown were chosen and whether they fit each other. */
export function deskNotes(t: TFunction<'rt'>, imaging: CaseImaging, study: Pick<Study, 'plan' | 'dose'>, volume: ImageVolume | null): readonly string[] {
  const note = doseNote(t, study);
  const chosen = planReading(imaging.instances, imaging.chain).chosenOf.map(({ kind, count, label, sopInstanceUID }) =>
    sopInstanceUID === null ? t('study.noneChosen', { kind, count }) : t('study.chosenOf', { kind, count, label: label ?? '—', uid: sopInstanceUID }));
  const [planned, imaged] = [study.plan?.patientPosition ?? null, volume?.patientPosition ?? null];
  const position = planned !== null && imaged !== null && planned !== imaged ? [t('study.positionsDiffer', { plan: planned, images: imaged })] : [];
  return [...(note === null ? [] : [note]), ...position, ...chosen];
}
