import type { FragmentsNode } from '../dicom/write/elementTree.ts';

/** JPEG, JPEG-LS and JPEG 2000 (PS3.5 A.4.1, A.4.3, A.4.4, A.4.11); video and RLE hold no such segments. */
const streamSyntax = /^1\.2\.840\.10008\.1\.2\.4\.(?:5[0-9]|6[0-6]|70|8[01]|9[0-3]|20[1-3])$/;

const startOfImage = 0xd8;
const endOfImage = 0xd9;
const startOfScan = 0xda;
const startOfTilePart = 0x90;
const startOfCodestream = 0x4f;
/** Comments of JPEG (ITU-T T.81 B.2.4.5) and of JPEG 2000 (ITU-T T.800 A.9.2). */
const comments: ReadonlySet<number> = new Set([0xfe, 0x64]);

/**
 * Compressed pixels without what draws nothing: comments, application segments (Exif, thumbnails) and bytes behind the
 * end of a stream, all of which may name anybody. Segments that say how colours are coded stay. A stream that cannot
 * be followed is left as it is.
 *
 * @returns the node itself where there is nothing to take out
 */
export function withoutStreamText(node: FragmentsNode, transferSyntaxUID: string): FragmentsNode {
  if (!streamSyntax.test(transferSyntaxUID)) return node;
  const streams = wholeStreams(node.fragments);
  const cleaned = streams.map(cleanStream);
  if (cleaned.every((stream, index) => stream.length === streams[index]?.length)) return node;
  const fragments = cleaned.map(evenly);
  return { ...node, fragments, offsetTable: node.offsetTable.length === 0 ? node.offsetTable : offsetsOf(fragments) };
}

/** A fragment that does not begin a stream goes on with the one before (PS3.5 A.4). */
function wholeStreams(fragments: readonly Uint8Array[]): Uint8Array[] {
  const groups: Uint8Array[][] = [];
  for (const fragment of fragments) {
    const last = groups.at(-1);
    if (last === undefined || (fragment[0] === 0xff && (fragment[1] === startOfImage || fragment[1] === startOfCodestream))) groups.push([fragment]);
    else last.push(fragment);
  }
  return groups.map(joined);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [first] = pieces;
  if (pieces.length === 1 && first !== undefined) return first;
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function cleanStream(stream: Uint8Array): Uint8Array {
  if (stream[0] !== 0xff) return stream;
  const isJpeg = stream[1] === startOfImage;
  if (!isJpeg && stream[1] !== startOfCodestream) return stream;
  const kept: Uint8Array[] = [stream.subarray(0, 2)];
  for (let at = 2; at + 2 <= stream.length; ) {
    const marker = stream[at + 1] ?? 0;
    if (stream[at] !== 0xff) return stream;
    if (isJpeg && marker === endOfImage) return joined([...kept, stream.subarray(at, at + 2)]);
    // What follows the first tile part is counted by its length alone.
    if (!isJpeg && marker === startOfTilePart) return joined([...kept, stream.subarray(at)]);
    const end = at + 2 + (((stream[at + 2] ?? 0) << 8) | (stream[at + 3] ?? 0));
    if (end < at + 4 || end > stream.length) return stream;
    const segment = stream.subarray(at, end);
    at = isJpeg && marker === startOfScan ? endOfScan(stream, end) : end;
    if (!(isJpeg ? isTextSegment(marker, segment) : comments.has(marker))) kept.push(marker === startOfScan ? stream.subarray(segment.byteOffset - stream.byteOffset, at) : segment);
  }
  return stream;
}

/** Offset of the next marker that is no restart: in scans 0xFF is followed by less than 0x80 (T.81 B.1.1.5, T.87 A.1). */
function endOfScan(stream: Uint8Array, from: number): number {
  for (let at = stream.indexOf(0xff, from); at >= 0; at = stream.indexOf(0xff, at + 1)) {
    const next = stream[at + 1] ?? 0;
    if (next >= 0x80 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return stream.length;
}

/** JFIF without thumbnail, Adobe's colour transform and that of JPEG-LS stay, each exactly as long as it has to be. */
function isTextSegment(marker: number, segment: Uint8Array): boolean {
  if (comments.has(marker)) return true;
  if (marker < 0xe0 || marker > 0xef) return false;
  const name = String.fromCharCode(...segment.subarray(4, 9));
  const isColour = (marker === 0xe0 && name === 'JFIF\0' && segment.length === 18) || (marker === 0xee && name === 'Adobe' && segment.length === 16) || (marker === 0xe8 && name.startsWith('mrfx') && segment.length === 9);
  return !isColour;
}

const evenly = (bytes: Uint8Array): Uint8Array => (bytes.length % 2 === 0 ? bytes : joined([bytes, new Uint8Array(1)]));

/** Basic offset table of fragments that are a frame each. */
function offsetsOf(fragments: readonly Uint8Array[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(fragments.length * 4));
  let offset = 0;
  for (const [index, { length }] of fragments.entries()) {
    view.setUint32(index * 4, offset, true);
    offset += 8 + length;
  }
  return new Uint8Array(view.buffer);
}
