import { describe, expect, it, test } from 'vitest';
import { shiftDate } from '../../shared/deid/dates.ts';
import { deidentify } from '../../shared/deid/deidentify.ts';
import { KeyedValues } from '../../shared/deid/keyedValues.ts';
import { findNode, textOf } from '../../shared/dicom/write/elementTree.ts';
import type { ElementNode, ElementTree } from '../../shared/dicom/write/elementTree.ts';
import { bytesNode, contextOf, fileOf, latin, sequence, text, treeAfter } from './support.ts';

const itemsOf = (node: ElementNode | undefined): readonly ElementTree[] => (node?.kind === 'sequence' ? node.items : []);
const after = (tag: string, vr: string, value: string, others: readonly ElementNode[] = []): string | null => {
  const node = findNode(treeAfter(fileOf([text(tag, vr, value), ...others])).tree, tag);
  return node === undefined ? null : textOf(node);
};

const us = (tag: string, value: number): ElementNode => bytesNode(tag, 'US', Uint8Array.of(value & 255, value >> 8));

const code = (value: string, scheme: string, meaning: string): ElementTree => [text('x00080100', 'SH', value), text('x00080102', 'SH', scheme), text('x00080104', 'LO', meaning)];

const content = (...nodes: ElementNode[]): ElementTree => nodes;

const codes = (isReviewed: boolean): string[] => itemsOf(findNode(treeAfter(fileOf([]), { isReviewed }).tree, 'x00120064')).map((item) => textOf(findNode(item, 'x00080100')));

describe('attributes the table does not name', () => {
  it('removes an unknown private block and a long text that is on no list', () => {
    const { tree } = treeAfter(fileOf([
      text('x00090010', 'LO', 'ACME SECRET'), text('x00091001', 'LT', 'Zhang San, 13800138000'),
      text('x0040a999', 'LT', 'Zhang San'), text('x00189317', 'CS', 'ZHANG'), text('x00100213', 'UC', 'Zhang San'),
    ]));
    for (const tag of ['x00090010', 'x00091001', 'x0040a999', 'x00100213']) expect(findNode(tree, tag)).toBeUndefined();
  });

  it('keeps the scale factors of a PET camera with their creator and drops what else its block holds', () => {
    const { tree } = treeAfter(fileOf([text('x70530010', 'LO', 'Philips PET Private Group'), text('x70531000', 'DS', '0.000512'), text('x70531003', 'ST', 'Zhang_San.img'), text('x70531009', 'DS', '1.25')]));
    expect(textOf(findNode(tree, 'x70530010'))).toBe('Philips PET Private Group');
    expect(textOf(findNode(tree, 'x70531000'))).toBe('0.000512');
    expect(textOf(findNode(tree, 'x70531009'))).toBe('1.25');
    expect(findNode(tree, 'x70531003')).toBeUndefined();
  });

  it('drops a safe private attribute whose value is no number, and one of another creator', () => {
    const { tree } = treeAfter(fileOf([text('x70530010', 'LO', 'Philips PET Private Group'), text('x70531000', 'DS', 'Zhang San')]));
    expect(tree.some(({ tag }) => tag.startsWith('x7053'))).toBe(false);
    const other = treeAfter(fileOf([text('x70530010', 'LO', 'Somebody'), text('x70531000', 'DS', '1')]));
    expect(other.tree.some(({ tag }) => tag.startsWith('x7053'))).toBe(false);
  });

  it('empties numbers and codes that are none', () => {
    expect(after('x00180050', 'DS', 'Zhang San')).toBe('');
    expect(after('x00180050', 'DS', '2.5')).toBe('2.5');
    expect(after('x00200011', 'IS', '13800138000x')).toBe('');
  });

  it('removes curves, overlays and icons whole', () => {
    const { tree } = treeAfter(fileOf([
      bytesNode('x50003000', 'OW', new Uint8Array(4)), bytesNode('x60000010', 'US', Uint8Array.of(4, 0)), bytesNode('x60003000', 'OW', new Uint8Array(4)), text('x60001500', 'LO', 'Zhang'),
      sequence('x00880200', [bytesNode('x00280010', 'US', Uint8Array.of(4, 0))]),
    ]));
    expect(tree.filter(({ tag }) => /^x(?:50|60|0088)/.test(tag))).toEqual([]);
  });

  it('clears overlay bits that lie in the pixels', () => {
    const { tree } = treeAfter(fileOf([us('x00280100', 16), us('x00280101', 12), us('x60000100', 16), us('x60000102', 15), bytesNode('x7fe00010', 'OW', Uint8Array.of(0x34, 0x82, 0x01, 0x02))]));
    const pixels = findNode(tree, 'x7fe00010');
    expect(pixels?.kind === 'value' ? [...pixels.bytes] : null).toEqual([0x34, 0x02, 0x01, 0x02]);
  });
});

describe('values', () => {
  test('dates move by one offset, times stay, what is no date goes', () => {
    expect(after('x00080020', 'DA', '20240229')).toBe(shiftDate('20240229', -1234));
    expect(shiftDate('20240229', -1234)).toBe('20201013');
    expect(after('x00080030', 'TM', '101112.5')).toBe('101112.5');
    expect(after('x00080020', 'DA', '2024.02.29')).toBe('20201013');
    expect(after('x00080020', 'DA', '20240230')).toBe('');
    expect(after('x00080020', 'DA', 'c2e419db-ec3d-39')).toBe('');
    expect(after('x0008002a', 'DT', '20240229101112.25+0800')).toBe('20201013101112.25+0800');
    expect(after('x0008002a', 'DT', '2024')).toMatch(/^2021$|^2020$/);
  });

  test.each([['047Y', '047Y'], ['090Y', '090Y'], ['089Y', '089Y'], ['103Y', '090Y'], ['22Y', '022Y'], ['011M', '011M'], ['Zhang', null]])('age %s becomes %s', (before, expected) => {
    expect(after('x00101010', 'AS', before)).toBe(expected);
  });

  test.each([
    ['CT, HEAD/BRAIN WO CONTRAST', 'CT, HEAD/BRAIN WO CONTRAST'], ['Thorax Dr. Mueller', 'Thorax'], ['Wang Xiaoming chest 13800138000', 'chest'], ['食管癌 定位CT 王小明', '食管 癌 定位 CT'], ['20240229', null], ['INVESTIGATORS^Borjan', null],
    ['胸部平扫+增强', '胸部平扫+增强'], ['BEIJING UNION HOSPITAL', null],
  ])('description %s becomes %s', (before, expected) => {
    expect(after('x00081030', 'LO', before)).toBe(expected);
  });

  it('keeps whole sentences of a narrative or none, because a sentence with a word left out can say the opposite', () => {
    expect(after('x00204000', 'LT', 'CT without contrast. Seen by Dr Li: no metastasis.')).toBe('CT without contrast.');
    expect(after('x00204000', 'LT', 'Zhang San has metastases')).toBeNull();
  });

  it('drops a word of the allow list when it is the name of the patient', () => {
    expect(after('x00081030', 'LO', 'Brain MR', [text('x00100010', 'PN', 'Brain^Peter')])).toBe('MR');
    expect(after('x00081030', 'LO', '胸部 CT', [text('x00100010', 'PN', 'Xiong^Bu=胸^部')])).toBe('CT');
  });

  test.each([
    ['PTV_6000', 'PTV_6000'], ['GTVnd', 'GTVnd'], ['Lung_L', 'Lung_L'], ['SpinalCord_PRV05', 'SpinalCord_PRV05'], ['左肺', '左肺'], ['危及器官', '危及器官'], ['心脏', '心脏'], ['Wang_PTV', 'ROI_3'], ['王小明', 'ROI_3'], ['PTV Dr Li', 'ROI_3'],
  ])('structure %s is called %s', (before, expected) => {
    const file = fileOf([sequence('x30060020', [text('x30060022', 'IS', '3'), text('x30060026', 'LO', before)])]);
    const [item] = itemsOf(findNode(treeAfter(file).tree, 'x30060020'));
    expect(textOf(findNode(item ?? [], 'x30060026'))).toBe(expected);
  });

  it('numbers plans and structure sets, and calls a machine LINAC save where devices are retained', () => {
    expect(after('x300a0002', 'SH', 'ZHANG_IMRT')).toBe('PLAN1');
    expect(after('x30060002', 'SH', 'ZHANG')).toBe('SS1');
    expect(after('x300a00b2', 'SH', 'TrueBeam1399')).toBe('LINAC');
    const kept = treeAfter(fileOf([text('x300a00b2', 'SH', 'TrueBeam1399')]), { preset: 'qualityControl' });
    expect(textOf(findNode(kept.tree, 'x300a00b2'))).toBe('TrueBeam1399');
  });

  it('maps every UID that is not the standard’s, wherever it stands, and every time alike', () => {
    const { tree } = treeAfter(fileOf([
      text('x00200052', 'UI', '1.2.3.4.5.6'), sequence('x00081115', [text('x00081155', 'UI', '1.2.3.4.5.6'), text('x00081150', 'UI', '1.2.840.10008.5.1.4.1.1.2')]),
      text('x0020000d', 'UI', '1.2.840.10008.9.9.9'), text('x0008010d', 'UI', '1.9.8.7'),
    ]));
    const mapped = textOf(findNode(tree, 'x00200052'));
    expect(mapped).toMatch(/^2\.25\.9\d{37}$/);
    const [item = []] = itemsOf(findNode(tree, 'x00081115'));
    expect(textOf(findNode(item, 'x00081155'))).toBe(mapped);
    expect(textOf(findNode(item, 'x00081150'))).toBe('1.2.840.10008.5.1.4.1.1.2');
    expect(textOf(findNode(tree, 'x0020000d'))).toMatch(/^2\.25\./);
    expect(textOf(findNode(tree, 'x0008010d'))).toMatch(/^2\.25\./);
  });

  it('keeps codes of published schemes and replaces those of a hospital', () => {
    const { tree } = treeAfter(fileOf([sequence('x00082218', code('T-28000', 'SRT', 'Lung'), code('ZS4711', '99ZHANGSAN', 'Zhang San lung'))]));
    const [published = [], own = []] = itemsOf(findNode(tree, 'x00082218'));
    expect(['x00080100', 'x00080102', 'x00080104'].map((tag) => textOf(findNode(published, tag)))).toEqual(['T-28000', 'SRT', 'Lung']);
    expect(textOf(findNode(own, 'x00080104'))).toBe('lung');
    expect(textOf(findNode(own, 'x00080100'))).toMatch(/^[A-Z2-9]{6}$/);
    expect(textOf(findNode(own, 'x00080102'))).toMatch(/^99[A-Z2-9]{6}$/);
  });
});

describe('content', () => {

  it('walks the tree of a report: names, texts, dates and UIDs, at every depth', () => {
    const inner = content(text('x0040a040', 'CS', 'TEXT'), text('x0040a160', 'UT', 'Seen by Dr Li in Beijing'));
    const { tree, result } = treeAfter(fileOf([
      sequence('x0040a730',
        content(text('x0040a040', 'CS', 'PNAME'), text('x0040a123', 'PN', 'Li^Ming=李^明')),
        content(text('x0040a040', 'CS', 'DATE'), text('x0040a121', 'DA', '20240229')),
        content(text('x0040a040', 'CS', 'UIDREF'), text('x0040a124', 'UI', '1.2.3.4.5.6')),
        content(text('x0040a040', 'CS', 'CONTAINER'), sequence('x0040a730', inner))),
    ], '1.2.840.10008.5.1.4.1.1.88.11'));
    const items = itemsOf(findNode(tree, 'x0040a730'));
    expect(textOf(findNode(items[0] ?? [], 'x0040a123'))).toBe('P-01');
    expect(textOf(findNode(items[1] ?? [], 'x0040a121'))).toBe('20201013');
    expect(textOf(findNode(items[2] ?? [], 'x0040a124'))).toMatch(/^2\.25\./);
    expect(textOf(findNode(itemsOf(findNode(items[3] ?? [], 'x0040a730'))[0] ?? [], 'x0040a160'))).toBe('REMOVED');
    expect(Buffer.from(result.bytes).toString('utf8')).not.toMatch(/李|Beijing/);
  });

  it('takes written words out of presentation states and electrocardiograms and leaves drawings and measurements', () => {
    const drawing = sequence('x00700009', [text('x00700020', 'CS', '')]);
    const words = sequence('x00700008', [text('x00700006', 'ST', 'Zhang San')]);
    const state = treeAfter(fileOf([sequence('x00700001', [words, drawing].sort((a, b) => (a.tag < b.tag ? -1 : 1)), [words])], '1.2.840.10008.5.1.4.1.1.11.1'));
    expect(itemsOf(findNode(state.tree, 'x00700001')).map((item) => item.map(({ tag }) => tag))).toEqual([['x00700009']]);
    const ecg = treeAfter(fileOf([sequence('x0040b020', [text('x00700006', 'ST', 'Zhang San')], [text('x0040a30a', 'DS', '72')])], '1.2.840.10008.5.1.4.1.1.9.1.1'));
    expect(itemsOf(findNode(ecg.tree, 'x0040b020'))).toHaveLength(1);
  });
});

describe('the file', () => {
  it('has a new header, an empty preamble, no group lengths, no padding and UTF-8 text', () => {
    const file = fileOf([text('x00080005', 'CS', 'GB18030'), bytesNode('x00081030', 'LO', Buffer.from('d0d8b2bf', 'hex')), bytesNode('x00200000', 'UL', new Uint8Array(4)), bytesNode('xfffcfffc', 'OB', new Uint8Array(6))]);
    file.fill(0x41, 0, 128);
    const { tree, result } = treeAfter(file);
    expect(result.bytes.subarray(0, 128).every((byte) => byte === 0)).toBe(true);
    expect(textOf(findNode(tree, 'x00080005'))).toBe('ISO_IR 192');
    expect(textOf(findNode(tree, 'x00081030'))).toBe('胸部');
    expect(findNode(tree, 'x00200000')).toBeUndefined();
    expect(findNode(tree, 'xfffcfffc')).toBeUndefined();
    expect(latin(result.bytes)).not.toContain('1.2.826.0.1.3680043.9.9.1');
  });

  it('says what was done, and no more about pixels than was', () => {
    expect(codes(false)).toEqual(['113100', '113103', '113104', '113105', '113107', '113108', '113111']);
    expect(codes(true)).toContain('113101');
    const { tree } = treeAfter(fileOf([text('x00280301', 'CS', 'YES')]), { isReviewed: true });
    expect(textOf(findNode(tree, 'x00120062'))).toBe('YES');
    expect(textOf(findNode(tree, 'x00280303'))).toBe('MODIFIED');
    expect(textOf(findNode(tree, 'x00280301'))).toBe('NO');
    expect(textOf(findNode(treeAfter(fileOf([text('x00280301', 'CS', 'YES')])).tree, 'x00280301'))).toBe('YES');
  });

  it('warns of faces in slices of the head and does not say it removed them', () => {
    const { tree, result } = treeAfter(fileOf([text('x00080060', 'CS', 'CT'), text('x00180015', 'CS', 'HEAD')]));
    expect(result.warnings.join()).toContain('face');
    expect(textOf(findNode(tree, 'x00280302'))).toBe('YES');
    expect(itemsOf(findNode(tree, 'x00120064')).map((item) => textOf(findNode(item, 'x00080100')))).not.toContain('113102');
  });

  it.each([
    ['1.2.840.10008.1.3.10', 'directory'], ['1.2.840.10008.5.1.4.1.1.104.1', 'encapsulated-document'], ['1.2.840.10008.5.1.4.1.1.66', 'raw-data'], ['1.2.840.10008.5.1.4.1.1.9.4.1', 'raw-data'], ['1.3.46.670589.5.0.1.1', 'unknown-class'],
  ])('refuses class %s as %s', (sopClassUID, reason) => {
    expect(() => deidentify(fileOf([], sopClassUID), contextOf())).toThrow(expect.objectContaining({ reason }) as Error);
  });

  it('refuses an object in which a name would stay', () => {
    const tableWithName = new TextEncoder().encode('....desc Zhang Sanfeng....');
    const file = fileOf([text('x00100010', 'PN', 'Zhang^Sanfeng'), bytesNode('x00281201', 'OW', tableWithName)]);
    expect(() => deidentify(file, contextOf())).toThrow(expect.objectContaining({ reason: 'residual-identifier' }) as Error);
  });

  it('says the same for the same key and something else for another', () => {
    const file = fileOf([text('x0020000d', 'UI', '1.2.3.4.5.6'), text('x300a00e1', 'SH', 'WOOD'), text('x00100010', 'PN', 'Zhang^San')]);
    const first = deidentify(file, contextOf()).bytes;
    expect(deidentify(file, contextOf({ values: new KeyedValues(new Uint8Array(32).fill(7)) })).bytes).toEqual(first);
    const other = deidentify(file, contextOf({ values: new KeyedValues(new Uint8Array(32).fill(8)) }));
    expect(other.bytes).not.toEqual(first);
    expect(other.sopInstanceUID).not.toBe(deidentify(file, contextOf()).sopInstanceUID);
  });
});
