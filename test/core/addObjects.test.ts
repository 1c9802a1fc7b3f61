import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../electron/core/store/openStore.ts';
import type { DicomObject } from '../../shared/dicom/write/dicomObject.ts';
import { uidFromSeed } from '../../shared/dicom/write/uidFromSeed.ts';
import { writeDicom } from '../../shared/dicom/write/writeDicom.ts';
import { removeFolder, sampleRequest, startConsole, temporaryFolder, until, type TestConsole } from './support/console.ts';
import { studyPatientName, writeStudy } from './support/study.ts';

const uid = (name: string): string => uidFromSeed(`core-test/${name}`);
const patient: DicomObject = { PatientID: 'T-0001', PatientName: studyPatientName, PatientBirthDate: '19600102', PatientSex: 'M', StudyInstanceUID: uid('study') };
const referenced = [{ ReferencedSOPClassUID: '1.2.840.10008.5.1.4.1.1.2', ReferencedSOPInstanceUID: uid('ct/0') }];
const object = (name: string, changes: DicomObject = {}): DicomObject => ({
  ...patient, SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.59', SOPInstanceUID: uid(name), SeriesInstanceUID: uid('key objects'), Modality: 'KO', ValueType: 'CONTAINER', ContinuityOfContent: 'SEPARATE',
  ConceptNameCodeSequence: [{ CodeValue: '113004', CodingSchemeDesignator: 'DCM', CodeMeaning: 'For Conference' }],
  ContentSequence: [{ RelationshipType: 'CONTAINS', ValueType: 'IMAGE', ReferencedSOPSequence: referenced }], ...changes,
});
const keyObjects = (name: string, changes: DicomObject = {}): Uint8Array => writeDicom(object(name, changes));

describe('objects made here', () => {
  let console: TestConsole;
  const source = temporaryFolder();
  const caseId = randomUUID();
  const stream = { kind: 'case' as const, id: caseId };
  const shapeOf = (objects: Uint8Array[], id = caseId): Promise<unknown> =>
    console.call('imaging.add', { caseId: id, objects }).then(() => 'added', (error: { readonly shape?: { readonly code: string; readonly reason: string } }) => [error.shape?.code, error.shape?.reason]);
  const imaging = async (): Promise<string[]> => (await console.call('case.get', { caseId })).record.imaging.map(({ sopInstanceUID }) => sopInstanceUID);

  beforeAll(async () => {
    console = await startConsole();
    await console.signIn('he.doctor');
    await console.submit(stream, 'case.create', { caseNo: 'O-1', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    writeStudy(source, { slices: 3 });
  });
  afterAll(async () => {
    await console.stop();
    removeFolder(console.dataDir);
    removeFolder(source);
  });

  it('wait for the images they are about', async () => {
    expect(await shapeOf([keyObjects('early')])).toEqual(['record', 'incomplete']);
    const importId = randomUUID();
    await console.call('import.start', { importId, caseId, source: { kind: 'paths', paths: [source] }, patientKey: null });
    await until('the import ends', async () => (await console.call('import.report', { importId })).phase === 'done');
    expect(await imaging()).toHaveLength(3);
  });

  it('enter the manifest, the index and the blobs, and the audit once', async () => {
    const bytes = keyObjects('first');
    const { added } = await console.call('imaging.add', { caseId, objects: [bytes] });
    expect(added).toEqual([{ sopInstanceUID: uid('first'), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string }]);
    expect(await imaging()).toContain(uid('first'));
    const { instances } = await console.call('imaging.get', { caseId });
    const stored = instances.find(({ header }) => header.sopInstanceUID === uid('first'));
    expect(stored).toMatchObject({ isPresent: true, byteLength: bytes.length, sha256: added[0]?.sha256, header: { modality: 'KO', kind: 'keyObjects' } });
    expect(Buffer.compare((await console.call('blob.read', { sha256: added[0]?.sha256 ?? '' })).bytes, bytes)).toBe(0);
    const attached = async () => (await console.call('audit.list', { subject: caseId })).rows.filter(({ action }) => action === 'case.attachImaging');
    const before = await attached();
    expect(before.length).toBeGreaterThan(0);
    // The same again, and together with itself, changes nothing.
    expect((await console.call('imaging.add', { caseId, objects: [bytes, bytes] })).added).toEqual([...added, ...added]);
    expect(await attached()).toEqual(before);
    expect(await imaging()).toHaveLength(4);
  });

  it('are refused with other content under a known UID, alone or in one call, and then none is taken', async () => {
    expect(await shapeOf([keyObjects('first', { ContentSequence: [] })])).toEqual(['record', 'invalid']);
    expect(await shapeOf([keyObjects('second'), keyObjects('second', { ContentSequence: [] })])).toEqual(['record', 'invalid']);
    expect(await shapeOf([keyObjects('ct/0')])).toEqual(['record', 'invalid']);
    expect(await imaging()).toHaveLength(4);
  });

  it.each([
    ['another patient ID', { PatientID: 'T-0002' }], ['another birth date', { PatientBirthDate: '19600103' }], ['no patient ID', { PatientID: null }],
    ['another study', { StudyInstanceUID: '1.2.3' }], ['the series of the images', { SeriesInstanceUID: uid('ct') }],
  ] as const)('are refused with %s', async (_what, changes) => {
    expect(await shapeOf([keyObjects('wrong', changes)])).toEqual(['record', 'invalid']);
  });

  it('are refused where they are no such objects, or not well formed', async () => {
    const bytes = keyObjects('form');
    const changed = (at: number, to: string): Uint8Array => {
      const copy = bytes.slice();
      copy[at] = to.charCodeAt(0);
      return copy;
    };
    const inFile = Buffer.from(bytes);
    const lastOfMeta = inFile.indexOf(uid('form')) + uid('form').length - 1;
    const afterRoot = inFile.indexOf(uid('key objects')) + '2.25.'.length;
    const cases: [Uint8Array, string][] = [
      [new Uint8Array(300), 'not-dicom'], [bytes.subarray(132), 'not-dicom'], [bytes.subarray(0, bytes.length - 5), 'truncated'], [Buffer.concat([bytes, new Uint8Array(20)]), 'broken-value'],
      [keyObjects('form', { Modality: 'CT' }), 'unsupported'], [keyObjects('form', { SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', Modality: 'CT' }), 'unsupported'],
      [keyObjects('form', { StudyInstanceUID: null }), 'missing-attribute'], [changed(afterRoot, '0'), 'broken-value'],
      [changed(lastOfMeta, bytes[lastOfMeta] === 0x31 ? '2' : '1'), 'broken-value'],
    ];
    for (const [objects, reason] of cases) expect(await shapeOf([objects])).toEqual(['dicom', reason]);
    expect(await imaging()).toHaveLength(4);
  });

  it('are not for an administrator, nor for a hospital without a part in the case', async () => {
    await console.signIn('admin');
    expect(await shapeOf([keyObjects('third')])).toEqual(['record', 'not-permitted']);
    await console.signIn('chen.chair');
    expect(await shapeOf([keyObjects('third')])).toEqual(['record', 'not-found']);
    await console.signIn('he.doctor');
  });

  it('reach the panel and come from it once the request was sent, and travel to the platform', async () => {
    await console.submit(stream, 'case.submit', {});
    await until('the platform has the request', async () => (await console.call('case.get', { caseId })).pending === 0);
    await console.signIn('chen.chair');
    expect(await shapeOf([keyObjects('of the chair')])).toBe('added');
    await until('everything is sent', async () => {
      const { outbox, uploads } = await console.call('sync.status', {});
      return outbox === 0 && uploads.waiting === 0;
    });
    const view = await console.call('case.get', { caseId });
    expect([view.pending, view.refused, view.record.state]).toEqual([0, [], 'submitted']);
    expect(view.record.imaging.map(({ sopInstanceUID }) => sopInstanceUID)).toContain(uid('of the chair'));
    const { dataDir, key } = console;
    await console.stop();
    const store = openStore(dataDir, key);
    expect(store.db.prepare('SELECT count(*) AS n FROM blob WHERE is_on_platform = 0').get()).toEqual({ n: 0 });
    store.close();
    console = await startConsole({ dataDir, key });
  });
});
