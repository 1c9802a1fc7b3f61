import { initialView } from '../../../../shared/meeting/view.ts';
import { stackCell } from '../../../../shared/viewing/cell.ts';
import type { Cell } from '../../../../shared/viewing/cell.ts';
import type { PlaneOrientation } from '../../../../shared/volume/planeStack.ts';
import type { GridGeometry } from '../../../../shared/volume/types.ts';
import type { CellScene, CellWords, RtOverlay } from '../../../../renderer/viewport/scene.ts';
import type { SliceSource } from '../../../../renderer/viewport/sliceSource.ts';
import { volumeSource } from '../../../../renderer/viewport/volumeSource.ts';
import { upperValue } from '../phantomValue.ts';
import { flatScene } from './flatScene.ts';
import { box, dose, phantom, tilted, upright } from './phantom.ts';

const words = new Proxy({ slab: { mip: '', minip: '', mean: '' } }, { get: (target, name) => (name === 'slab' ? target.slab : '') }) as unknown as CellWords;

interface SceneInput {
  readonly orientation: PlaneOrientation;
  readonly geometry?: GridGeometry;
  readonly cell?: Partial<Cell>;
  readonly slice?: number;
  readonly rt?: RtOverlay;
  readonly hasUpper?: boolean;
}

function sceneOf({ orientation, geometry = upright, cell: fields = {}, slice, rt, hasUpper = false }: SceneInput): CellScene {
  const volume = phantom('1.2', geometry);
  const cell = stackCell('1.2', orientation.kind, fields);
  const source: SliceSource = volumeSource({ volume, slicesLoaded: new Uint8Array(33).fill(1), orientation, slab: cell.slab, unit: 'stored' });
  const view = {
    ...initialView, link: 'off' as const, cells: [cell, ...initialView.cells.slice(1)], visibleStructures: rt === undefined ? [] : [1],
    isodose: { ...initialView.isodose, unit: 'gray' as const, levels: [30], hasLines: false, hasWash: rt !== undefined },
  };
  const upper = hasUpper ? { volume: phantom('1.3', { ...upright, columns: 31, rows: 31, origin: [-45, -45, 10], columnSpacingMm: 3, rowSpacingMm: 3 }, upperValue), factor: 1 } : null;
  return {
    index: 0, view, source, sliceIndex: slice ?? source.indexAt(source.middle), turn: 0, fusion: upper, rt: rt ?? null, title: [], annotations: [], selectedAnnotationId: null, studyDate: null,
    referencePlanes: [], pointers: [], words,
  };
}

const window = { centre: 0, width: 1000 };
const fusion = (colourMap: 'grey' | 'hotIron', opacity: number): Partial<Cell> => ({ fusion: { volumeId: '1.3', colourMap, opacity, window } });
const half = Math.SQRT1_2;

/** Pictures that are kept, by name. */
export const scenes: Readonly<Record<string, () => CellScene>> = {
  axial: () => sceneOf({ orientation: { kind: 'axial' } }),
  'axial-turned-flipped-inverted': () => sceneOf({ orientation: { kind: 'axial' }, cell: { rotationDegrees: 90, isFlipped: true, isInverted: true } }),
  'axial-zoomed': () => sceneOf({ orientation: { kind: 'axial' }, cell: { zoom: 3, centre: [6, -8, 42] } }),
  coronal: () => sceneOf({ orientation: { kind: 'coronal' } }),
  sagittal: () => sceneOf({ orientation: { kind: 'sagittal' } }),
  oblique: () => sceneOf({ orientation: { kind: 'oblique', xDirection: [half, half, 0], yDirection: [0, 0, -1] }, cell: { centre: [0, 0, 42] } }),
  mip: () => sceneOf({ orientation: { kind: 'axial' }, cell: { slab: { mode: 'mip', thicknessMm: 12 } } }),
  tilted: () => sceneOf({ orientation: { kind: 'acquired' }, geometry: tilted, slice: 20 }),
  fusion: () => sceneOf({ orientation: { kind: 'axial' }, cell: fusion('grey', 0.5), hasUpper: true }),
  'fusion-colours': () => sceneOf({ orientation: { kind: 'axial' }, cell: fusion('hotIron', 0.5), hasUpper: true }),
  'structure-and-wash': () => sceneOf({ orientation: { kind: 'axial' }, rt: { frameOfReferenceUID: '1.9', dose, isDoseRefused: false, structures: [box], referenceDoseGy: 60 } }),
  'structure-oblique': () => sceneOf({ orientation: { kind: 'oblique', xDirection: [1, 0, 0], yDirection: [0, half, half] }, cell: { centre: [0, 0, 42] }, rt: { frameOfReferenceUID: '1.9', dose: null, isDoseRefused: false, structures: [box], referenceDoseGy: null } }),
  'flat-table-overlay': () => flatScene(words),
};
