import type { DicomObject } from '../dicom/write/dicomObject.ts';
import { withNode } from '../dicom/write/elementTree.ts';
import { readTree } from '../dicom/write/readTree.ts';
import { writeDicom } from '../dicom/write/writeDicom.ts';
import { writeElements } from '../dicom/write/writeElements.ts';
import { dicomInstant } from '../evidence/dateTimes.ts';
import { filedModules } from './attachmentContext.ts';
import type { AttachmentContext, Described } from './attachmentContext.ts';
import type { Filing } from './filing.ts';
import { photometricOf } from './jpeg.ts';
import type { JpegParts } from './jpeg.ts';
import type { PictureKind } from './kinds.ts';
import type { PictureSize } from './limits.ts';

export const jpegBaseline = '1.2.840.10008.1.2.4.50';

/** The picture as it is kept. */
export type PictureContent =
  /** Baseline JPEG without what was written beside it. */
  | ({ readonly coding: 'jpeg' } & Pick<JpegParts, 'header' | 'stream' | 'icc'>)
  /** Decoded: three bytes of a pixel (sRGB), row by row from the upper left. */
  | { readonly coding: 'native'; readonly rgb: Uint8Array; readonly columns: number; readonly rows: number; /** Bytes of the JPEG it was decoded from; null where it was no JPEG. */ readonly jpegBytes: number | null; /** Its size before, where it was reduced. */ readonly reducedFrom: PictureSize | null };

export interface PictureInput {
  readonly context: AttachmentContext;
  readonly described: Described<PictureKind>;
  readonly filing: Filing;
  readonly content: PictureContent;
}

/**
 * A picture as a VL Microscopic, VL Photographic or Secondary Capture Image. The same input gives the same bytes.
 *
 * Not written: the Specimen module of microscopy, whose container and specimen numbers nobody was asked for, and a pixel
 * spacing, which neither camera nor file tells.
 *
 * @throws {DicomError} broken-value where name, number or title do not fit DICOM
 * @see PS3.3 A.32.2, A.32.4, A.8.1, C.8.12.1, C.11.15
 */
export function writePicture({ context, described, filing, content }: PictureInput): Uint8Array<ArrayBuffer> {
  const { date, time } = described.takenAt;
  const reducedFrom = content.coding === 'native' ? content.reducedFrom : null;
  const object: DicomObject = {
    ...filedModules(context, described, filing),
    ...(described.kind === 'paper' ? captureModules(context) : { ImageType: [reducedFrom === null ? 'ORIGINAL' : 'DERIVED', 'PRIMARY'], AcquisitionContextSequence: [] }),
    ...(reducedFrom === null ? {} : { DerivationDescription: `Reduced from ${reducedFrom.columns} x ${reducedFrom.rows} pixels` }),
    Laterality: null,
    PatientOrientation: null,
    ImageComments: described.title,
    AcquisitionDate: date,
    ContentDate: date,
    // Of type 1C: where nobody knows the time it is absent, not empty.
    ...(time === null ? {} : { AcquisitionTime: time, ContentTime: time }),
    ...pixelModule(content),
  };
  if (content.coding === 'native') return writeDicom({ ...object, PixelData: content.rgb });
  const { tree } = readTree(writeDicom(object));
  const pixels = { kind: 'fragments', tag: 'x7fe00010', vr: 'OB', offsetTable: new Uint8Array(0), fragments: [content.stream] } as const;
  return writeElements({ sopClassUID: String(object.SOPClassUID), sopInstanceUID: filing.sopInstanceUID, encapsulatedSyntaxUID: jpegBaseline, tree: withNode(tree, pixels) });
}

/** Paper shows names: it says so (PS3.3 C.7.6.1.1.4). Of a photograph nobody knows, so it says nothing. */
const captureModules = ({ clock }: AttachmentContext): DicomObject => {
  const now = dicomInstant(clock.nowMs, clock.utcOffsetMinutes);
  return { ConversionType: 'SD', DateOfSecondaryCapture: now.date, TimeOfSecondaryCapture: now.time, BurnedInAnnotation: 'YES' };
};

function pixelModule(content: PictureContent): DicomObject {
  const isCoded = content.coding === 'jpeg';
  const { columns, rows } = isCoded ? content.header : content;
  const samples = isCoded ? content.header.components.length : 3;
  return {
    SamplesPerPixel: samples,
    PhotometricInterpretation: isCoded ? photometricOf(content.header) : 'RGB',
    ...(samples === 1 ? {} : { PlanarConfiguration: 0 }),
    Rows: rows,
    Columns: columns,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelRepresentation: 0,
    ...(isCoded && content.icc !== null ? { ICCProfile: content.icc } : {}),
    ...lossyModule(isCoded ? content.stream.length : content.jpegBytes, columns * rows * samples),
  };
}

/** Whether the picture lost something before: of a JPEG it did; of any other file nobody knows, and an empty value says that (PS3.3 C.7.6.1.1.5). */
function lossyModule(jpegBytes: number | null, nativeBytes: number): DicomObject {
  if (jpegBytes === null) return { LossyImageCompression: null };
  return { LossyImageCompression: '01', LossyImageCompressionRatio: Number((nativeBytes / jpegBytes).toFixed(2)), LossyImageCompressionMethod: 'ISO_10918_1' };
}
