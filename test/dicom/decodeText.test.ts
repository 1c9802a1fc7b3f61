import { convertBytes } from 'dicom-character-set';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../shared/dicom/decodeText.ts';

/** `a b 1B$B` → bytes: two hexadecimal digits a byte. */
const hex = (text: string): Uint8Array => new Uint8Array((text.match(/[0-9a-f]{2}/gi) ?? []).map((pair) => Number.parseInt(pair, 16)));
const decode = (bytes: Uint8Array, sets: string | null, vr = 'PN') => decodeText(bytes, sets, vr);
const esc = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('examples printed in PS3.5', () => {
  it.each([
    ['H.3.1', '\\ISO 2022 IR 87', '59616d6164615e5461726f753d1b24423b3345441b28425e1b2442424 0 4f3a1b28423d1b2442246424 5e 24401b28425e1b2442243f246d24261b2842'.replaceAll(' ', ''), 'Yamada^Tarou=山田^太郎=やまだ^たろう'],
    ['H.3.2', 'ISO 2022 IR 13\\ISO 2022 IR 87', 'd4cfc0de5ec0dbb33d1b24423b3345441b284a5e1b244242404f3a1b284a3d1b24422464245e24401b284a5e1b2442243f246d24261b284a', 'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう'],
    ['I.2', '\\ISO 2022 IR 149', '486f6e675e47696c646f6e673d1b242943fbf35e1b242943d1ced4d73d1b242943c8ab5e1b242943b1e6b5bf', 'Hong^Gildong=洪^吉洞=홍^길동'],
    ['J.3', 'ISO_IR 192', '57616e675e5869616f446f6e673de78e8b5ee5b08fe69db13d', 'Wang^XiaoDong=王^小東='],
    ['J.4', 'GB18030', '57616e675e5869616f446f6e673dcdf55ed0a1b6ab3d', 'Wang^XiaoDong=王^小东='],
    ['K.2', '\\ISO 2022 IR 58', '5a68616e675e5869616f446f6e673d1b242941d5c55e1b242941d0a1b6ab3d', 'Zhang^XiaoDong=张^小东='],
  ])('%s', (_annex, sets, bytes, expected) => {
    expect(decode(hex(bytes), sets)).toEqual({ text: expected, warning: null });
  });
});

describe('single-byte sets', () => {
  // Bytes as Python 3's codecs of the same names write these words.
  const words = [
    ['100', 'iso8859-1', 'c4c9e8f1fc', 'ÄÉèñü', '2d41'], ['101', 'iso8859-2', 'a3f3bce6', 'Łóźć', '2d42'], ['109', 'iso8859-3', 'a1d5fdb1', 'ĦĠŭħ', '2d43'],
    ['110', 'iso8859-4', 'c0e7f3a6', 'ĀįķĻ', '2d44'], ['144', 'iso8859-5', 'bbeedac0', 'ЛюкР', '2d4c'], ['127', 'iso8859-6', 'e2c8c7e6e8', 'قبانو', '2d47'],
    ['126', 'iso8859-7', 'c4e9efed', 'Διον', '2d46'], ['138', 'iso8859-8', 'f9f8e5ef', 'שרון', '2d48'], ['148', 'iso8859-9', 'd0ddfef0', 'Ğİşğ', '2d4d'],
    ['166', 'tis-620', 'bca8d2', 'ผจา', '2d54'], ['203', 'iso8859-15', 'a4a6bc', '€ŠŒ', '2d62'], ['13', 'shift_jis', 'd4cfc0de', 'ﾔﾏﾀﾞ', '2949'],
  ] as const;

  it.each(words)('ISO_IR %s alone', (number, _codec, bytes, expected) => {
    expect(decode(hex(bytes), `ISO_IR ${number}`)).toEqual({ text: expected, warning: null });
  });

  it.each(words)('ISO 2022 IR %s by escape sequence, for one value of several', (number, _codec, bytes, expected, escape) => {
    const value = [...esc('Ab\\'), 0x1b, ...hex(escape), ...hex(bytes), ...esc('\\Cd')];
    expect(decode(new Uint8Array(value), `ISO 2022 IR 6\\ISO 2022 IR ${number}`, 'LO')).toEqual({ text: `Ab\\${expected}\\Cd`, warning: null });
  });

  it('are in use again after each delimiter of the VR', () => {
    const russian = [0x1b, 0x2d, 0x4c, 0xbb];
    const sets = 'ISO 2022 IR 100\\ISO 2022 IR 144';
    expect(decode(new Uint8Array([0xe9, ...russian, 0x5e, 0xe9, ...russian, 0x3d, 0xe9]), sets, 'PN').text).toBe('éЛ^éЛ=é');
    expect(decode(new Uint8Array([...russian, 0x5e, 0xbb, 0x5c, 0xe9]), sets, 'LO').text).toBe('Л^Л\\é');
    expect(decode(new Uint8Array([...russian, 0x5c, 0xbb, 0x0d, 0x0a, 0xe9]), sets, 'LT').text).toBe('Л\\Л\r\né');
  });
});

describe('two-byte sets', () => {
  it('may hold bytes that look like delimiters', () => {
    // 殉 is 3D 5E and 權 is 5C 5E: = ^ and \ ^.
    const kanji = [0x1b, 0x24, 0x42, 0x3d, 0x5e, 0x5c, 0x5e, 0x1b, 0x28, 0x42];
    expect(decode(new Uint8Array([...kanji, 0x5e, 0x41]), '\\ISO 2022 IR 87')).toEqual({ text: '殉權^A', warning: null });
    expect(decode(hex('d55c5e'), 'GB18030').text).toBe('誠^');
    expect(decode(hex('d4535e'), 'GBK').text).toBe('許^');
  });

  it('reads JIS X 0212', () => {
    expect(decode(new Uint8Array([0x1b, 0x24, 0x28, 0x44, 0x30, 0x21, 0x1b, 0x28, 0x42]), '\\ISO 2022 IR 159')).toEqual({ text: '丂', warning: null });
  });

  it('reads four byte GB18030', () => {
    expect(decode(hex('9534b235'), 'GB18030').text).toBe('𠮷');
  });
});

const chineseObject = () => ({ utf8Characters: 0, wideCharacters: 0, commonHanzi: 20, hanziPairs: 21 });

describe('text that does not keep to its declaration', () => {
  it('keeps a Chinese name whose writer escaped once for several components', () => {
    const bytes = new Uint8Array([0x1b, 0x24, 0x29, 0x41, 0xd5, 0xc5, 0x5e, 0xd0, 0xa1, 0xb6, 0xab]);
    const { text, warning } = decode(bytes, '\\ISO 2022 IR 58');
    expect(text).toBe('张^小东');
    expect(warning).toContain('no set was escaped to');
  });

  it('reads a set that is escaped to but not declared, and names an escape sequence nobody knows', () => {
    const kanji = new Uint8Array([0x1b, 0x24, 0x42, 0x3b, 0x33, 0x1b, 0x28, 0x42]);
    expect(decode(kanji, 'ISO 2022 IR 100')).toEqual({ text: '山', warning: expect.stringContaining('not declared') as string });
    expect(decode(kanji, null).text).toBe('山');
    expect(decode(new Uint8Array([0x1b, 0x7e, 0x41, 0x42]), 'ISO 2022 IR 6\\ISO 2022 IR 87').warning).toContain('1b 7e 41 42');
  });

  it.each([['UTF-8', 'ISO_IR 192'], ['ISO-IR 192', 'ISO_IR 192'], ['iso_ir 100', 'ISO_IR 100'], ['ISO IR 100', 'ISO_IR 100'], ['ISO2022IR100', 'ISO 2022 IR 100'], ['ISO-2022-IR-100', 'ISO 2022 IR 100'], ['ISO 2022 58', 'ISO 2022 IR 58'], ['ISO 2022 GBK', 'GBK']])('takes %s for %s', (spelling, term) => {
    const bytes = term.includes('192') ? hex('c3a9') : hex('d0a1e9a1');
    expect(decode(bytes, spelling).text).toBe(decode(bytes, term).text);
  });

  // Bytes as Python 3's codecs of the same names write these words.
  it.each([['BIG5', 'b169a454', '張三'], ['Shift_JIS', '8e52936329', '山田)'], ['EUC-JP', 'bbb3c5c4', '山田'], ['EUC-KR', 'c8abb1e6', '홍길'], ['KOI8-R', 'e9d7c1ce', 'Иван']])('takes %s, which is no term of DICOM, at its word', (term, bytes, text) => {
    expect(decode(hex(bytes), term)).toEqual({ text, warning: null });
  });

  it('guesses Chinese declared as Latin-1, but never European names', () => {
    expect(decode(new TextEncoder().encode('张三丰'), 'ISO_IR 100')).toEqual({ text: '张三丰', warning: expect.stringContaining('UTF-8 assumed') as string });
    expect(decode(hex('d5c55ec8fdb7e1'), 'ISO_IR 100')).toEqual({ text: '张^三丰', warning: expect.stringContaining('GB18030 assumed') as string });
    for (const name of ['Määttä^Pää', 'Buc^Jérôme', 'Äneas^Rüdiger', 'Óskarsdóttir^Þóra', 'Ærøskøbing', 'Ñuñoa^Íñigo', 'ÅÄÖ']) {
      expect(decode(Uint8Array.from(name, (character) => character.charCodeAt(0)), 'ISO_IR 100')).toEqual({ text: name, warning: null });
    }
  });

  it('guesses by all texts of an object, not by the one at hand', () => {
    expect(decodeText(hex('d5c5'), 'ISO_IR 100', 'PN', chineseObject).text).toBe('张');
    expect(decodeText(hex('d5c5'), 'ISO_IR 100', 'PN').text).toBe('ÕÅ');
  });

  it('says when UTF-8 is not UTF-8', () => {
    expect(decode(hex('d5c5'), 'ISO_IR 192')).toEqual({ text: '张', warning: expect.stringContaining('GB18030 assumed') as string });
  });
});

describe('beside dicom-character-set 1.0.5', () => {
  it('reads the same where text keeps to the standard', () => {
    const texts = ['1b2442 3b33 4544 1b2842 5e 41', '1b242943 fbf3 5e 1b242943 d1ce', '1b242941 d5c5 3d 1b242941 d0a1b6ab', '41 1b2d4c bbee 5c 42', '1b2442 3b33 1b284a 5e 1b2949 d4cf'];
    const sets = '\\ISO 2022 IR 87\\ISO 2022 IR 149\\ISO 2022 IR 58\\ISO 2022 IR 144\\ISO 2022 IR 13';
    for (const text of texts) expect(decode(hex(text), sets).text).toBe(convertBytes(sets, hex(text), { vr: 'PN' }));
  });
});
