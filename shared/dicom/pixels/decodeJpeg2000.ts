import { DicomError } from '../../errors/appError.ts';
import type { Codecs } from './codecs.ts';
import type { DecodedSamples } from './decodeJpeg.ts';
import { samplesOf } from './decodeJpegLs.ts';
import type { PixelDescription } from './describePixels.ts';
import { expectWholePackets, readJpeg2000Header, unwrapJp2 } from './jpeg2000Header.ts';
import type { Jpeg2000Header } from './jpeg2000Header.ts';
import { expectHeader } from './jpegHeader.ts';

/**
 * JPEG 2000 and HTJ2K of up to 16 bits; where components were decorrelated the samples are RGB.
 *
 * @throws {DicomError} broken-value | truncated | unsupported
 */
export async function decodeJpeg2000(bytes: Uint8Array, description: PixelDescription, codecs: Codecs): Promise<DecodedSamples> {
  const stream = unwrapJp2(bytes);
  const header = readJpeg2000Header(stream);
  expectHeader(header, description);
  if (header.precision > 16) throw new DicomError('unsupported', `The JPEG 2000 code stream has ${header.precision} bits a sample; up to 16 are read. Export the image uncompressed.`);
  expectWholePackets(stream);
  const decoded = await codecs.jpeg2000(isNarrowSigned(header) ? withoutSign(stream, header.samples) : stream);
  const colour = colourOf(header, description.photometricInterpretation);
  const isTurned = header.isSigned !== description.isSigned;
  return {
    values: withSign(samplesOf(decoded), header, description.isSigned),
    photometric: colour.photometric,
    warnings: [
      ...(stream === bytes ? [] : ['the JPEG 2000 code stream is wrapped in a JP2 file']),
      ...(isTurned ? [`PixelRepresentation (0028,0103) says ${signName(description.isSigned)}, the JPEG 2000 code stream ${signName(header.isSigned)}; its ${header.precision} bits were read as ${signName(description.isSigned)}`] : []),
      ...decoded.warnings.map((warning) => `the JPEG 2000 code stream: ${warning}`),
      ...colour.warnings,
    ],
  };
}

const signName = (isSigned: boolean): string => (isSigned ? 'signed' : 'unsigned');

/** The codec cuts negative samples of up to 8 bits to 0. */
const isNarrowSigned = ({ isSigned, precision }: Jpeg2000Header): boolean => isSigned && precision <= 8;

/** The code stream with its components called unsigned in SIZ: all samples come out half their range higher (15444-1 G.1). */
function withoutSign(stream: Uint8Array, samples: number): Uint8Array {
  const changed = stream.slice();
  for (let index = 0; index < samples; index++) changed[42 + index * 3] = (changed[42 + index * 3] ?? 0) & 0x7f;
  return changed;
}

/** The codec's samples with the sign of the code stream; where DICOM states another, DICOM is right. */
function withSign(samples: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>, header: Jpeg2000Header, isStatedSigned: boolean): ArrayLike<number> {
  const { precision, isSigned } = header;
  const values = isNarrowSigned(header) ? Int16Array.from(samples, (value) => value - (1 << (precision - 1))) : isSigned ? new Int16Array(samples.buffer) : samples;
  if (isSigned === isStatedSigned) return values;
  const unused = 32 - precision;
  return isStatedSigned ? Int16Array.from(values, (value) => (value << unused) >> unused) : Uint16Array.from(values, (value) => value & ((1 << precision) - 1));
}

function colourOf({ hasComponentTransform }: Jpeg2000Header, stated: string): Pick<DecodedSamples, 'photometric' | 'warnings'> {
  const isTransformed = stated === 'YBR_RCT' || stated === 'YBR_ICT';
  if (isTransformed && hasComponentTransform) return { photometric: 'RGB', warnings: [] };
  const warnings = isTransformed || (hasComponentTransform && stated !== 'RGB') ? [`PhotometricInterpretation (0028,0004) is ${stated}, but the JPEG 2000 code stream ${hasComponentTransform ? 'has' : 'has no'} component transform`] : [];
  return { photometric: isTransformed ? 'RGB' : stated, warnings };
}
