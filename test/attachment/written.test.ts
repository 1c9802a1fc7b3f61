import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { takeJpegApart } from '../../shared/attachment/jpeg.ts';
import type { PictureKind } from '../../shared/attachment/kinds.ts';
import { pictureKinds } from '../../shared/attachment/kinds.ts';
import { writePdf } from '../../shared/attachment/writePdf.ts';
import { writePicture } from '../../shared/attachment/writePicture.ts';
import type { PictureContent } from '../../shared/attachment/writePicture.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { readEncapsulatedDocument } from '../../shared/dicom/objects/encapsulatedDocument.ts';
import { headerOf } from '../../shared/dicom/readHeader.ts';
import { runPydicom } from '../dicom/pydicom.ts';
import { findingsOf, saidBy, withFiles } from '../evidence/programs.ts';
import { hasJudges, makePictures, secrets } from './pictures.ts';
import type { PictureName } from './pictures.ts';
import { attachmentContext as context, described, filingFrom, smallPdf } from './samples.ts';

const jpegNames = ['plain', 'fine', 'halved', 'grey', 'phone'] as const;

/** Every attribute by keyword, pixels and profile by their digest. */
const readAll = `
import sys, json, hashlib, pydicom
found = []
for name in sys.argv[1:]:
    ds = pydicom.dcmread(name)
    values = {e.keyword: ([] if e.VR == 'SQ' else hashlib.sha256(e.value).hexdigest() if isinstance(e.value, bytes) else None if e.value is None else str(e.value)) for e in ds}
    values['syntax'] = str(ds.file_meta.TransferSyntaxUID)
    if 'PixelData' in ds: values['frame'] = hashlib.sha256(next(pydicom.encaps.generate_pixel_data_frame(ds.PixelData, 1)) if ds.file_meta.TransferSyntaxUID.is_compressed else ds.PixelData).hexdigest()
    found.append(values)
print(json.dumps(found))
`;
/** What dciodvfy remarks: nobody knows the time and number of such a study, nor of which side of the body the picture is. */
const expectedRemarks = [/would be needed to build DICOMDIR - Study (?:Time|ID)$/, /only permitted to be empty when actually unknown.*<Laterality>/];
const native = (jpegBytes: number | null = null): PictureContent => ({ coding: 'native', rgb: Uint8Array.from({ length: 31 * 17 * 3 }, (_, at) => (at * 37) % 256), columns: 31, rows: 17, jpegBytes, reducedFrom: null });
const written = (content: PictureContent, kind: PictureKind = 'microscopy'): Uint8Array => writePicture({ context, described: described(kind), filing: filingFrom(kind)(kind, '20260506'), content });
const readByPydicom = (...objects: Uint8Array[]): Record<string, string | null>[] => withFiles(Object.fromEntries(objects.map((bytes, index) => [`${index}.dcm`, bytes])), (path) => runPydicom(readAll, objects.map((_, index) => path(`${index}.dcm`)))) as Record<string, string | null>[];

describe.runIf(hasJudges)('an attached picture', () => {
  let pictures: Readonly<Record<PictureName, Uint8Array>>;
  const jpeg = (name: PictureName): PictureContent => ({ coding: 'jpeg', ...takeJpegApart(pictures[name]) });

  beforeAll(() => {
    pictures = makePictures();
  });

  it.each(pictureKinds)('has no error for dciodvfy as %s, coded or native, in colour or grey', (kind) => {
    const untimed = writePicture({ context, described: { ...described(kind), takenAt: { date: '20260506', time: null } }, filing: filingFrom(kind)(kind, '20260506'), content: native() });
    const reduced = writePicture({ context, described: described(kind), filing: filingFrom(kind)(kind, '20260506'), content: { ...native(900), reducedFrom: { columns: 62, rows: 34 } } as PictureContent });
    expect(readByPydicom(reduced)[0]).toMatchObject({ DerivationDescription: 'Reduced from 62 x 34 pixels', ...(kind === 'paper' ? {} : { ImageType: "['DERIVED', 'PRIMARY']" }) });
    for (const object of [untimed, reduced, ...[native(), native(900), jpeg('plain'), jpeg('grey'), jpeg('phone')].map((content) => written(content, kind))]) {
      const { errors, warnings } = findingsOf(object);
      expect(errors).toEqual([]);
      expect(warnings.filter((warning) => !expectedRemarks.some((known) => known.test(warning)))).toEqual([]);
    }
  });

  it('is read by pydicom with its patient, its own study of the day, its title and how it is coded', () => {
    const [first, capture, raw] = readByPydicom(written(jpeg('halved')), written(jpeg('grey'), 'paper'), written(native(1054), 'clinical'));
    expect(first).toMatchObject({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.77.1.2', Modality: 'GM', PatientName: 'Zhang^San=张^三', PatientID: 'GD-0042', PatientBirthDate: '19600501', PatientSex: 'M', StudyDate: '20260506', AccessionNumber: '', StudyID: '', ContentDate: '20260506', ContentTime: '070809',
      AcquisitionDate: '20260506', AcquisitionTime: '070809', ImageComments: '左颈部 HE ×200', SeriesDescription: '病理镜下图', SeriesNumber: '9101', InstanceNumber: '1', InstanceCreationDate: '20261122', TimezoneOffsetFromUTC: '+0800',
      syntax: '1.2.840.10008.1.2.4.50', PhotometricInterpretation: 'YBR_FULL_422', LossyImageCompression: '01', LossyImageCompressionMethod: 'ISO_10918_1', Rows: '77', Columns: '101',
    });
    expect(first).not.toHaveProperty('BurnedInAnnotation');
    expect(Number(first?.['LossyImageCompressionRatio'])).toBeCloseTo((77 * 101 * 3) / takeJpegApart(pictures.halved).stream.length, 2);
    expect(capture).toMatchObject({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', Modality: 'DOC', ConversionType: 'SD', BurnedInAnnotation: 'YES', PhotometricInterpretation: 'MONOCHROME2', SamplesPerPixel: '1' });
    expect(raw).toMatchObject({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.77.1.4', Modality: 'XC', syntax: '1.2.840.10008.1.2.1', PhotometricInterpretation: 'RGB', PlanarConfiguration: '0', LossyImageCompression: '01', LossyImageCompressionRatio: '1.5' });
    expect(readByPydicom(written(native()))[0]).toMatchObject({ LossyImageCompression: '' });
  });

  it('keeps the coded bytes of a plain baseline JPEG, and of a phone\'s all but what was written beside them', () => {
    for (const name of ['plain', 'fine', 'halved', 'grey'] as const) expect(Buffer.compare(takeJpegApart(pictures[name]).stream, pictures[name])).toBe(0);
    const { stream, icc, exif } = takeJpegApart(pictures.phone);
    expect(Buffer.compare(stream, pictures.plain)).toBe(0);
    expect(Buffer.compare(icc ?? new Uint8Array(), pictures.profile)).toBe(0);
    expect(exif).toEqual({ orientation: 1, takenAt: { date: '20260506', time: '070809' } });
    const [plain, phone] = readByPydicom(written(jpeg('plain')), written(jpeg('phone')));
    expect(phone?.['frame']).toBe(plain?.['frame']);
  });

  it('holds nothing of place, people, device, comments, thumbnails or what follows the picture', () => {
    const source = Buffer.from(pictures.phone).toString('latin1');
    for (const secret of secrets) expect(source).toContain(secret);
    for (const kind of pictureKinds) {
      const object = Buffer.from(written(jpeg('phone'), kind)).toString('latin1');
      for (const word of [...secrets, 'Exif', 'http://ns.adobe.com', 'Photoshop', 'JFXX']) expect(object).not.toContain(word);
    }
  });

  it.each(jpegNames)('is drawn by DCMTK as Pillow draws the source (%s), and by DCMTK itself from its own img2dcm of it', (name) => {
    const difference = withFiles({ 'ours.dcm': written(jpeg(name)), 'source.jpg': pictures[name] }, (path) => {
      expect(saidBy('img2dcm', [path('source.jpg'), path('theirs.dcm')]).status).toBe(0);
      for (const file of ['ours', 'theirs']) expect(saidBy('dcmj2pnm', ['+op', path(`${file}.dcm`), path(`${file}.ppm`)]).status).toBe(0);
      expect(Buffer.compare(readFileSync(path('ours.ppm')), readFileSync(path('theirs.ppm')))).toBe(0);
      return runPydicom(`
import sys, json, numpy
from PIL import Image
drawn = numpy.asarray(Image.open(sys.argv[1]).convert('RGB')).astype(int)
source = numpy.asarray(Image.open(sys.argv[2]).convert('RGB')).astype(int)
print(json.dumps([list(drawn.shape), int(abs(drawn - source).max())]))
`, [path('ours.ppm'), path('source.jpg')]);
    });
    expect(difference).toEqual([[77, 101, 3], 0]);
  });

  it('has native pixels exactly as given', () => {
    const content = native();
    const same = withFiles({ 'a.dcm': written(content) }, (path) => {
      expect(saidBy('dcmj2pnm', ['+op', path('a.dcm'), path('a.ppm')]).status).toBe(0);
      return readFileSync(path('a.ppm')).subarray(-31 * 17 * 3);
    });
    expect(content.coding === 'native' && Buffer.compare(same, content.rgb)).toBe(0);
  });

  it('is read here without a warning, with its title as label', () => {
    const header = headerOf(parseDataSet(written(jpeg('plain'), 'gross')));
    expect(header).toMatchObject({ kind: 'image', label: '左颈部 HE ×200', warnings: [], image: { isLossy: true, frames: 1 } });
    expect(headerOf(parseDataSet(written(native())))).toMatchObject({ warnings: [], image: { isLossy: false } });
  });

  it('is refused with a title or number DICOM cannot hold, never cut', () => {
    const broken = { ...context, patient: { ...context.patient, patientID: 'x'.repeat(65) } };
    expect(() => writePicture({ context: broken, described: described('paper'), filing: filingFrom('x')('paper', '20260506'), content: native() })).toThrow(/PatientID/);
  });
});

describe.runIf(hasJudges)('an attached PDF', () => {
  const pdf = smallPdf();
  const object = writePdf({ context, described: described('pdf', '病理报告'), filing: filingFrom('pdf')('pdf', '20260506'), pdf });

  it('has no error for dciodvfy, and pydicom and this program find the same bytes in it', () => {
    const { errors } = findingsOf(object);
    expect(errors).toEqual([]);
    const found = withFiles({ 'a.dcm': object }, (path) => runPydicom(`
import sys, json, pydicom
ds = pydicom.dcmread(sys.argv[1])
print(json.dumps([ds.SOPClassUID, ds.Modality, ds.DocumentTitle, ds.MIMETypeOfEncapsulatedDocument, ds.BurnedInAnnotation, ds.EncapsulatedDocument[:ds.EncapsulatedDocumentLength].decode('latin1')]))
`, [path('a.dcm')]));
    expect(found).toEqual(['1.2.840.10008.5.1.4.1.1.104.1', 'DOC', '病理报告', 'application/pdf', 'YES', Buffer.from(pdf).toString('latin1')]);
    expect(Buffer.compare(readEncapsulatedDocument(parseDataSet(object)).bytes, pdf)).toBe(0);
    expect(headerOf(parseDataSet(object))).toMatchObject({ kind: 'encapsulatedPdf', label: '病理报告', warnings: [] });
  });
});
