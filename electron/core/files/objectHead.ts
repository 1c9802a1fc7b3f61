import { parseElements } from '../../../shared/dicom/parseElements.ts';
import { DicomError } from '../../../shared/errors/appError.ts';
import type { BlobFiles } from '../store/blobFiles.ts';
import type { Head } from '../store/objectHeads.ts';

/** Objects no longer than this come whole: cutting them would save nothing. */
const smallBytes = 8 * 1024;
/** One chunk of a blob holds the head of nearly every image. */
const firstRead = 1 << 20;
const pixelTags = ['x7fe00008', 'x7fe00009', 'x7fe00010'] as const;

/**
 * The bytes of a stored object before its pixel data, which begin with the next byte.
 *
 * An object without pixel data, a deflated one, and one that is no readable DICOM come whole: what is wrong with it,
 * whoever reads it says.
 *
 * @throws {StoreError} not-found | corrupt
 */
export async function readHead(blobs: Pick<BlobFiles, 'readStart'>, sha256: string): Promise<Head> {
  for (let wanted = firstRead; ; wanted *= 4) {
    const { bytes, totalLength } = await blobs.readStart(sha256, wanted);
    const head = headOf(bytes, totalLength);
    if (head !== null) return head;
  }
}

/** The same of bytes at hand; null where they end before it does. @param bytes the first of `totalLength` */
export function headOf(bytes: Uint8Array, totalLength: number): Head | null {
  if (totalLength <= smallBytes) return { bytes, totalLength, isWhole: true };
  const end = pixelsBegin(bytes, totalLength);
  // A copy (of a Buffer, `slice` is none), so that a head does not keep the slice it came from in memory.
  if (end !== null) return { bytes: new Uint8Array(bytes.subarray(0, end)), totalLength, isWhole: false };
  return bytes.length >= totalLength ? { bytes, totalLength, isWhole: true } : null;
}

/** Byte where the element with the pixels begins; null where it is not among the bytes. */
function pixelsBegin(bytes: Uint8Array, fileLength: number): number | null {
  let parsed: ReturnType<typeof parseElements>;
  try {
    parsed = parseElements(bytes, { until: pixelTags[0], fileLength });
  } catch (error) {
    // Too little was read, or nothing can be made of it: both end with the whole object.
    if (error instanceof DicomError) return null;
    throw error;
  }
  if (parsed.isInflated) return null;
  const [element] = pixelTags.flatMap((tag) => parsed.elements[tag] ?? []);
  if (element === undefined) return null;
  // PS3.5 7.1.2: tag, VR, two reserved bytes and a length of four, or without the reserved bytes, or without VR.
  const start = [12, 8].map((length) => element.dataOffset - length).find((at) => isPixelTag(bytes, at));
  return start ?? null;
}

const isPixelTag = (bytes: Uint8Array, at: number): boolean => {
  const [a, b, c, d] = bytes.subarray(Math.max(0, at), at + 4);
  const isLittle = a === 0xe0 && b === 0x7f && d === 0x00;
  return (isLittle && isPixelElement(c)) || (a === 0x7f && b === 0xe0 && c === 0x00 && isPixelElement(d));
};

const isPixelElement = (number: number | undefined): boolean => number === 0x08 || number === 0x09 || number === 0x10;
