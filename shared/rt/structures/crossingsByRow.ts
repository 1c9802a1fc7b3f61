/** Where polygons cross the lines v = vFirst, vFirst + rowMm, …: ascending u per line, pairs of in and out (even–odd). */
export function crossingsByRow(polygons: readonly Float64Array[], vFirst: number, rowMm: number, rows: number): readonly number[][] {
  const crossings = Array.from({ length: rows }, (): number[] => []);
  for (const polygon of polygons) {
    let n = polygon.length - 2;
    for (let m = 0; m < polygon.length; n = m, m += 2) {
      const [low, high] = polygon[n + 1]! < polygon[m + 1]! ? [n, m] : [m, n];
      const [vLow, vHigh] = [polygon[low + 1]!, polygon[high + 1]!];
      const end = Math.min(rows, Math.ceil((vHigh - vFirst) / rowMm));
      for (let row = Math.max(0, Math.ceil((vLow - vFirst) / rowMm)); row < end; row += 1) {
        crossings[row]!.push(polygon[low]! + ((vFirst + row * rowMm - vLow) / (vHigh - vLow)) * (polygon[high]! - polygon[low]!));
      }
    }
  }
  for (const row of crossings) row.sort((a, b) => a - b);
  return crossings;
}
