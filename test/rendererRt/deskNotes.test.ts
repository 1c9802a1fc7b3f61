import { createInstance, type TFunction } from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import type { CaseImaging } from '../../shared/ipc/channels.ts';
import type { DoseGrid, Plan } from '../../shared/rt/types.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';
import { deskNotes, doseNote } from '../../renderer/rt/deskNotes.ts';
import { rtLocale } from '../../renderer/rt/locale.ts';
import { storedSample } from '../study/support.ts';

let t: TFunction<'rt'>;
beforeAll(async () => {
  const words = createInstance();
  await words.init({ lng: 'en', defaultNS: 'rt', resources: { en: { rt: rtLocale.en } }, interpolation: { escapeValue: false } });
  t = words.getFixedT('en', 'rt');
});

const { imaging, expected } = storedSample();
const plan = { sopInstanceUID: expected.planUID, patientPosition: 'HFS' } as unknown as Plan;
const dose = (doseSummationType: string, planUID: string): DoseGrid => ({ doseSummationType, planUID }) as unknown as DoseGrid;
const volume = (patientPosition: string): ImageVolume => ({ patientPosition }) as unknown as ImageVolume;

test('a plan with its own total dose and one object of each kind needs no note', () => {
  expect(deskNotes(t, imaging, { plan, dose: dose('PLAN', expected.planUID) }, volume('HFS'))).toEqual([]);
});

test('the dose of a beam and that of another plan are named', () => {
  expect(doseNote(t, { plan, dose: dose('BEAM', expected.planUID) })).toContain('is BEAM');
  expect(doseNote(t, { plan, dose: dose('PLAN', '9.9') })).toContain('does not belong to the plan');
});

test('differing patient positions and a choice among several doses are named', () => {
  const beam = imaging.instances.filter(({ header }) => header.modality === 'RTDOSE').map((instance) => ({ ...instance, header: { ...instance.header, sopInstanceUID: '0.1', label: 'BEAM' } }));
  const several: CaseImaging = { ...imaging, instances: [...beam, ...imaging.instances] };
  expect(deskNotes(t, several, { plan, dose: dose('PLAN', expected.planUID) }, volume('FFS'))).toEqual([
    'Patient positions differ: HFS in the plan, FFS in the images',
    `There are 2 RTDOSE objects; shown is PLAN (${expected.doseUID})`,
  ]);
});
