/** JPEG and JPEG-LS begin with SOI, JPEG 2000 with SOC and SIZ or with the JP2 signature box. */
const beginnings: readonly (readonly number[])[] = [
  [0xff, 0xd8, 0xff],
  [0xff, 0x4f, 0xff, 0x51],
  [0x00, 0x00, 0x00, 0x0c, 0x6a, 0x50, 0x20, 0x20],
];

/** The bytes begin a code stream. */
export function beginsStream(bytes: Uint8Array, at = 0): boolean {
  return beginnings.some((marker) => marker.every((byte, index) => bytes[at + index] === byte));
}

/** The bytes end with an end-of-image marker and padding. */
export function endsStream(bytes: Uint8Array): boolean {
  let end = bytes.length;
  while (end > 2 && bytes[end - 1] === 0) end -= 1;
  while (end > 2 && bytes[end - 1] === 0xff) end -= 1;
  return bytes[end - 2] === 0xff && bytes[end - 1] === 0xd9;
}

/** Splits code streams that follow each other; null where there are not as many as expected. */
export function splitStreams(bytes: Uint8Array, count: number): readonly Uint8Array[] | null {
  const starts: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    if (beginsStream(bytes, at) && (at === 0 || endsStream(bytes.subarray(Math.max(0, at - 4), at)))) starts.push(at);
  }
  return starts.length === count ? starts.map((start, index) => bytes.subarray(start, starts[index + 1])) : null;
}
