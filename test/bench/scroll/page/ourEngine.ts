import { CellRenderer } from '../../../../renderer/viewport/cellRenderer.ts';
import type { CellElements } from '../../../../renderer/viewport/cellRenderer.ts';
import type { CellScene, CellWords } from '../../../../renderer/viewport/scene.ts';
import { volumeSource } from '../../../../renderer/viewport/volumeSource.ts';
import '../../../../renderer/viewport/viewport.css';
import { changeView, initialView } from '../../../../shared/meeting/view.ts';
import type { View } from '../../../../shared/meeting/view.ts';
import { stackCell } from '../../../../shared/viewing/cell.ts';
import type { Cell } from '../../../../shared/viewing/cell.ts';
import { benchDose, benchPet, benchStructures, frameOfReferenceUID, volumeOf } from './sceneObjects.ts';
import type { BenchSeries, Scenario, ScrollEngine } from './scrollEngine.ts';

/** Slice that stands still while window or zoom change. */
const stillSlice = 150;
const referenceDoseGy = 41.4;

/** The console's own cell, drawn as a page of the console draws it: picture, marks and corner texts. */
export class OurEngine implements ScrollEngine {
  readonly name = 'ours';
  readonly drawsInOwnFrame = false;
  #renderer: CellRenderer | null = null;
  #scene: CellScene | null = null;
  #scenario: Scenario = 'plain';

  load(series: BenchSeries, box: HTMLElement, scenario: Scenario): Promise<void> {
    const elements = cellElements(box);
    this.#scenario = scenario;
    this.#scene = sceneOf(series, scenario);
    this.#renderer = new CellRenderer(elements);
    this.#renderer.resize(box.clientWidth, box.clientHeight, devicePixelRatio);
    return Promise.resolve();
  }

  show(index: number, drawn: () => void): void {
    if (this.#renderer === null || this.#scene === null) return;
    this.#renderer.setScene(stepOf(this.#scene, this.#scenario, index));
    this.#renderer.drawNow();
    drawn();
  }

  dispose(): void {
    this.#renderer?.dispose();
    this.#renderer = null;
    this.#scene = null;
  }
}

/** What changes with a step; the crosshair goes along, as it does while a person scrolls. */
function stepOf(scene: CellScene, scenario: Scenario, index: number): CellScene {
  const isStill = scenario === 'window' || scenario === 'zoom';
  const sliceIndex = isStill ? stillSlice : index;
  const { source } = scene;
  const crosshairMm: View['crosshairMm'] = source === null ? null : [...source.pointIn(sliceIndex, source.middle)];
  const fields: Partial<Cell> = scenario === 'window' ? { window: { centre: index, width: 400 } } : scenario === 'zoom' ? { zoom: 1 + index / 100 } : {};
  const [first, ...others] = scene.view.cells;
  const cells = first === undefined ? scene.view.cells : [{ ...first, ...fields }, ...others];
  return { ...scene, sliceIndex, view: { ...scene.view, crosshairMm, cells } };
}

function sceneOf(series: BenchSeries, scenario: Scenario): CellScene {
  const volume = volumeOf(series);
  const hasAll = scenario === 'all overlays';
  const hasLines = hasAll || scenario === 'isodose lines';
  const hasWash = hasAll || scenario === 'colour wash';
  const structures = hasAll || scenario === 'structures' ? benchStructures(series) : [];
  const plane = scenario === 'coronal' || scenario === 'sagittal' ? scenario : 'acquired';
  const pet = scenario === 'fusion' ? benchPet(series) : null;
  const cell = stackCell(volume.volumeId, plane, pet === null ? {} : { fusion: { volumeId: pet.volumeId, colourMap: 'hotIron', opacity: 0.5, window: pet.defaultWindow } });
  const view: View = {
    ...changeView(initialView, { crosshairFrame: frameOfReferenceUID, visibleStructures: structures.map(({ number }) => number), isodose: { ...initialView.isodose, hasLines, hasWash, referenceDoseGy } }),
    cells: [cell, ...initialView.cells.slice(1)],
  };
  return {
    index: 0, view, sliceIndex: 0, turn: 0, annotations: [], selectedAnnotationId: null, studyDate: null, referencePlanes: [], pointers: [], title: ['Bench^Scroll', 'CT'], words,
    source: volumeSource({ volume, slicesLoaded: new Uint8Array(series.slices).fill(1), orientation: { kind: plane }, slab: cell.slab, unit: 'stored' }),
    fusion: pet === null ? null : { volume: pet, factor: 1 },
    rt: { frameOfReferenceUID, dose: hasLines || hasWash ? benchDose(series) : null, isDoseRefused: false, structures, referenceDoseGy },
  };
}

function cellElements(box: HTMLElement): CellElements {
  const root = document.createElement('div');
  root.className = 'viewport';
  box.append(root);
  const add = <K extends 'canvas' | 'div'>(tag: K, className: string): HTMLElementTagNameMap[K] => {
    const element = document.createElement(tag);
    element.className = className;
    root.append(element);
    return element;
  };
  const corner = (place: string): HTMLElement => add('div', `viewport-corner viewport-${place}`);
  return {
    root, picture: add('canvas', 'viewport-canvas'), marks: add('canvas', 'viewport-canvas viewport-marks'),
    corners: { topLeft: corner('top-left'), topRight: corner('top-right'), bottomLeft: corner('bottom-left'), bottomRight: corner('bottom-right') },
  };
}

const words: CellWords = {
  slice: 'Slice', frame: 'Frame', window: 'C/W', zoom: 'Zoom', slab: { mip: 'MIP', minip: 'MinIP', mean: 'Mean' }, lossy: 'Lossy', derived: 'Derived', loading: 'Loading', outsideImage: 'Outside the image',
  padding: 'Padding', noDose: 'No dose', refusedDose: 'Dose refused', outsideDose: 'Outside the dose', relativeDose: 'Relative dose', notCalibrated: 'Not calibrated',
  atDetector: 'At the detector', overlaysHidden: 'Overlays hidden', image: 'Image', table: 'LUT', figureWhy: { 'not-calibrated': 'not calibrated', outside: 'outside', padding: 'without padding', loading: 'loading', 'too-small': 'too small' },
};
