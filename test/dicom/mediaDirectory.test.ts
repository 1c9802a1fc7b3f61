import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { readMediaDirectory } from '../../shared/dicom/mediaDirectory.ts';
import { bytesOf } from './objects/support.ts';
import { fileBytes } from './elementBytes.ts';
import type { ElementsByKeyword } from './elementBytes.ts';
import { pydicomData, runPydicom } from './pydicom.ts';
import { dataFolder, hasRealData, readReal } from './realData.ts';

const patient = (id: string): ElementsByKeyword => ({ DirectoryRecordType: 'PATIENT', PatientID: id });
const study: ElementsByKeyword = { DirectoryRecordType: 'STUDY', StudyInstanceUID: '1.2' };
const series: ElementsByKeyword = { DirectoryRecordType: 'SERIES', SeriesInstanceUID: '1.2.1', SeriesNumber: '7', Modality: 'CT' };
const image = (file: string, change: ElementsByKeyword = {}): ElementsByKeyword => ({ DirectoryRecordType: 'IMAGE', ReferencedFileID: `CT\\${file}`, ReferencedSOPInstanceUIDInFile: `1.${file.length}`, ...change });
const directory = (...records: ElementsByKeyword[]) => readMediaDirectory(parseDataSet(fileBytes({ FileSetID: 'DISC', DirectoryRecordSequence: records })));

describe('readMediaDirectory', () => {
  it('takes levels from the order of records that have no offsets, and says so', () => {
    const { objects, warnings, fileSetID } = directory(patient('P'), study, series, image('A'), image('BB'), patient('Q'), image('CCC'));
    expect(fileSetID).toBe('DISC');
    expect(objects.map(({ path, patientID, studyInstanceUID, seriesNumber }) => [path.join('/'), patientID, studyInstanceUID, seriesNumber])).toEqual([
      ['CT/A', 'P', '1.2', 7], ['CT/BB', 'P', '1.2', 7], ['CT/CCC', 'Q', null, null],
    ]);
    expect(warnings.join()).toContain('offsets');
  });

  it('leaves out records that are no longer in use', () => {
    expect(directory(patient('P'), image('A', { RecordInUseFlag: [0] }), image('BB', { RecordInUseFlag: [0xffff] })).objects.map(({ path }) => path[1])).toEqual(['BB']);
  });

  it('ends although offsets lead in a circle', () => {
    const first = fileBytes({ DirectoryRecordSequence: [] }).length - 12 + 12;
    const pointer = bytesOf(new Uint32Array([first]));
    expect(directory({ ...patient('P'), OffsetOfTheNextDirectoryRecord: pointer, OffsetOfReferencedLowerLevelDirectoryEntity: pointer }, image('A')).objects).toHaveLength(1);
  });

  it('refuses an object that is no directory', () => {
    expect(() => readMediaDirectory(parseDataSet(fileBytes({ SOPClassUID: '1.2' })))).toThrow('(0004,1220)');
  });
});

describe.runIf(hasRealData && pydicomData !== null)('real directories', () => {
  const script = `
import sys, json, pydicom
d = pydicom.dcmread(sys.argv[1])
print(json.dumps([[list(r.ReferencedFileID) if not isinstance(r.ReferencedFileID, str) else [r.ReferencedFileID], r.ReferencedSOPInstanceUIDInFile] for r in d.DirectoryRecordSequence if 'ReferencedFileID' in r]))`;
  it.each(['DICOMDIR', 'DICOMDIR-bigEnd', 'DICOMDIR-implicit', 'DICOMDIR-nooffset', 'DICOMDIR-nopatient', 'DICOMDIR-reordered', 'DICOMDIR-empty.dcm'])('list what pydicom finds: %s', (file) => {
    const theirs = runPydicom(script, [join(dataFolder, 'modalities/dicomdir', file)]);
    const { objects } = readMediaDirectory(parseDataSet(readReal(`modalities/dicomdir/${file}`)));
    expect(objects.map(({ path, sopInstanceUID }) => [path, sopInstanceUID])).toEqual(theirs);
    expect(objects.length).toBe(file.includes('empty') ? 0 : 31);
  });

  it('gives every file the patient and series that are in it, in whatever order and layout the index is', () => {
    for (const file of ['DICOMDIR', 'DICOMDIR-bigEnd', 'DICOMDIR-implicit', 'DICOMDIR-nooffset', 'DICOMDIR-reordered']) {
      for (const listed of readMediaDirectory(parseDataSet(readReal(`modalities/dicomdir/${file}`))).objects) {
        const dataSet = parseDataSet(readReal(`modalities/dicomdir/${listed.path.join('/')}`));
        expect([listed.patientID, listed.studyInstanceUID, listed.seriesInstanceUID, listed.sopInstanceUID], `${file} ${listed.path.join('/')}`)
          .toEqual([dataSet.text('PatientID'), dataSet.text('StudyInstanceUID'), dataSet.text('SeriesInstanceUID'), dataSet.text('SOPInstanceUID')]);
      }
    }
  });
});
