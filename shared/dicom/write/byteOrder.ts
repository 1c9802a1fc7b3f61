/** Bytes per number of the binary VRs. */
const widths: Readonly<Record<string, number>> = { US: 2, SS: 2, OW: 2, AT: 2, UL: 4, SL: 4, FL: 4, OF: 4, OL: 4, FD: 8, OD: 8, OV: 8, SV: 8, UV: 8 };

/** Bytes per number of a VR; 1 where order does not matter. */
export function widthOf(vr: string): number {
  return widths[vr] ?? 1;
}

/** A copy with the bytes of every number reversed; bytes left over at the end stay. */
export function swapped(bytes: Uint8Array, width: number): Uint8Array<ArrayBuffer> {
  const turned = new Uint8Array(bytes);
  if (width === 1) return turned;
  for (let start = 0; start + width <= turned.length; start += width) turned.subarray(start, start + width).reverse();
  return turned;
}
