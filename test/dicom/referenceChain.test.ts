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
