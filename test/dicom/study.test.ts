import { describe, expect, it } from 'vitest';
import { completeHeader } from '../../shared/dicom/storedHeader.ts';
import type { StoredHeader } from '../../shared/dicom/storedHeader.ts';
import { groupStudies } from '../../shared/dicom/study.ts';
import type { InstanceHeader } from '../../shared/dicom/types.ts';

function header(uid: string, series: string, study: string, change: Partial<StoredHeader> = {}): InstanceHeader {
  const stored = { sopInstanceUID: uid, sopClassUID: '1.2.840.10008.5.1.4.1.1.2', modality: 'CT', transferSyntaxUID: '', studyInstanceUID: study, seriesInstanceUID: series, ...change };
  return { ...completeHeader(stored), references: [] };
}

const frame = (uid: string) => ({ frameOfReferenceUID: uid });

describe('groupStudies', () => {
  it('puts the newest study first, series by number and instances by instance number, whatever the order given', () => {
    const headers = [
      header('a10', 'sA', 'old', { instanceNumber: 10, series: { number: 2 }, study: { date: '20200101' } }),
      header('a9', 'sA', 'old', { instanceNumber: 9, series: { number: 2 }, study: { date: '20200101' } }),
      header('aX', 'sA', 'old', { series: { number: 2 }, study: { date: '20200101', description: 'late' } }),
      header('b', 'sB', 'old', { series: { number: 1 } }),
      header('c', 'sC', 'old'),
      header('n', 'sN', 'new', { study: { date: '20240101' } }),
    ];
    for (const given of [headers, headers.toReversed()]) {
      const studies = groupStudies(given);
      expect(studies.map((study) => study.studyInstanceUID)).toEqual(['new', 'old']);
      expect(studies[1]).toMatchObject({ date: '20200101', description: 'late' });
      expect(studies[1]?.series.map((series) => series.instances.map((instance) => instance.sopInstanceUID))).toEqual([['b'], ['a9', 'a10', 'aX'], ['c']]);
    }
  });

  it('shows that one study holds two patients', () => {
    const studies = groupStudies([header('1', 's', 'x', { patient: { patientID: 'P' } }), header('2', 's', 'x', { patient: { patientID: 'Q' } }), header('3', 's', 'x', { patient: { patientID: 'P' } })]);
    expect(studies[0]?.patients.map((patient) => patient.patientID)).toEqual(['P', 'Q']);
  });

  it('names a frame of reference only where all instances share it', () => {
    expect(groupStudies([header('1', 's', 'x', frame('F')), header('2', 's', 'x')])[0]?.series[0]?.frameOfReferenceUID).toBe('F');
    expect(groupStudies([header('1', 's', 'x', frame('F')), header('2', 's', 'x', frame('G'))])[0]?.series[0]?.frameOfReferenceUID).toBeNull();
  });
});

describe('completeHeader', () => {
  it('fills what an older version did not keep', () => {
    const old = JSON.parse('{"sopInstanceUID":"1","sopClassUID":"1.2.840.10008.5.1.4.1.1.481.5","modality":"RTPLAN","transferSyntaxUID":"","studyInstanceUID":"2","seriesInstanceUID":"3","study":{"date":"20200101","description":null},"series":{"number":1,"description":null}}') as StoredHeader;
    expect(completeHeader(old)).toMatchObject({
      kind: 'plan', image: null, warnings: [],
      study: { date: '20200101', time: null, accessionNumber: null }, series: { number: 1, bodyPart: null },
    });
    const image = { rows: 2, columns: 3, frames: 1, photometric: 'MONOCHROME2', bitsAllocated: 16, isLossy: false };
    expect(completeHeader({ ...old, image }).image).toEqual({ ...image, projection: null });
    const projection = { laterality: 'R', view: 'CC', modifiers: [], orientation: null } as const;
    expect(completeHeader({ ...old, image: { ...image, projection } }).image?.projection).toEqual(projection);
  });
});
