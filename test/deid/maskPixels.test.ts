import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { maskObject } from '../../electron/core/deidentify/maskObject.ts';
import { openDecodePool } from '../../electron/core/files/decodePool.ts';
import { assessBurnIn } from '../../shared/deid/burnIn.ts';
import { deidentify } from '../../shared/deid/deidentify.ts';
import { findNode, textOf } from '../../shared/dicom/write/elementTree.ts';
import type { ElementNode } from '../../shared/dicom/write/elementTree.ts';
import { readTree } from '../../shared/dicom/write/readTree.ts';
import { findProgram } from '../bench/peerProgram.ts';
import { bytesNode, contextOf, ctClass, fileOf, sequence, text } from './support.ts';

const us = (tag: string, value: number): ElementNode => bytesNode(tag, 'US', Uint8Array.of(value & 255, value >> 8));
const ul = (tag: string, value: number): ElementNode => bytesNode(tag, 'UL', new Uint8Array(Uint32Array.of(value).buffer));
const secondaryCapture = '1.2.840.10008.5.1.4.1.1.7';

/** An image of equal samples: 8 columns, 4 rows, two frames. */
function image(photometric: string, options: { readonly bits: 8 | 16; readonly isSigned?: boolean; readonly fill: number }): Uint8Array<ArrayBuffer> {
  const samples = photometric === 'RGB' || photometric.startsWith('YBR') ? 3 : 1;
  const count = 8 * 4 * 2 * samples;
  const pixels = options.bits === 8 ? new Uint8Array(count).fill(options.fill) : new Uint8Array(Int16Array.from({ length: count }, () => options.fill).buffer);
  return fileOf([
    text('x00080060', 'CS', 'OT'), us('x00280002', samples), text('x00280004', 'CS', photometric), ...(samples > 1 ? [us('x00280006', 0)] : []), text('x00280008', 'IS', '2'), us('x00280010', 4), us('x00280011', 8),
    us('x00280100', options.bits), us('x00280101', options.bits), us('x00280102', options.bits - 1), us('x00280103', options.isSigned === true ? 1 : 0), bytesNode('x7fe00010', options.bits === 8 ? 'OB' : 'OW', pixels),
  ], secondaryCapture);
}

const folder = mkdtempSync(join(tmpdir(), 'mdt-mask-'));
const pool = openDecodePool({ size: 1 });
afterAll(async () => {
  await pool.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** Samples of the object after its box (2,1) of 3 × 2 pixels was masked. */
async function masked(file: Uint8Array): Promise<{ readonly samples: Uint8Array; readonly photometric: string; readonly bytes: Uint8Array }> {
  const pixels = await maskObject(file, [{ x: 2, y: 1, width: 3, height: 2 }], pool, 'test');
  const { bytes } = deidentify(file, contextOf({ isReviewed: true, pixels }));
  const { tree } = readTree(bytes);
  const node = findNode(tree, 'x7fe00010');
  if (node?.kind !== 'value') throw new Error('The masked object has no native pixels.');
  return { samples: node.bytes, photometric: textOf(findNode(tree, 'x00280004')), bytes };
}

/** Index of the first sample of a pixel. */
const at = (frame: number, row: number, column: number, samples = 1): number => ((frame * 4 + row) * 8 + column) * samples;

const packed = (option: string): Buffer => {
  const [from, to] = [join(folder, 'plain.dcm'), join(folder, `packed${option}.dcm`)];
  writeFileSync(from, image('MONOCHROME2', { bits: 8, fill: 100 }));
  expect(spawnSync('dcmcjpeg', [option, from, to]).status).toBe(0);
  return readFileSync(to);
};

describe('masking', () => {
  test.each([['MONOCHROME2', 100, 0], ['MONOCHROME1', 100, 255]])('%s: the box is black in every frame and nothing else is touched', async (photometric, fill, black) => {
    const { samples } = await masked(image(photometric, { bits: 8, fill }));
    expect(samples).toHaveLength(64);
    for (const frame of [0, 1]) {
      for (let row = 0; row < 4; row += 1) for (let column = 0; column < 8; column += 1) expect(samples[at(frame, row, column)]).toBe(row >= 1 && row < 3 && column >= 2 && column < 5 ? black : fill);
    }
  });

  it('signed samples become the lowest value, colour loses its luminance', async () => {
    const signed = await masked(image('MONOCHROME2', { bits: 16, isSigned: true, fill: 40 }));
    const view = new DataView(signed.samples.buffer, signed.samples.byteOffset);
    expect([view.getInt16(at(1, 1, 2) * 2, true), view.getInt16(at(1, 0, 2) * 2, true)]).toEqual([-32768, 40]);
    const rgb = await masked(image('RGB', { bits: 8, fill: 77 }));
    expect([...rgb.samples.subarray(at(0, 1, 2, 3), at(0, 1, 2, 3) + 3), rgb.samples[at(0, 3, 2, 3)]]).toEqual([0, 0, 0, 77]);
    const ybr = await masked(image('YBR_FULL', { bits: 8, fill: 77 }));
    expect([...ybr.samples.subarray(at(0, 1, 2, 3), at(0, 1, 2, 3) + 3)]).toEqual([0, 128, 128]);
  });

  it.runIf(findProgram('dcmcjpeg') !== null)('compressed pixels come out native, black in the box and with their loss still told', async () => {
    const { samples, bytes } = await masked(packed('+e1'));
    expect([samples[at(1, 1, 2)], samples[at(1, 0, 0)]]).toEqual([0, 100]);
    expect(readTree(bytes).transferSyntaxUID).toBe('1.2.840.10008.1.2.1');
    const lossy = await masked(packed('+eb'));
    expect(textOf(findNode(readTree(lossy.bytes).tree, 'x00282110'))).toBe('01');
  });
});

const modality = (name: string): ElementNode => text('x00080060', 'CS', name);

describe('signs of burnt-in text', () => {
  const pixels = bytesNode('x7fe00010', 'OW', new Uint8Array(2));
  const judge = (sopClassUID: string, ...nodes: ElementNode[]): ReturnType<typeof assessBurnIn> => assessBurnIn(readTree(fileOf([...nodes, pixels], sopClassUID)).tree, sopClassUID);
  const grey = text('x00280004', 'CS', 'MONOCHROME2');

  test.each([
    ['a CT slice', ctClass, [modality('CT'), grey], 'none'],
    ['a CT slice that says YES', ctClass, [modality('CT'), grey, text('x00280301', 'CS', 'YES')], 'likely'],
    ['a CT slice that says nothing', ctClass, [modality('CT'), grey, text('x00280301', 'CS', '')], 'unknown'],
    ['a CT screen save', ctClass, [modality('CT'), grey, text('x00080008', 'CS', 'DERIVED\\SECONDARY\\SCREEN SAVE')], 'likely'],
    ['colour among CT slices', ctClass, [modality('CT'), text('x00280004', 'CS', 'RGB')], 'likely'],
    ['ultrasound that says NO', '1.2.840.10008.5.1.4.1.1.6.1', [modality('US'), grey, text('x00280301', 'CS', 'NO')], 'likely'],
    ['a secondary capture', secondaryCapture, [modality('CT'), grey], 'likely'],
    ['a radiograph', '1.2.840.10008.5.1.4.1.1.1', [modality('CR'), grey], 'unknown'],
    ['a radiograph that says NO', '1.2.840.10008.5.1.4.1.1.1', [modality('CR'), grey, text('x00280301', 'CS', 'NO')], 'none'],
    ['microscopy', '1.2.840.10008.5.1.4.1.1.77.1.2', [modality('GM'), text('x00280004', 'CS', 'RGB')], 'likely'],
    ['a photograph that says NO', '1.2.840.10008.5.1.4.1.1.77.1.4', [modality('XC'), text('x00280004', 'CS', 'RGB'), text('x00280301', 'CS', 'NO')], 'likely'],
    ['a dose grid', '1.2.840.10008.5.1.4.1.1.481.2', [modality('RTDOSE'), grey], 'none'],
  ] as const)('%s', (_, sopClassUID, nodes, expected) => {
    expect(judge(sopClassUID, ...nodes).burnIn).toBe(expected);
  });

  it('says of a photograph that it may show a face, not only text', () => {
    expect(judge('1.2.840.10008.5.1.4.1.1.77.1.4', modality('XC'), text('x00280004', 'CS', 'RGB')).reason).toBe('photograph');
  });

  it('proposes everything outside the ultrasound regions', () => {
    const region = [ul('x00186018', 10), ul('x0018601a', 20), ul('x0018601c', 89), ul('x0018601e', 79)];
    const { proposedBoxes } = judge('1.2.840.10008.5.1.4.1.1.6.1', modality('US'), grey, us('x00280010', 100), us('x00280011', 100), sequence('x00186011', region));
    expect(proposedBoxes).toEqual([{ x: 0, y: 0, width: 100, height: 20 }, { x: 0, y: 80, width: 100, height: 20 }, { x: 0, y: 20, width: 10, height: 60 }, { x: 90, y: 20, width: 10, height: 60 }]);
  });

  it('proposes the band of the maker where no region is given', () => {
    const { proposedBoxes } = judge('1.2.840.10008.5.1.4.1.1.6.1', modality('US'), grey, text('x00080070', 'LO', 'Philips Medical Systems'), us('x00280010', 200), us('x00280011', 300));
    expect(proposedBoxes).toEqual([{ x: 0, y: 0, width: 300, height: 20 }]);
  });
});
