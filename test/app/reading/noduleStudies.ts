import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findNode, textNode, textOf, withNode } from '../../../shared/dicom/write/elementTree.ts';
import type { ElementTree } from '../../../shared/dicom/write/elementTree.ts';
import { readTree } from '../../../shared/dicom/write/readTree.ts';
import { writeElements } from '../../../shared/dicom/write/writeElements.ts';
import { makeSampleCase } from '../../../shared/rt/phantom/makeSampleCase.ts';

/** A ball in the left lung, patient LPS mm. */
export const noduleCentre = [88, 20, -10] as const;

export interface NoduleStudy {
  /** YYYYMMDD. */
  readonly date: string;
  readonly diameterMm: number;
}

/** An older study and a newer one, in which the nodule has grown. */
export const noduleStudies: readonly NoduleStudy[] = [{ date: '20250602', diameterMm: 16 }, { date: '20260105', diameterMm: 24 }];

/** Of the ball, HU. */
export const noduleHu = 45;
const dateTags = ['x00080012', 'x00080020', 'x00080021', 'x00080022', 'x00080023'];

/** Writes the chest CT of both dates into `folder`; returns the number of files. */
export function writeNoduleStudies(folder: string, matrixSize: number): number {
  let count = 0;
  for (const study of noduleStudies) {
    const target = join(folder, study.date);
    mkdirSync(target, { recursive: true });
    const { files } = makeSampleCase({ slices: 40, matrixSize, seed: `nodule ${study.date}` });
    for (const { name, bytes } of files) {
      if (!name.startsWith('CT')) continue;
      writeFileSync(join(target, basename(name)), withNodule(bytes, study));
      count += 1;
    }
  }
  return count;
}

function withNodule(bytes: Uint8Array, { date, diameterMm }: NoduleStudy): Uint8Array {
  const { tree: original } = readTree(bytes);
  let tree: ElementTree = original;
  for (const tag of dateTags) if (findNode(tree, tag) !== undefined) tree = withNode(tree, textNode(tag, 'DA', date));
  tree = withNode(tree, textNode('x00081030', 'LO', `胸部 CT ${date.slice(0, 4)}`));
  tree = withNode(tree, textNode('x0008103e', 'LO', '胸部平扫'));
  const pixels = findNode(tree, 'x7fe00010');
  if (pixels?.kind !== 'value') throw new Error('The slice has no native pixels.');
  const [x0 = 0, y0 = 0, z = 0] = textOf(findNode(tree, 'x00200032')).split('\\').map(Number);
  const [spacing = 1] = textOf(findNode(tree, 'x00280030')).split('\\').map(Number);
  const painted = pixels.bytes.slice();
  const stored = new Uint16Array(painted.buffer, painted.byteOffset, painted.length / 2);
  const size = Math.sqrt(stored.length);
  const radius = diameterMm / 2;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const distance = Math.hypot(x0 + column * spacing - noduleCentre[0], y0 + row * spacing - noduleCentre[1], z - noduleCentre[2]);
      if (distance <= radius) stored[row * size + column] = noduleHu + 1024;
    }
  }
  return writeElements({ sopClassUID: textOf(findNode(tree, 'x00080016')), sopInstanceUID: textOf(findNode(tree, 'x00080018')), encapsulatedSyntaxUID: null, tree: withNode(tree, { ...pixels, bytes: painted, asStood: painted }) });
}
