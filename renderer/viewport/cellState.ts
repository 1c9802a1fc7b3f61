import type { Voi } from '../../shared/dicom/display/voi.ts';
import type { Cell } from '../../shared/viewing/cell.ts';
import type { CellScene } from './scene.ts';
import type { SliceSource } from './sliceSource.ts';
import { patientPlaneOf } from './slicePlane.ts';
import type { SliceFrame } from './transform.ts';

/** What a cell shows, as the `data-` attributes of its element: for scripted runs and for telling whether two consoles show the same. */
export function cellState({ view, sliceIndex, rt }: CellScene, cell: Cell, source: SliceSource, frame: SliceFrame, voi: Voi): Readonly<Record<string, string>> {
  const { content } = cell;
  const window = voi.kind === 'window' ? voi : null;
  const isodose = view.isodose;
  return {
    series: content.kind === 'stack' ? content.volumeId : content.kind === 'frames' ? content.seriesInstanceUID : '',
    slice: String(sliceIndex + 1),
    slices: String(source.count),
    slicePositionMm: String(patientPlaneOf(frame)?.positionMm ?? source.positionMm(sliceIndex) ?? ''),
    crosshairMm: view.crosshairMm?.join(',') ?? '',
    windowCentre: String(window?.centre ?? ''),
    windowWidth: String(window?.width ?? ''),
    voi: cell.window === null ? String(cell.voi) : '',
    zoom: String(cell.zoom),
    centre: cell.centre?.join(',') ?? '',
    turn: `${cell.rotationDegrees}${cell.isFlipped ? ' flipped' : ''}${cell.isInverted ? ' inverted' : ''}`,
    visibleStructures: view.visibleStructures.join(','),
    isodoses: `${isodose.unit}:${isodose.levels.join(',')}:${isodose.hasLines ? 'lines' : ''}${isodose.hasWash ? '+wash' : ''}:${rt?.referenceDoseGy ?? ''}`,
    fusion: cell.fusion === null ? '' : `${cell.fusion.volumeId} ${cell.fusion.opacity}`,
  };
}
