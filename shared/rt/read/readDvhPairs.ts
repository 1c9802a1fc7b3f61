import { DicomError } from '../../errors/appError.ts';
import type { DataSet } from '../../dicom/dataSet.ts';
import { notice, type RtNotice } from '../notices.ts';
import { numbersToTheEnd } from './numbersToTheEnd.ts';

/** Fewest bins in which doses can be told from widths. */
const fewestBins = 10;

/**
 * Pairs of DVHData, as bin widths and volumes, unscaled (PS3.3 C.8.8.4.2).
 *
 * Some systems end the value with a separator or half a pair, state another number of bins, or write the dose of every bin
 * where its width belongs. Each is put right with a notice.
 *
 * @param index of the histogram, from 1
 * @param maximum DVHMaximumDose in units of the widths; null where absent
 * @throws {DicomError} broken-value | missing-attribute
 */
export function readDvhPairs(item: DataSet, index: number, maximum: number | null, warnings: RtNotice[]): { readonly widths: Float64Array; readonly volumes: Float64Array } {
  const data = numbersToTheEnd(item, 'DVHData');
  if (data === null) throw new DicomError('missing-attribute', `${item.place('DVHData')} is absent or empty`);
  const bins = Math.floor(data.length / 2);
  if (bins === 0) throw new DicomError('broken-value', `${item.place('DVHData')} has ${data.length} values, which is no pair of bin width and volume`);
  const stated = item.text('DVHNumberOfBins');
  if (data.length % 2 !== 0 || (stated !== null && Number(stated) !== bins)) warnings.push(notice('stored-dvh-bins', { index, stated: stated ?? '–', numbers: data.length, bins }));
  const first = Float64Array.from({ length: bins }, (_, n) => data[n * 2] ?? Number.NaN);
  const volumes = Float64Array.from({ length: bins }, (_, n) => data[n * 2 + 1] ?? Number.NaN);
  const wrong = first.findIndex((width) => !(width >= 0));
  if (wrong >= 0) throw new DicomError('broken-value', `${item.place('DVHData')} has a bin width of ${first[wrong] ?? ''}`);
  const negative = volumes.findIndex((volume) => !(volume >= 0));
  if (negative >= 0) throw new DicomError('broken-value', `${item.place('DVHData')} has a volume of ${volumes[negative] ?? ''}`);
  if (!areDoses(first, maximum)) return { widths: first, volumes };
  warnings.push(notice('stored-dvh-doses', { index }));
  // In front of the first dose everything still lies above it, and a differential curve has nothing there.
  const lead = item.text('DVHType') === 'CUMULATIVE' ? (volumes[0] ?? 0) : 0;
  return { widths: Float64Array.of(first[0] ?? 0, ...first.map((dose, n) => (first[n + 1] ?? dose) - dose)), volumes: Float64Array.of(lead, ...volumes) };
}

/** Widths that grow from every bin to the next are doses, unless their sum is nearer to the stated maximum than the last one. */
function areDoses(first: Float64Array, maximum: number | null): boolean {
  if (first.length < fewestBins || first.some((value, n) => n > 0 && value <= (first[n - 1] ?? 0))) return false;
  const last = first.at(-1) ?? 0;
  return maximum === null || Math.abs(last - maximum) < Math.abs(first.reduce((sum, width) => sum + width, 0) - maximum);
}
