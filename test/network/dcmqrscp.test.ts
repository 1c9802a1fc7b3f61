import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataSetOf } from '../../electron/core/network/part10.ts';
import { readHeader } from '../../shared/dicom/readHeader.ts';
import { startDcmQrScp, type DcmQrScp } from './support/dcmqrscp.ts';
import { dcmtk } from './support/dcmtk.ts';
import { startNetworkConsole, type NetworkConsole, type NodeForm } from './support/networkConsole.ts';
import { freePort } from './support/orthanc.ts';

const aeTitle = 'MDT_TEST';
const anything = { patientID: null, patientName: null, accessionNumber: null, dateFrom: null, dateTo: null, modality: null };

/** Small secondary captures by pydicom, each a study: two with Chinese names in GB18030, one in UTF-8, the others in ASCII. */
const writeStudies = `
import sys, os, pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian
def write(folder, number, name, charset):
    ds = Dataset(); ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.is_little_endian = True; ds.is_implicit_VR = False
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = '1.2.840.10008.5.1.4.1.1.7'
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = f'1.2.3.{number}.3'
    ds.StudyInstanceUID = f'1.2.3.{number}.1'; ds.SeriesInstanceUID = f'1.2.3.{number}.2'
    if charset: ds.SpecificCharacterSet = charset
    ds.PatientName = name; ds.PatientID = f'P{number}'; ds.PatientBirthDate = ''; ds.PatientSex = 'O'; ds.StudyDate = '20260102'; ds.StudyTime = '101010'; ds.StudyID = '1'; ds.AccessionNumber = f'A{number}'
    ds.Modality = 'OT'; ds.SeriesNumber = 1; ds.InstanceNumber = 1; ds.StudyDescription = 'x'
    pydicom.dcmwrite(os.path.join(folder, f'{number}.dcm'), ds, write_like_original=False)
folder = sys.argv[1]
write(folder, 1, '王五', 'GB18030'); write(folder, 2, 'Zhao^Liu=赵^六', 'GB18030'); write(folder, 3, '张三', 'ISO_IR 192')
for number in range(4, 206): write(folder, number, f'Many^{number}', None)
`;

let desk: NetworkConsole;
let archive: DcmQrScp;
let port: number;
const node = (retrieveBy: 'get' | 'move'): NodeForm => ({ id: `00000000-0000-4000-8000-00000000002${retrieveBy === 'get' ? 1 : 2}`, name: `DCMTK (${retrieveBy})`, kind: 'dimse', aeTitle: 'QRSCP', host: 'localhost', port: archive.port, useTls: false, retrieveBy });

beforeAll(async () => {
  desk = await startNetworkConsole();
  port = await freePort();
  archive = await startDcmQrScp(join(desk.folder, 'archive'), { aeTitle, port });
  await desk.console.call('network.saveLocal', { aeTitle, port, isReceiving: true });
  for (const way of ['get', 'move'] as const) await desk.console.call('network.saveNode', { node: node(way) });
  execFileSync('/usr/bin/python3', ['-c', writeStudies, archive.folder]);
  expect(await dcmtk('dcmqridx', archive.folder, ...readdirSync(archive.folder).filter((name) => name.endsWith('.dcm')).map((name) => join(archive.folder, name)))).toMatchObject({ code: 0 });
});

afterAll(async () => {
  await archive?.stop();
  await desk?.stop();
});

const find = (patientName: string | null): ReturnType<typeof desk.console.call<'network.find'>> => desk.console.call('network.find', { nodeId: node('get').id, query: { ...anything, patientName } });

describe('an archive that compares bytes', () => {
  it.each([['张三', '1.2.3.3.1', '张三'], ['王五', '1.2.3.1.1', '王五'], ['赵六', '1.2.3.2.1', 'Zhao^Liu=赵^六']])('finds %s in UTF-8 or GB18030, and reads the name as it is written', async (name, studyInstanceUID, patientName) => {
    expect((await find(name)).studies.map((study) => [study.studyInstanceUID, study.patientName])).toEqual([[studyInstanceUID, patientName]]);
  });

  it('is stopped at two hundred studies, and the next search is answered', async () => {
    const { studies, isTruncated } = await find(null);
    expect([studies.length, isTruncated]).toEqual([200, true]);
    expect((await find('Many 17')).studies.map(({ patientID }) => patientID)).toContain('P17');
  });

  it.each(['get', 'move'] as const)('gives studies by C-%s as it gives them to DCMTK, byte for byte', async (way) => {
    const folder = join(desk.folder, `witness-${way}`);
    mkdirSync(folder);
    for (const study of ['1.2.3.4.1', '1.2.3.5.1']) {
      expect(await dcmtk('getscu', '-S', '--bit-preserving', '-aec', 'QRSCP', '-od', folder, '-k', 'QueryRetrieveLevel=STUDY', '-k', `StudyInstanceUID=${study}`, 'localhost', String(archive.port))).toMatchObject({ code: 0 });
    }
    const witness = readdirSync(folder).map((name) => new Uint8Array(readFileSync(join(folder, name))));
    expect(witness).toHaveLength(2);
    for (const bytes of witness) {
      const { studyInstanceUID, sopInstanceUID } = readHeader(bytes);
      const caseId = await desk.newCase();
      expect(await desk.take(caseId, { kind: 'node', nodeId: node(way).id, studyInstanceUIDs: [studyInstanceUID] })).toMatchObject({ phase: 'done', imported: 1, rejects: [] });
      const fetched = (await desk.read(caseId)).get(sopInstanceUID);
      expect(Buffer.from(dataSetOf(fetched ?? new Uint8Array())).equals(Buffer.from(dataSetOf(bytes)))).toBe(true);
    }
  });

  it('says why it does not send where it does not know the console', async () => {
    await desk.console.call('network.saveLocal', { aeTitle: 'ANOTHER', port, isReceiving: true });
    const report = await desk.take(await desk.newCase(), { kind: 'node', nodeId: node('move').id, studyInstanceUIDs: ['1.2.3.6.1'] });
    expect(report).toMatchObject({ phase: 'done', imported: 0 });
    expect(report.rejects.map(({ path, message }) => [path, message])).toEqual([['DCMTK (move)/1.2.3.6.3', expect.stringMatching(/does not know where to send.*0xA801/)]]);
  });
});
