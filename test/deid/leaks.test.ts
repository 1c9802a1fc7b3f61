import { describe, expect, it, test } from 'vitest';
import { findNode, textOf } from '../../shared/dicom/write/elementTree.ts';
import type { ElementNode, ElementTree } from '../../shared/dicom/write/elementTree.ts';
import { readTree } from '../../shared/dicom/write/readTree.ts';
import { writeElements } from '../../shared/dicom/write/writeElements.ts';
import { deidentify } from '../../shared/deid/deidentify.ts';
import { bytesNode, contextOf, fileOf, latin, sequence, text, treeAfter } from './support.ts';

/** What hospitals write where nobody expects it. All of it is made up. */
const patient = [text('x00100010', 'PN', 'Zhang^San=张^三'), text('x00100020', 'LO', 'HN778812')];
const after = (tag: string, vr: string, value: string): string | null => {
  const node = findNode(treeAfter(fileOf([...patient, text(tag, vr, value)])).tree, tag);
  return node === undefined ? null : textOf(node);
};
const named = (name: string, tag: string, value: string): string => textOf(findNode(treeAfter(fileOf([text('x00100010', 'PN', name), text(tag, 'CS', value)])).tree, tag));
const us = (tag: string, value: number): ElementNode => bytesNode(tag, 'US', Uint8Array.of(value & 0xff, value >> 8));
const segment = (marker: number, content: string): Buffer => Buffer.concat([Buffer.from([0xff, marker, 0, content.length + 2]), Buffer.from(content)]);
const image = (pixels: Uint8Array): ElementTree => [us('x00280002', 1), us('x00280010', 2), us('x00280011', 2), us('x00280100', 16), us('x00280101', 12), bytesNode('x7fe00010', 'OW', pixels)];

describe('dates and numbers in texts', () => {
  test.each([
    ['Chest 3/12/60', 'Chest'], ['Chest 12.3.60', 'Chest'], ['Chest 1960-3-12', 'Chest'], ['胸部 2024年1月31日', '胸部'], ['胸部 1月31日', '胸部'], ['胸部 60年3月', '胸部'],
    ['Chest 138 001 380 00', 'Chest'], ['Chest 138-001-380-00', 'Chest'], ['Chest 440 106 196 003 121 234', 'Chest'], ['Chest 1.2.826.0.1', 'Chest'], ['Chest S1960', 'Chest'], ['Chest f2024', 'Chest'],
    ['Chest 5.0 120 80', 'Chest 5.0 120 80'], ['Chest 1.25/0.8', 'Chest 1.25/0.8'], ['Brain TR2000 TE90 b1000', 'Brain TR2000 TE90 b1000'], ['术后3月复查', '术后 3 复查'],
  ])('%s becomes %s', (before, expected) => {
    expect(after('x00081030', 'LO', before)).toBe(expected);
  });

  it('leaves no sentence with a date', () => {
    expect(after('x00204000', 'LT', 'Chest CT 3/12/24. CT without contrast.')).toBe('CT without contrast.');
  });

  test.each([
    ['GTVwei', 'ROI_3'], ['CTVli', 'ROI_3'], ['PTVzw', 'ROI_3'], ['GTV960312', 'ROI_3'], ['GTV1960312', 'ROI_3'], ['GTV 3.12.60', 'ROI_3'],
    ['GTVnd', 'GTVnd'], ['GTVnx', 'GTVnx'], ['PTV60', 'PTV60'], ['PTV6000a', 'PTV6000a'], ['CTVn1', 'CTVn1'], ['PTVopt', 'PTVopt'], ['PGTVp', 'PGTVp'], ['HRCTV', 'HRCTV'],
  ])('structure %s is called %s', (before, expected) => {
    const file = fileOf([...patient, sequence('x30060020', [text('x30060022', 'IS', '3'), text('x30060026', 'LO', before)])]);
    const items = findNode(treeAfter(file).tree, 'x30060020');
    expect(textOf(findNode(items?.kind === 'sequence' ? items.items[0] ?? [] : [], 'x30060026'))).toBe(expected);
  });
});

describe('coded terms', () => {
  it('are emptied where they name the patient, also in items', () => {
    expect(after('x00180022', 'CS', 'ZHANGSAN')).toBe('');
    expect(after('x00180022', 'CS', 'HN778812\\HELIX')).toBe('');
    const { tree } = treeAfter(fileOf([...patient, sequence('x30060080', [text('x300600a4', 'CS', 'ZHANG SAN')])]));
    expect(JSON.stringify(tree, (_, value: unknown) => (value instanceof Uint8Array ? latin(value) : value))).not.toMatch(/zhang/i);
  });

  it('stay where a word of imaging happens to be a name, and where they say how pixels are read', () => {
    expect(named('Head^Peter', 'x00180022', 'HEAD')).toBe('HEAD');
    expect(named('Monochrome2^Peter', 'x00280004', 'MONOCHROME2')).toBe('MONOCHROME2');
    expect(named('Rtdose^Peter', 'x00080060', 'RTDOSE')).toBe('RTDOSE');
  });

  it('name layers of drawings by a label that is the same wherever the layer is meant', () => {
    const { tree } = treeAfter(fileOf([
      ...patient, sequence('x00700001', [text('x00700002', 'CS', 'WANGWU'), sequence('x00700009', [text('x00700023', 'CS', 'POINT')])]), sequence('x00700060', [text('x00700002', 'CS', 'WANGWU')], [text('x00700002', 'CS', 'AXIAL')]),
    ], '1.2.840.10008.5.1.4.1.1.11.1'));
    const layers = ['x00700001', 'x00700060'].flatMap((tag) => {
      const node = findNode(tree, tag);
      return node?.kind === 'sequence' ? node.items.map((item) => textOf(findNode(item, 'x00700002'))) : [];
    });
    expect(layers).toEqual([expect.stringMatching(/^LAYER [A-Z2-9]{6}$/) as string, layers[0], 'AXIAL']);
  });
});

describe('bytes beside the pixels', () => {
  it('behind the last native pixel are cut off', () => {
    const { tree } = treeAfter(fileOf([...patient, ...image(Uint8Array.from([1, 0, 2, 0, 3, 0, 4, 0, ...Buffer.from('Wang Wu 1960-03-12')]))]));
    const pixels = findNode(tree, 'x7fe00010');
    expect(pixels?.kind === 'value' ? [...pixels.bytes] : null).toEqual([1, 0, 2, 0, 3, 0, 4, 0]);
  });

  it('in segments of a JPEG stream that draw nothing, and behind its end, are taken out', () => {
    const frame = Buffer.from([0xff, 0xc0, 0, 4, 1, 2]);
    const scan = Buffer.from([0xff, 0xda, 0, 2, 0x11, 0xff, 0x00, 0xff, 0xd0, 0x22, 0xff, 0xd9]);
    const adobe = segment(0xee, 'Adobe\0\x64\0\0\0\0\x01');
    const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8]), segment(0xe1, 'Exif\0\0Wang Wu 2024:01:31'), segment(0xfe, 'Wang Wu'), adobe, frame, scan, Buffer.from('Wang Wu 1960')]);
    const file = writeElements({
      sopClassUID: '1.2.840.10008.5.1.4.1.1.2', sopInstanceUID: '1.2.826.0.1.3680043.9.9.1', encapsulatedSyntaxUID: '1.2.840.10008.1.2.4.50',
      tree: [text('x00080016', 'UI', '1.2.840.10008.5.1.4.1.1.2'), text('x00080018', 'UI', '1.2.826.0.1.3680043.9.9.1'), ...patient, { kind: 'fragments', tag: 'x7fe00010', vr: 'OB', offsetTable: new Uint8Array(4), fragments: [jpeg] }],
    });
    const { bytes } = deidentify(file, contextOf());
    expect(latin(bytes)).not.toContain('Wang Wu');
    const pixels = findNode(readTree(bytes).tree, 'x7fe00010');
    expect(pixels?.kind === 'fragments' ? pixels.fragments.flatMap((fragment) => [...fragment]) : null).toEqual([0xff, 0xd8, ...adobe, ...frame, ...scan]);
  });
});

describe('what else names the patient', () => {
  test.each(['19600312', '1960-03-12', '1960.03.12 build', '1960:03:12'])('a version that is a day of the file, %s, is none', (version) => {
    expect(textOf(findNode(treeAfter(fileOf([text('x00100030', 'DA', '19600312'), text('x00181020', 'LO', version)])).tree, 'x00181020'))).toBe('REMOVED');
    expect(after('x00181020', 'LO', version)).toBe(version);
  });

  it('refuses a pseudonym that is the name or number itself, however short', () => {
    expect(() => deidentify(fileOf([text('x00100020', 'LO', '12345')]), contextOf({ pseudonym: '12345' }))).toThrow(/pseudonym/);
    expect(() => deidentify(fileOf([text('x00100010', 'PN', 'Li^Na')]), contextOf({ pseudonym: 'Li Na' }))).toThrow(/pseudonym/);
  });

  it('removes a colour profile that names the patient in UTF-16', () => {
    for (const encoding of ['utf16le', 'utf16be'] as const) {
      const profile = Buffer.from('monitor of 张三 Zhang San ', 'utf16le');
      if (encoding === 'utf16be') profile.swap16();
      expect(findNode(treeAfter(fileOf([...patient, bytesNode('x00282000', 'OB', new Uint8Array(profile))])).tree, 'x00282000')).toBeUndefined();
    }
  });
});
