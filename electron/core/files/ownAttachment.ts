import { isPdf } from '../../../shared/attachment/examine.ts';
import { takeJpegApart } from '../../../shared/attachment/jpeg.ts';
import { jpegBaseline } from '../../../shared/attachment/writePicture.ts';
import type { DataSet } from '../../../shared/dicom/dataSet.ts';
import { readEncapsulatedDocument } from '../../../shared/dicom/objects/encapsulatedDocument.ts';
import { describePixels } from '../../../shared/dicom/pixels/describePixels.ts';
import { encodedFrame } from '../../../shared/dicom/pixels/encodedFrame.ts';
import { expectHeader } from '../../../shared/dicom/pixels/jpegHeader.ts';
import { explicitLittleEndian } from '../../../shared/dicom/write/writeElements.ts';
import type { InstanceHeader } from '../../../shared/dicom/types.ts';
import { AppError, DicomError } from '../../../shared/errors/appError.ts';

/**
 * Checks what a picture or document made here must hold: the day it is of and what it shows; one 8 bit frame that is
 * what its header says, and a JPEG with nothing in it but the picture; a PDF that is one.
 *
 * @throws {DicomError} missing-attribute | broken-value | truncated | unsupported
 */
export function readAttachment(dataSet: DataSet, { kind, sopInstanceUID }: InstanceHeader): void {
  dataSet.requireText('StudyDate');
  if (kind === 'encapsulatedPdf') {
    dataSet.requireText('DocumentTitle');
    const { mimeType, bytes } = readEncapsulatedDocument(dataSet);
    if (mimeType !== 'application/pdf' || !isPdf(bytes)) throw new DicomError('broken-value', 'The document in the object is not a PDF.', { detail: { sopInstanceUID } });
    return;
  }
  dataSet.requireText('ImageComments');
  const description = describePixels(dataSet);
  const { frames, bitsAllocated, transferSyntaxUID } = description;
  if (frames !== 1 || bitsAllocated !== 8) throw new DicomError('unsupported', `A picture added here has one frame of 8 bits, not ${frames} of ${bitsAllocated}.`, { detail: { sopInstanceUID } });
  const { bytes } = encodedFrame(dataSet, description, 0);
  if (transferSyntaxUID === explicitLittleEndian) return;
  if (transferSyntaxUID !== jpegBaseline) throw new DicomError('unsupported', `A picture added here is uncompressed or JPEG Baseline, not ${transferSyntaxUID}.`, { detail: { sopInstanceUID } });
  const { header, stream } = partsOf(bytes);
  expectHeader({ ...header, samples: header.components.length }, description);
  // A fragment of odd length has one byte of padding (PS3.5 A.4).
  if (bytes.length - stream.length > 1) throw new DicomError('broken-value', 'The JPEG in the object carries more than its picture, which may name people or places.', { detail: { sopInstanceUID } });
}

function partsOf(bytes: Uint8Array): ReturnType<typeof takeJpegApart> {
  try {
    return takeJpegApart(bytes);
  } catch (cause) {
    throw cause instanceof AppError ? new DicomError('broken-value', `The picture in the object cannot be read: ${cause.message}`, { cause }) : cause;
  }
}
