import { describe, expect, it } from 'vitest';
import { listSeries } from '../../renderer/study/listSeries.ts';
import { completeHeader } from '../../shared/dicom/storedHeader.ts';
import type { StoredInstance } from '../../shared/ipc/channels.ts';
import { readHeader } from '../../shared/dicom/readHeader.ts';
import { syntheticSeries } from '../volume/syntheticSeries.ts';
import type { ElementsByKeyword } from '../dicom/elementBytes.ts';

const root = '1.2.840.10008.5.1.4.1.1.';

function stored(uid: string, count: number, change: ElementsByKeyword): readonly StoredInstance[] {
  const files = syntheticSeries({ zMm: Array.from({ length: count }, (_, k) => 3 * k), change: (k) => ({ SeriesInstanceUID: uid, SOPInstanceUID: `${uid}.${k}`, InstanceNumber: String(k + 1), PatientID: 'P1', PatientName: 'Zhang^San', PatientBirthDate: '19600102', ...change }) });
  return files.map((bytes, k) => ({ header: readHeader(bytes), sha256: `sha-${uid}.${k}`, byteLength: bytes.length, isPresent: true }));
}

/** An object of the manifest that has not arrived, as core tells it. */
const awaited = (uid: string, sopInstanceUID: string): StoredInstance =>
  ({ header: completeHeader({ sopInstanceUID, sopClassUID: `${root}2`, modality: 'CT', transferSyntaxUID: '', studyInstanceUID: '', seriesInstanceUID: uid }), sha256: `sha-${sopInstanceUID}`, byteLength: 1, isPresent: false });

describe('the series of a case', () => {
  const old = { StudyInstanceUID: '1', StudyDate: '20240101', StudyDescription: 'before' };
  const late = { StudyInstanceUID: '2', StudyDate: '20250301', StudyTime: '101500', StudyDescription: 'after' };
  const studies = listSeries({
    instances: [
      ...stored('11', 3, { ...old, SeriesNumber: '2', SeriesDescription: 'lung', BodyPartExamined: 'CHEST' }),
      ...stored('22', 1, { ...late, SeriesNumber: '7', Modality: 'US', SOPClassUID: `${root}3.1`, NumberOfFrames: '30', LossyImageCompression: '01' }),
      ...stored('21', 2, { ...late, SeriesNumber: '3', Modality: 'RTPLAN', SOPClassUID: `${root}481.5`, RTPlanLabel: 'P1' }),
      awaited('11', '11.9'),
      awaited('33', '33.1'),
    ],
  });

  it('come by study, the newest first, and by number; what has not arrived at all comes last', () => {
    expect(studies.map(({ studyInstanceUID, date, time, description, series }) => [studyInstanceUID, date, time, description, series.map((one) => one.seriesInstanceUID)])).toEqual([
      ['2', '20250301', '101500', 'after', ['21', '22']],
      ['1', '20240101', null, 'before', ['11']],
      ['', null, null, null, ['33']],
    ]);
  });

  it('say what they are, how much is here and whose they are', () => {
    expect(studies[1]?.series[0]).toEqual({
      seriesInstanceUID: '11', number: 2, description: 'lung', modality: 'CT', bodyPart: 'CHEST', kind: { kind: 'image' }, total: 4, present: 3, frames: 4, isLossy: false,
      thumbnail: { sha256: 'sha-11.1', frame: 0 }, documents: [], patient: { patientID: 'P1', patientName: 'Zhang^San', birthDate: '19600102' },
    });
    expect(studies[0]?.series[1]).toMatchObject({ frames: 30, isLossy: true, thumbnail: { frame: 15 } });
  });

  it('list the objects of a series that holds no pictures', () => {
    expect(studies[0]?.series[0]).toMatchObject({
      kind: { kind: 'document', objectKind: 'plan' }, frames: 0, thumbnail: null,
      documents: [{ sopInstanceUID: '21.0', sha256: 'sha-21.0', kind: 'plan', label: 'P1', isPresent: true }, { sopInstanceUID: '21.1' }],
    });
  });

  it('count an object the case holds twice once', () => {
    const instances = stored('11', 3, old);
    expect(listSeries({ instances: [...instances, ...instances] })[0]?.series[0]?.total).toBe(3);
  });
});
