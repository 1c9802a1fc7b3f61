import { describe, expect, it } from 'vitest';
import { readHeader } from '../../shared/dicom/readHeader.ts';
import { buildReferenceChain } from '../../shared/dicom/referenceChain.ts';
import { completeHeader } from '../../shared/dicom/storedHeader.ts';
import { sopClass } from '../../shared/dicom/sopClasses.ts';
import type { InstanceHeader, ObjectReference } from '../../shared/dicom/types.ts';
import { hasRealData, listReal, readReal } from './realData.ts';

function header(uid: string, sopClassUID: string, references: readonly (readonly [ObjectReference['role'], string])[] = [], change: Partial<InstanceHeader> = {}): InstanceHeader {
  return {
    ...completeHeader({
      sopInstanceUID: uid, sopClassUID, modality: 'X', transferSyntaxUID: '1.2.840.10008.1.2', studyInstanceUID: 'study', seriesInstanceUID: 'ct series',
      frameOfReferenceUID: 'frame', patient: { patientID: 'P' },
    }),
    references: references.map(([role, sopInstanceUID]) => ({ role, sopInstanceUID })), ...change,
  };
}

const images = ['i1', 'i2', 'i3'].map((uid) => header(uid, sopClass.ct));
const structureSet = header('rs', sopClass.rtStructureSet, [['image', 'i1'], ['image', 'i2']]);
const plan = header('rp', sopClass.rtPlan, [['structureSet', 'rs']]);
const dose = header('rd', sopClass.rtDose, [['plan', 'rp']]);
const statuses = (headers: readonly InstanceHeader[]) => Object.fromEntries(buildReferenceChain(headers).links.map((link) => [`${link.from} ${link.to}`, link.status]));
const chainOf = (folder: string) => buildReferenceChain(listReal(folder).map((file) => readHeader(readReal(file))));

describe('buildReferenceChain', () => {
  it('is complete when every referenced image is here, although not every image is referenced, in any file order', () => {
    for (const headers of [[...images, structureSet, plan, dose], [dose, plan, structureSet, ...images]]) {
      const chain = buildReferenceChain(headers);
      expect(chain).toMatchObject({ isComplete: true, imageSeriesUID: 'ct series', structureSetUID: 'rs', planUID: 'rp', doseUIDs: ['rd'], problems: [] });
    }
  });

  it('names the plan that is missing and lays the dose on the structure set by frame of reference', () => {
    const chain = buildReferenceChain([...images, structureSet, dose]);
    expect(chain.isComplete).toBe(false);
    expect(chain.links.find((link) => link.to === 'RTPLAN')).toMatchObject({ status: 'missing', found: 0, by: 'none' });
    expect(chain.links.find((link) => link.from === 'RTDOSE' && link.to === 'RTSTRUCT')).toMatchObject({ by: 'frameOfReference', toSopInstanceUIDs: ['rs'] });
    expect(chain.problems[0]).toContain('rp');
    expect(chain).toMatchObject({ structureSetUID: 'rs', doseUIDs: ['rd'], planUID: null });
  });

  it('tells partial, mismatched, duplicated and absent links apart', () => {
    expect(statuses([images[0] ?? dose, structureSet, plan, dose])).toMatchObject({ 'RTSTRUCT IMAGE': 'partial' });
    expect(statuses([...images, { ...structureSet, frameOfReferenceUID: 'other' }, plan, dose])).toMatchObject({ 'RTSTRUCT IMAGE': 'mismatched', 'RTPLAN RTSTRUCT': 'mismatched', 'RTDOSE RTPLAN': 'complete' });
    expect(statuses([...images, structureSet, structureSet, plan, dose])).toMatchObject({ 'RTPLAN RTSTRUCT': 'duplicated' });
    expect(statuses([...images, structureSet, { ...plan, references: [] }, dose])).toMatchObject({ 'RTPLAN RTSTRUCT': 'absent' });
    expect(buildReferenceChain([...images, structureSet, { ...plan, references: [] }, dose]).isComplete).toBe(false);
  });

  it('prefers the complete chain among several plans and gathers all doses of its plan', () => {
    const orphan = header('a-plan', sopClass.rtPlan, [['structureSet', 'elsewhere']]);
    const second = header('rd2', sopClass.rtDose, [['plan', 'rp']]);
    const chain = buildReferenceChain([orphan, ...images, structureSet, plan, dose, second]);
    expect(chain).toMatchObject({ isComplete: true, planUID: 'rp', doseUIDs: ['rd', 'rd2'] });
    expect(chain.problems.join()).toContain('a-plan');
  });

  it('links treatment records to their plan without making them part of the chain', () => {
    const record = header('rt1', sopClass.rtBeamsTreatmentRecord, [['plan', 'rp']], { frameOfReferenceUID: null });
    const stray = header('rt2', sopClass.rtIonBeamsTreatmentRecord, [['plan', 'gone']], { frameOfReferenceUID: null });
    const silent = header('rt3', sopClass.rtTreatmentSummaryRecord, [], { frameOfReferenceUID: null });
    const chain = buildReferenceChain([...images, structureSet, plan, dose, record, stray, silent]);
    expect(chain).toMatchObject({ isComplete: true, planUID: 'rp', doseUIDs: ['rd'] });
    expect(chain.links.filter(({ from }) => from === 'RECORD').map(({ fromSopInstanceUID, status }) => [fromSopInstanceUID, status])).toEqual([['rt1', 'complete'], ['rt2', 'missing'], ['rt3', 'absent']]);
    expect(chain.problems).toEqual([
      'RECORD rt2 refers to RTPLAN gone, which is not here; ask the sender for it.',
      'RECORD rt3 names no RTPLAN and nothing here shares its frame of reference.',
    ]);
    expect(statuses([...images, structureSet, plan, plan, dose, record])).toMatchObject({ 'RECORD RTPLAN': 'duplicated' });
  });

  it('links a plan to the other plans it names, here or not, and asks for none where it names none', () => {
    const earlier = header('rp0', sopClass.rtPlan, [['structureSet', 'rs']]);
    const later = header('rp', sopClass.rtIonPlan, [['structureSet', 'rs'], ['plan', 'rp0']]);
    const whole = buildReferenceChain([...images, structureSet, earlier, later, dose]);
    expect(whole).toMatchObject({ isComplete: true, planUID: 'rp', doseUIDs: ['rd'], problems: [] });
    expect(whole.links.filter(({ from, to }) => from === 'RTPLAN' && to === 'RTPLAN')).toMatchObject([{ fromSopInstanceUID: 'rp', status: 'complete', toSopInstanceUIDs: ['rp0'] }]);
    const alone = buildReferenceChain([...images, structureSet, later, dose]);
    expect(alone.isComplete).toBe(true);
    expect(alone.problems).toEqual(['RTPLAN rp names the other plan rp0, which is not here; ask for it where the two have to be compared.']);
    expect(buildReferenceChain([...images, structureSet, plan, dose]).links.map(({ from, to }) => `${from} ${to}`)).toEqual(['RTSTRUCT IMAGE', 'RTPLAN RTSTRUCT', 'RTDOSE RTPLAN']);
  });

  it('links a dose to the structure set it names itself and says where that is not the one of its plan', () => {
    const named = (set: string) => header('rd', sopClass.rtDose, [['plan', 'rp'], ['structureSet', set]]);
    expect(buildReferenceChain([...images, structureSet, plan, named('rs')])).toMatchObject({ isComplete: true, problems: [] });
    const other = header('rs2', sopClass.rtStructureSet, [['image', 'i1']]);
    expect(buildReferenceChain([...images, structureSet, other, plan, named('rs2')]).problems.join()).toContain('RTDOSE rd names RTSTRUCT rs2 but its plan was made on RTSTRUCT rs');
    expect(statuses([...images, structureSet, plan, named('gone')])).toMatchObject({ 'RTDOSE RTSTRUCT': 'missing', 'RTDOSE RTPLAN': 'complete' });
  });

  it('names linked objects of different patients by UID, never by their names', () => {
    const stranger = { ...plan, patient: { patientID: 'Q', patientName: 'Secret', birthDate: null, sex: null } };
    const { problems } = buildReferenceChain([...images, structureSet, stranger, dose]);
    expect(problems.filter((text) => text.includes('another PatientID'))).toEqual([
      'RTPLAN rp refers to RTSTRUCT rs of another PatientID (0010,0020); find out whose they are before using either.',
      'RTDOSE rd refers to RTPLAN rp of another PatientID (0010,0020); find out whose they are before using either.',
    ]);
    expect(problems.join()).not.toContain('Secret');
  });

  it('says when a second patient is mixed in, without naming anybody', () => {
    const other = header('x', sopClass.ct, [], { patient: { patientID: 'Q', patientName: 'Secret', birthDate: null, sex: null } });
    const text = buildReferenceChain([...images, structureSet, plan, dose, other]).problems.join();
    expect(text).toContain('2 different values of PatientID');
    expect(text).not.toContain('Secret');
  });
});

describe.runIf(hasRealData)('real chains', () => {
  it('finds rt-esophagus-imrt and rt-aria-qa complete', () => {
    expect(chainOf('rt-esophagus-imrt')).toMatchObject({ isComplete: true, problems: [], planUID: '1.2.246.352.71.5.513149349817.399794.20170816121424' });
    expect(chainOf('rt-esophagus-imrt').links[0]).toMatchObject({ referenced: 96, found: 96 });
    expect(chainOf('rt-aria-qa')).toMatchObject({ isComplete: true, problems: [] });
  });

  it('names the plan rt-pinnacle-prostate lacks and counts the images rt-breast-partial lacks', () => {
    expect(chainOf('rt-pinnacle-prostate').problems.join()).toContain('RTPLAN 2.16.840.1.113669.2.931128.297959615.20150402113709.299414');
    expect(chainOf('rt-breast-partial').links[0]).toMatchObject({ status: 'partial', referenced: 98, found: 1 });
  });
});
