import { CellRenderer } from '../../../../renderer/viewport/cellRenderer.ts';
import { scenes } from './scenes.ts';

/** What the page drew. */
export interface Drawn {
  /** PNG as base64. */
  readonly png: string;
  /** Pixels that differ from the picture given; -1 where none was given or its size is another. */
  readonly differing: number;
  /** Red, green and blue at the places asked for. */
  readonly colours: readonly (readonly [number, number, number])[];
  readonly pxPerMm: number;
  /** mm along the normal. */
  readonly positionMm: number | null;
}

const size = { width: 400, height: 300 };
const canvas = (): HTMLCanvasElement => document.createElement('canvas');
const element = (): HTMLElement => document.createElement('div');

async function draw(name: string, golden: string | null, places: readonly (readonly [number, number])[]): Promise<Drawn> {
  const scene = scenes[name]?.();
  if (scene === undefined) throw new Error(`There is no scene ${name}.`);
  const picture = canvas();
  const renderer = new CellRenderer({ root: element(), picture, marks: canvas(), corners: { topLeft: element(), topRight: element(), bottomLeft: element(), bottomRight: element() } });
  renderer.resize(size.width, size.height, 1);
  renderer.setScene(scene);
  renderer.drawNow();
  const context = picture.getContext('2d');
  const { drawn } = renderer;
  if (context === null || drawn === null) throw new Error(`Nothing was drawn of ${name}.`);
  const { data } = context.getImageData(0, 0, size.width, size.height);
  const result: Drawn = {
    png: picture.toDataURL('image/png').replace(/^data:image\/png;base64,/, ''),
    differing: golden === null ? -1 : await countDiffering(data, golden),
    colours: places.map(([x, y]) => [0, 1, 2].map((channel) => data[(y * size.width + x) * 4 + channel] ?? -1) as [number, number, number]),
    pxPerMm: drawn.transform.pxPerMm,
    positionMm: scene.source?.positionMm(scene.sliceIndex) ?? null,
  };
  renderer.dispose();
  return result;
}

async function countDiffering(data: Uint8ClampedArray, golden: string): Promise<number> {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${golden}`)).blob());
  if (image.width !== size.width || image.height !== size.height) return -1;
  const kept = canvas();
  Object.assign(kept, size);
  const context = kept.getContext('2d');
  context?.drawImage(image, 0, 0);
  const other = context?.getImageData(0, 0, size.width, size.height).data ?? new Uint8ClampedArray();
  let differing = 0;
  for (let n = 0; n < data.length; n += 4) if (data[n] !== other[n] || data[n + 1] !== other[n + 1] || data[n + 2] !== other[n + 2]) differing++;
  return differing;
}

Object.assign(globalThis, { goldens: { names: Object.keys(scenes), draw } });
