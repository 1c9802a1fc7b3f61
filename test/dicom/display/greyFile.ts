import type { ElementsByKeyword } from '../elementBytes.ts';
import { dataSetBytes, concat, fileBytes } from '../elementBytes.ts';
import { parseDataSet } from '../../../shared/dicom/dataSet.ts';
import { describeDisplay } from '../../../shared/dicom/display/describeDisplay.ts';
import type { Display } from '../../../shared/dicom/display/describeDisplay.ts';
import { renderFrame } from '../../../shared/dicom/display/renderFrame.ts';
import { loadCodecs } from '../../../shared/dicom/pixels/codecs.ts';
import { decodeFrame } from '../../../shared/dicom/pixels/decodeFrame.ts';
import { describePixels } from '../../../shared/dicom/pixels/describePixels.ts';
import { encodedFrame } from '../../../shared/dicom/pixels/encodedFrame.ts';
import type { StoredFrame } from '../../../shared/dicom/pixels/storedFrame.ts';
import { wasmOfPackage } from '../../support/wasmOfPackage.ts';

export const words = (...values: readonly number[]): Uint8Array => new Uint8Array(Uint16Array.from(values, (value) => value & 0xffff).buffer);

/** A file of one row of grey pixels. */
export function greyFile(pixels: Uint8Array, columns: number, change: ElementsByKeyword = {}, { overlay = new Uint8Array(), isExplicit = true }: { readonly overlay?: Uint8Array; readonly isExplicit?: boolean } = {}): Uint8Array {
  const bits = (pixels.length / columns) * 8;
  const file = fileBytes({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', SOPInstanceUID: '1.5', StudyInstanceUID: '1.3', SeriesInstanceUID: '1.4', Modality: 'OT',
    PhotometricInterpretation: 'MONOCHROME2', Rows: [1], Columns: [columns], BitsAllocated: [bits], BitsStored: [bits], HighBit: [bits - 1],
    PixelRepresentation: [0], SamplesPerPixel: [1], ...change,
  }, { isExplicit });
  return concat([file, overlay, dataSetBytes({ PixelData: pixels }, isExplicit)]);
}

/** Stored values and display of one frame of a file. */
export async function openFrame(bytes: Uint8Array, frame = 0): Promise<{ readonly stored: StoredFrame; readonly display: Display }> {
  const dataSet = parseDataSet(bytes);
  const description = describePixels(dataSet);
  const stored = await decodeFrame(encodedFrame(dataSet, description, frame), loadCodecs(wasmOfPackage));
  return { stored, display: describeDisplay(dataSet, frame) };
}

/** Red of every pixel of a rendered frame; grey images have three equal ones. */
export async function greysOf(bytes: Uint8Array): Promise<readonly number[]> {
  const { stored, display } = await openFrame(bytes);
  const { rgba } = renderFrame(stored, display);
  return Array.from({ length: rgba.length / 4 }, (_, index) => rgba[index * 4] ?? -1);
}
