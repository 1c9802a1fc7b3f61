import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mostAttachmentBytes } from '../../shared/attachment/limits.ts';
import { patientOf } from '../../shared/attachment/patientOf.ts';
import { takeJpegApart } from '../../shared/attachment/jpeg.ts';
import type { AttachmentContext } from '../../shared/attachment/attachmentContext.ts';
import type { PictureKind } from '../../shared/attachment/kinds.ts';
import { writePdf } from '../../shared/attachment/writePdf.ts';
import { writePicture } from '../../shared/attachment/writePicture.ts';
import type { PictureContent } from '../../shared/attachment/writePicture.ts';
import { uidFromSeed } from '../../shared/dicom/write/uidFromSeed.ts';
import type { RequestFields } from '../../shared/mdt/fields.ts';
import { attachmentContext, craftedJpeg, described, filingFrom, smallPdf } from '../attachment/samples.ts';
import { removeFolder, sampleRequest, startConsole, temporaryFolder, until, type TestConsole } from './support/console.ts';
import { studyPatientName, writeStudy } from './support/study.ts';

const native: PictureContent = { coding: 'native', rgb: new Uint8Array(5 * 3 * 3).fill(9), columns: 5, rows: 3, jpegBytes: null, reducedFrom: null };
const coded: PictureContent = { coding: 'jpeg', ...takeJpegApart(craftedJpeg()) };
const ofImages: AttachmentContext = { ...attachmentContext, patient: { patientName: studyPatientName, patientID: 'T-0001', birthDate: '19600102', sex: 'M' } };
const ofAnother = (fields: Partial<AttachmentContext['patient']>): AttachmentContext => ({ ...ofImages, patient: { ...ofImages.patient, ...fields } });
interface Own { readonly kind?: PictureKind; readonly content?: PictureContent; readonly context?: AttachmentContext; readonly study?: string; readonly title?: string }
const picture = (seed: string, { kind = 'microscopy', content = native, context = ofImages, study, title = '切片' }: Own = {}): Uint8Array => {
  const filing = filingFrom(seed)(kind, '20260506');
  return writePicture({ context, described: described(kind, title), filing: study === undefined ? filing : { ...filing, studyInstanceUID: study }, content });
};
const pdf = (seed: string, bytes = smallPdf()): Uint8Array => writePdf({ context: ofImages, described: described('pdf'), filing: filingFrom(seed)('pdf', '20260506'), pdf: bytes });

describe('pictures and documents from files', () => {
  let console: TestConsole;
  const source = temporaryFolder();
  const shapeOf = (caseId: string, ...objects: Uint8Array[]): Promise<unknown> => console.call('imaging.add', { caseId, objects }).then(() => 'added', (error: { readonly shape?: { readonly code: string; readonly reason: string } }) => [error.shape?.code, error.shape?.reason]);
  const newCase = async (caseNo: string, fields: Partial<RequestFields> = sampleRequest): Promise<string> => {
    const id = randomUUID();
    await console.submit({ kind: 'case', id }, 'case.create', { caseNo, leadHospitalId: 'gd-cancer', fields });
    return id;
  };
  const importStudy = async (caseId: string): Promise<void> => {
    const importId = randomUUID();
    await console.call('import.start', { importId, caseId, source: { kind: 'paths', paths: [source] }, patientKey: null });
    await until('the import ends', async () => (await console.call('import.report', { importId })).phase === 'done');
  };

  beforeAll(async () => {
    console = await startConsole();
    await console.signIn('he.doctor');
    writeStudy(source, { slices: 3 });
  });
  afterAll(async () => {
    await console.stop();
    removeFolder(console.dataDir);
    removeFolder(source);
  });

  it('enter a case with images under the images\' patient, with title and day in the index, and travel', async () => {
    const caseId = await newCase('A-1');
    await importStudy(caseId);
    const objects = [picture('one', { content: coded }), picture('two', { kind: 'clinical' }), picture('three', { kind: 'paper' }), pdf('four')];
    const { added } = await console.call('imaging.add', { caseId, objects });
    expect(added).toHaveLength(4);
    const { instances } = await console.call('imaging.get', { caseId });
    const own = added.map(({ sopInstanceUID }) => instances.find(({ header }) => header.sopInstanceUID === sopInstanceUID));
    expect(own.map((one) => [one?.header.kind, one?.header.modality, one?.header.label, one?.header.study.date, one?.header.warnings, one?.isPresent])).toEqual([
      ['image', 'GM', '切片', '20260506', [], true], ['image', 'XC', '切片', '20260506', [], true], ['image', 'DOC', '切片', '20260506', [], true], ['encapsulatedPdf', 'DOC', '左颈部 HE ×200', '20260506', [], true],
    ]);
    expect(Buffer.compare((await console.call('blob.read', { sha256: added[0]?.sha256 ?? '' })).bytes, objects[0] ?? new Uint8Array())).toBe(0);
    expect((await console.call('case.get', { caseId })).record.imaging).toHaveLength(7);
    const timesAttached = async (): Promise<number> => (await console.call('audit.list', { subject: caseId })).rows.filter(({ action }) => action === 'case.attachImaging').length;
    const before = await timesAttached();
    expect(before).toBe(2);
    // The same again changes nothing, and a second picture joins the study of the first.
    await console.call('imaging.add', { caseId, objects });
    expect(await timesAttached()).toBe(before);
    expect(await shapeOf(caseId, picture('five', { study: instances.find(({ header }) => header.modality === 'GM')?.header.studyInstanceUID ?? '' }))).toBe('added');
    await until('everything is sent', async () => {
      const { outbox, uploads } = await console.call('sync.status', {});
      return outbox === 0 && uploads.waiting === 0;
    });
    expect((await console.call('case.get', { caseId })).refused).toEqual([]);
  });

  it('are refused of another patient, and into a study of images', async () => {
    const caseId = await newCase('A-2');
    await importStudy(caseId);
    for (const context of [ofAnother({ patientID: 'T-0002' }), ofAnother({ birthDate: '19600103' }), ofAnother({ patientID: null })]) expect(await shapeOf(caseId, picture('other', { context }))).toEqual(['record', 'invalid']);
    expect(await shapeOf(caseId, picture('joined', { study: uidFromSeed('core-test/study') }))).toEqual(['record', 'invalid']);
    expect((await console.call('case.get', { caseId })).record.imaging).toHaveLength(3);
  });

  it('enter a case without images under its request\'s patient; images of that patient can still be imported', async () => {
    const caseId = await newCase('A-3');
    const { record } = await console.call('case.get', { caseId });
    const filed = patientOf([], false, record.request);
    if (filed.from !== 'request') throw new Error('the sample request names its patient');
    expect(await shapeOf(caseId, picture('wrong', { context: { ...ofImages, patient: { ...filed.patient, patientID: 'X' } } }))).toEqual(['record', 'invalid']);
    expect(await shapeOf(caseId, picture('first', { context: { ...ofImages, patient: filed.patient } }))).toBe('added');
    expect(await shapeOf(caseId, picture('second', { context: { ...ofImages, patient: filed.patient } }))).toBe('added');
    await importStudy(caseId);
    expect((await console.call('case.get', { caseId })).record.imaging).toHaveLength(5);
  });

  it('are refused where there are no images and the request leaves the patient out, naming what is missing', async () => {
    const caseId = await newCase('A-4', { ...sampleRequest, hospitalNumber: '' });
    await expect(console.call('imaging.add', { caseId, objects: [picture('nobody')] })).rejects.toMatchObject({ shape: { code: 'record', reason: 'incomplete', detail: { missing: 'hospitalNumber' } } });
  });

  it('are refused where they do not hold what they must', async () => {
    const caseId = await newCase('A-5');
    const dirty = Buffer.from(picture('dirty', { content: coded }));
    // A comment put back into the code stream, as long as what it takes the place of.
    const table = dirty.indexOf(Buffer.from([0xff, 0xdb]));
    const withComment = Buffer.from(dirty);
    withComment[table + 1] = 0xfe;
    const gif = pdf('gif', new TextEncoder().encode('GIF89a no document'));
    const untitled = picture('untitled', { title: '' });
    const lines = Buffer.from(picture('lines', { content: coded }));
    lines.writeUInt16BE(99, lines.indexOf(Buffer.from([0xff, 0xc0])) + 5);
    for (const [bytes, reason] of [[withComment, 'broken-value'], [gif, 'broken-value'], [untitled, 'missing-attribute'], [lines, 'broken-value'], [dirty.subarray(0, -12), 'truncated'], [new Uint8Array(mostAttachmentBytes + 5 * 1024 * 1024), 'unsupported']] as const) {
      expect(await shapeOf(caseId, bytes)).toEqual(['dicom', reason]);
    }
    expect((await console.call('case.get', { caseId })).record.imaging).toEqual([]);
  });

  it('are taken up to 64 MiB each', async () => {
    const caseId = await newCase('A-6');
    const large = new Uint8Array(mostAttachmentBytes);
    large.set(smallPdf());
    expect(await shapeOf(caseId, pdf('large', large))).toBe('added');
  });
});
