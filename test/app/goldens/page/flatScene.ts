import { frameSource } from '../../../../renderer/reading/cells/frameSource.ts';
import type { FlatFrame } from '../../../../renderer/study/flatFrame.ts';
import type { CellScene } from '../../../../renderer/viewport/scene.ts';
import { initialView } from '../../../../shared/meeting/view.ts';
import { emptyCell } from '../../../../shared/viewing/cell.ts';
import { flat, flatTableEntry, flatValue } from '../flatPicture.ts';

const { columns, rows, aspectRatio, block } = flat;
/** One bit for each pixel of the block, all set. */
const bits = new Uint8Array(Math.ceil((block.columns * block.rows) / 8)).fill(255);

const frame: FlatFrame = {
  sopInstanceUID: '1.5', frame: 0, rows, columns, spacing: null, aspectRatio, edgeLetters: null, projection: null, error: null,
  overlays: [{ label: null, type: 'G', rows: block.rows, columns: block.columns, origin: [block.row, block.column], bits }],
  marks: { isLossy: false, lossyRatio: null, lossyMethod: null, isDerived: false },
  pixels: {
    kind: 'grey', values: Uint16Array.from({ length: rows * columns }, (_, at) => flatValue(at % columns, Math.floor(at / columns))), slope: 1, intercept: 0, paddingValue: null, isInverse: false, unit: '', defaultWindow: { centre: 150, width: 300 }, windowShape: 'LINEAR',
    vois: [{ kind: 'table', explanation: null, table: { firstMapped: 0, entries: Uint16Array.from({ length: flat.entries }, (_, value) => flatTableEntry(value)), bits: 16 } }],
  },
};

/** A picture through its table with a block of overlay on it, mirrored, so large that each of its pixels is a rectangle. */
export function flatScene(words: CellScene['words']): CellScene {
  const source = frameSource({ stack: { seriesInstanceUID: '1.4', reason: 'planar', frameMs: null, frames: [{ sopInstanceUID: '1.5', sha256: '', frame: 0 }] }, frameAt: () => frame });
  const cell = { ...emptyCell, content: { kind: 'frames' as const, seriesInstanceUID: '1.4' }, zoom: flat.zoom, centre: [...flat.centre] as [number, number, number], isFlipped: true };
  return {
    index: 0, view: { ...initialView, link: 'off', cells: [cell, ...initialView.cells.slice(1)] }, source, sliceIndex: 0, turn: 0, fusion: null, rt: null, title: [], annotations: [], selectedAnnotationId: null, studyDate: null,
    referencePlanes: [], pointers: [], words,
  };
}
