import type { Cell, Fusion } from '../../../shared/viewing/cell.ts';
import type { ImageVolume } from '../../../shared/volume/types.ts';
import type { FusionOverlay } from '../../viewport/scene.ts';

/** Why something asked for is not shown as asked. */
export type CellNotice =
  | { readonly kind: 'suvRefused'; readonly attribute: string; readonly message: string }
  | { readonly kind: 'fusionRefused' }
  | { readonly kind: 'fusionLoading' };

const refusalOf = ({ suv }: ImageVolume): CellNotice | null => (suv?.kind === 'refused' ? { kind: 'suvRefused', attribute: suv.attribute, message: suv.message } : null);

/** The cell as it can be shown: stored values in the window of the header where SUV cannot be told, never in a window meant for SUV. */
export function effectiveCell(cell: Cell, volume: ImageVolume | null): { readonly cell: Cell; readonly notice: CellNotice | null } {
  if (volume === null || cell.unit !== 'suv' || volume.suv?.kind === 'factor') return { cell, notice: null };
  return { cell: { ...cell, unit: 'stored', window: null }, notice: refusalOf(volume) };
}

/** SUV 0 to 5. */
export const petWindow: Fusion['window'] = { centre: 2.5, width: 5 };

/** Unit and opening window of a volume laid over another one. */
export function fusionWindow(upper: ImageVolume): { readonly factor: number; readonly window: Fusion['window']; readonly isSuv: boolean } {
  if (upper.suv?.kind === 'factor') return { factor: upper.suv.factor, window: petWindow, isSuv: true };
  return { factor: 1, window: { ...upper.defaultWindow }, isSuv: false };
}

/** The second volume as it can be laid over the first: only within one frame of reference, in its own window where it has no SUV. */
export function effectiveFusion(fusion: Fusion | null, lower: ImageVolume | null, upper: ImageVolume | null): { readonly fusion: Fusion | null; readonly overlay: FusionOverlay | null; readonly notice: CellNotice | null } {
  if (fusion === null || lower === null) return { fusion, overlay: null, notice: null };
  if (upper === null) return { fusion: null, overlay: null, notice: { kind: 'fusionLoading' } };
  if (upper.frameOfReferenceUID !== lower.frameOfReferenceUID) return { fusion: null, overlay: null, notice: { kind: 'fusionRefused' } };
  const { factor, window } = fusionWindow(upper);
  const isRefused = upper.suv?.kind === 'refused';
  return { fusion: isRefused ? { ...fusion, window } : fusion, overlay: { volume: upper, factor }, notice: refusalOf(upper) };
}
