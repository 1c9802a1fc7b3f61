import { describe, expect, it } from 'vitest';
import { parseDataSet } from '../../../shared/dicom/dataSet.ts';
import { describePixels } from '../../../shared/dicom/pixels/describePixels.ts';
import { encodedFrame } from '../../../shared/dicom/pixels/encodedFrame.ts';
import { decodeJpegDct } from '../../../shared/dicom/pixels/jpegDct.ts';
import { readJpegHeader } from '../../../shared/dicom/pixels/jpegHeader.ts';
import { allSamples, decodeFile, largestDifference } from './decodeFile.ts';
import { hasDcmtk, transcode } from './dcmtk.ts';
import { colourPhantoms, greyPhantoms, phantomFile } from './phantoms.ts';

const [grey] = greyPhantoms;
const [colour] = colourPhantoms;

/** The decoder that 12 bit images need, on 8 bit ones, where libjpeg-turbo can judge it. */
describe.runIf(hasDcmtk)('our own DCT decoder on 8 bit images', () => {
  it.each([
    ['baseline', grey, ['+eb'], 1],
    ['progressive', grey, ['+ep'], 1],
    ['spectral selection', grey, ['+es'], 1],
    ['4:4:4', colour, ['+eb', '+s4'], 1],
    ['progressive 4:4:4', colour, ['+ep', '+s4'], 1],
    ['4:2:2', colour, ['+eb', '+s2'], 2],
    ['4:2:0', colour, ['+eb', '+np'], 2],
  ] as const)('%s differs from libjpeg-turbo by the rounding of its transform (and of its sub-sampling)', async (_, phantom, options, most) => {
    if (phantom === undefined) throw new Error('There is no phantom.');
    const file = transcode(['dcmcjpeg', ...options], phantomFile(phantom));
    const dataSet = parseDataSet(file);
    const { bytes } = encodedFrame(dataSet, describePixels(dataSet), 0);
    expect(largestDifference(decodeJpegDct(bytes, readJpegHeader(bytes)), allSamples(await decodeFile(file)))).toBeLessThanOrEqual(most);
  });
});
