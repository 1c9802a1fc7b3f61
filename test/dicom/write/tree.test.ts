import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { findNode, textNode, textOf, textsOf } from '../../../shared/dicom/write/elementTree.ts';
import type { ElementNode, ElementTree, FragmentsNode } from '../../../shared/dicom/write/elementTree.ts';
import { readTree } from '../../../shared/dicom/write/readTree.ts';
import { writeElements } from '../../../shared/dicom/write/writeElements.ts';
import { findProgram } from '../../bench/peerProgram.ts';
import { fileBytes } from '../elementBytes.ts';

const sopClassUID = '1.2.840.10008.5.1.4.1.1.2';
const sopInstanceUID = '2.25.1';
const write = (tree: ElementTree, encapsulatedSyntaxUID: string | null = null): Uint8Array<ArrayBuffer> => writeElements({ sopClassUID, sopInstanceUID, encapsulatedSyntaxUID, tree });
const value = (tag: string, vr: string, bytes: Uint8Array): ElementNode => ({ kind: 'value', tag, vr, bytes, asStood: bytes });
const shape = (tree: ElementTree): unknown => tree.map((node) => [node.tag, node.vr, node.kind === 'sequence' ? node.items.map(shape) : node.kind === 'value' ? Buffer.from(node.bytes).toString('hex') : node.fragments.length]);

/** Values with the padding a file gives them. */
const padded = (tree: ElementTree): ElementTree => tree.map((node) => {
  if (node.kind === 'sequence') return { ...node, items: node.items.map(padded) };
  return node.kind === 'value' && node.bytes.length % 2 === 1 ? value(node.tag, node.vr, Uint8Array.from([...node.bytes, node.vr === 'UI' ? 0 : 0x20])) : node;
});

const folder = mkdtempSync(join(tmpdir(), 'mdt-tree-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The same object by DCMTK's converter. */
function converted(option: string, file: Uint8Array): Uint8Array {
  const [from, to] = [join(folder, 'in.dcm'), join(folder, 'out.dcm')];
  writeFileSync(from, file);
  const ended = spawnSync('dcmconv', [option, from, to], { encoding: 'utf8' });
  if (ended.status !== 0) throw new Error(ended.stderr);
  return readFileSync(to);
}

const sample: ElementTree = [
  textNode('x00080005', 'CS', 'ISO_IR 192'), textNode('x00080008', 'CS', 'ORIGINAL\\PRIMARY'), textNode('x00080016', 'UI', sopClassUID), textNode('x00080018', 'UI', sopInstanceUID),
  { kind: 'sequence', tag: 'x00081115', vr: 'SQ', items: [[{ kind: 'sequence', tag: 'x00081199', vr: 'SQ', items: [[textNode('x00081155', 'UI', '1.2.3.4.5')], []] }, textNode('x0020000e', 'UI', '1.2.3.4')]] },
  textNode('x00100010', 'PN', 'Zhang^San=张^三'), value('x00280010', 'US', Uint8Array.of(1, 2)), value('x00280106', 'SS', Uint8Array.of(0xff, 0xff)), value('x00280103', 'US', Uint8Array.of(1, 0)), value('x00280100', 'US', Uint8Array.of(16, 0)),
  value('x00186018', 'UL', Uint8Array.of(1, 2, 3, 4)), value('x00189087', 'FD', new Uint8Array(Float64Array.of(1.5).buffer)), value('x00280009', 'AT', Uint8Array.of(0x18, 0, 0x63, 0x10)), value('x7fe00010', 'OW', Uint8Array.of(1, 2, 3, 4)),
].sort((a, b) => (a.tag < b.tag ? -1 : 1)) as ElementTree;

describe('a tree', () => {
  it('comes back as it was written', () => {
    const { tree, transferSyntaxUID } = readTree(write(sample));
    expect(transferSyntaxUID).toBe('1.2.840.10008.1.2.1');
    expect(shape(tree)).toEqual(shape(padded(sample)));
  });

  test.runIf(findProgram('dcmconv') !== null).each(['+ti', '+tb', '+te', '+td'])('is the same after DCMTK turned the file with %s', (option) => {
    const file = write(sample);
    expect(shape(readTree(converted(option, file)).tree)).toEqual(shape(readTree(file).tree));
  });

  it('reads text in the character set of its item', () => {
    const gb = Buffer.from('d0d8b2bf', 'hex');
    const file = fileBytes({ SOPClassUID: sopClassUID, SpecificCharacterSet: 'GB18030', StudyDescription: gb, ReferencedSeriesSequence: [{ SpecificCharacterSet: 'ISO_IR 192', SeriesDescription: Buffer.from('腹部1') }, { SeriesDescription: gb }] });
    const { tree } = readTree(file);
    expect(textOf(findNode(tree, 'x00081030'))).toBe('胸部');
    const sequence = findNode(tree, 'x00081115');
    const items = sequence?.kind === 'sequence' ? sequence.items : [];
    expect(items.map((item) => textOf(findNode(item, 'x0008103e')))).toEqual(['腹部1', '胸部']);
  });

  it('leaves out group lengths and what no data set can hold, and pads to even length', () => {
    const { tree } = readTree(write([value('x00020010', 'UI', new Uint8Array(2)), value('x00080000', 'UL', new Uint8Array(4)), textNode('x00080016', 'UI', sopClassUID), textNode('x00080060', 'CS', 'SEG')]));
    expect(tree.map(({ tag }) => tag)).toEqual(['x00080016', 'x00080060']);
    expect(textsOf(findNode(tree, 'x00080060'))).toEqual(['SEG']);
  });

  it('is written implicit where a value does not fit its explicit form', () => {
    const long = Array.from({ length: 20_000 }, (_, index) => String(index)).join('\\');
    const { tree, transferSyntaxUID } = readTree(write([textNode('x00080016', 'UI', sopClassUID), textNode('x30060050', 'DS', long)]));
    expect(transferSyntaxUID).toBe('1.2.840.10008.1.2');
    expect(textOf(findNode(tree, 'x30060050'))).toBe(long);
  });

  it('keeps fragments and their offset table as they were', () => {
    const fragments: FragmentsNode = { kind: 'fragments', tag: 'x7fe00010', vr: 'OB', offsetTable: Uint8Array.of(0, 0, 0, 0, 10, 0, 0, 0), fragments: [Uint8Array.of(1, 2), Uint8Array.of(3, 4, 5, 6)] };
    const file = readTree(write([textNode('x00080016', 'UI', sopClassUID), fragments], '1.2.840.10008.1.2.4.70'));
    expect(file).toMatchObject({ isEncapsulated: true, transferSyntaxUID: '1.2.840.10008.1.2.4.70' });
    const node = findNode(file.tree, 'x7fe00010');
    expect(node?.kind === 'fragments' ? [[...node.offsetTable], node.fragments.map((one) => [...one])] : null).toEqual([[0, 0, 0, 0, 10, 0, 0, 0], [[1, 2], [3, 4, 5, 6]]]);
  });

  it('moves offsets with fragments that have to be padded', () => {
    const fragments: FragmentsNode = { kind: 'fragments', tag: 'x7fe00010', vr: 'OB', offsetTable: Uint8Array.of(0, 0, 0, 0, 11, 0, 0, 0), fragments: [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5)] };
    const node = findNode(readTree(write([textNode('x00080016', 'UI', sopClassUID), fragments], '1.2.840.10008.1.2.4.70')).tree, 'x7fe00010');
    expect(node?.kind === 'fragments' ? [...node.offsetTable] : null).toEqual([0, 0, 0, 0, 12, 0, 0, 0]);
  });

  it('refuses pixels that are cut short', () => {
    const file = write([textNode('x00080016', 'UI', sopClassUID), value('x7fe00010', 'OW', new Uint8Array(64))]);
    expect(() => readTree(file.subarray(0, file.length - 10))).toThrow(expect.objectContaining({ reason: 'truncated' }) as Error);
  });
});
