import { describe, expect, it } from 'vitest';
import { describeValue } from '../../renderer/documents/tags/describeValue.ts';
import { listTags } from '../../renderer/documents/tags/tagRows.ts';
import { rowHeightPx, rowsIn, scrollTo } from '../../renderer/documents/tags/rowWindow.ts';
import { cutAt, matchRows, visibleRows, wordsOf } from '../../renderer/documents/tags/tagSearch.ts';
import { concat, fileBytes } from '../dicom/elementBytes.ts';
import { pydicomData, runPydicom } from '../dicom/pydicom.ts';
import { dataFolder, hasRealData, readReal, readRealJson } from '../dicom/realData.ts';

const file = fileBytes({
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', SOPInstanceUID: '1.2.3', PatientName: 'Doe^Jane', Rows: [512],
  ReferencedStudySequence: [{ ReferencedSOPInstanceUID: '9.9' }, { ReferencedSeriesSequence: [{ Modality: 'CT' }], ReferencedSOPInstanceUID: '9.10' }],
  PixelData: new Uint8Array(64),
});
const { rows } = listTags(file);
const named = (name: string): number => rows.findIndex((row) => row.name === name);
const namesOf = (places: readonly number[]): readonly string[] => places.map((place) => rows[place]?.name ?? '');

/** One element in explicit VR with a value of even length. */
const element = (group: number, number: number, vr: string, value: string): Uint8Array => {
  const head = new Uint8Array(8);
  const view = new DataView(head.buffer);
  view.setUint16(0, group, true);
  view.setUint16(2, number, true);
  head.set(new TextEncoder().encode(vr), 4);
  view.setUint16(6, value.length, true);
  return concat([head, new TextEncoder().encode(value)]);
};

/** Without what pads a value or a name of fewer groups. */
const plain = (text: string): string => text.split('\\').map((part) => part.trim()).join('\\').replace(/=+$/, '');
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('the list', () => {
  it('holds every element in the order of the file, with items between a sequence and what is in them', () => {
    expect(rows.slice(named('ReferencedStudySequence')).map(({ depth, name, value, children }) => `${depth} ${name} ${children ?? value}`)).toEqual([
      '0 ReferencedStudySequence 2', '1 1 1', '2 ReferencedSOPInstanceUID 9.9', '1 2 2', '2 ReferencedSeriesSequence 1', '3 1 1', '4 Modality CT', '2 ReferencedSOPInstanceUID 9.10',
      '0 PatientName Doe^Jane', '0 Rows 512', '0 PixelData ',
    ]);
    expect(rows[named('PixelData')]).toMatchObject({ lengthBytes: 64, isShortened: true });
  });

  it('names a private element by its creator, and only within its block', () => {
    const own = listTags(concat([fileBytes({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', SOPInstanceUID: '1.2.3' }), element(0x0029, 0x0010, 'LO', 'ACME 1.1'), element(0x0029, 0x1008, 'CS', 'HIDDEN'), element(0x0029, 0x1108, 'CS', 'NOBODYS ')]));
    expect(own.rows.slice(-3).map(({ name, value, isPrivate }) => [name, value, isPrivate])).toEqual([['PrivateCreator', 'ACME 1.1', true], ['ACME 1.1', 'HIDDEN', true], ['', 'NOBODYS', true]]);
  });
});

describe.runIf(hasRealData && pydicomData !== null)('real files', () => {
  const script = `
import sys, json, pydicom
def walk(ds, depth):
    for e in ds:
        known = not e.tag.is_private
        text = None
        if e.VR in ('PN', 'LO', 'SH', 'ST', 'LT', 'UI') and known:
            text = '\\\\'.join(str(v) for v in e.value) if e.VM > 1 else str(e.value if e.value is not None else '')
        elif e.VR in ('US', 'UL', 'SS') and e.VM > 0 and e.VM <= 64:
            text = '\\\\'.join(str(v) for v in e.value) if e.VM > 1 else str(e.value)
        if known: out.append([depth, 'x%08x' % e.tag, text])
        if e.VR == 'SQ' and known:
            for item in e.value:
                out.append([depth + 1, 'xfffee000', None])
                walk(item, depth + 2)
out = []
walk(pydicom.dcmread(sys.argv[1], force=True), 0)
print(json.dumps(out))`;

  it.each([
    'charsets/chinese/rtstruct-gb18030.dcm', 'charsets/pydicom/chrSQEncoding.dcm', 'modalities/non-image/test-SR.dcm', 'modalities/non-image/waveform_ecg.dcm',
    'syntaxes/mr_small/MR_small_bigendian.dcm', 'syntaxes/mr_small/MR_small_implicit.dcm', 'syntaxes/mr_small/MR_small_RLE.dcm', 'rt-esophagus-imrt/RP.dcm',
  ])('%s has the elements, depths and values pydicom finds', (path) => {
    const theirs = runPydicom(script, [`${dataFolder}/${path}`]) as readonly (readonly [number, string, string | null])[];
    const list = listTags(readReal(path)).rows;
    // What lies in a private sequence is no affair of pydicom's walk above.
    const inPrivate = (row: number): boolean => row >= 0 && (list[row]?.isPrivate === true || inPrivate(list[row]?.parent ?? -1));
    const ours = list.filter((row, index) => !row.tag.startsWith('x0002') && !inPrivate(index));
    expect(ours.map(({ depth, tag }) => `${depth} ${tag}`)).toEqual(theirs.map(([depth, tag]) => `${depth} ${tag}`));
    const differing = theirs.flatMap(([, tag, text], index) => (text === null || plain(text) === plain(ours[index]?.value ?? '') ? [] : [[tag, text, ours[index]?.value]]));
    expect(differing).toEqual([]);
  });
});

// pydicom 2.3 splits GB18030 at a second byte 5C and leaves the escapes of IR 58 in; what these files say was written down when they were made.
it.runIf(hasRealData)('Chinese text is read in every encoding it comes in', () => {
  const expected = readRealJson('charsets/chinese/expected.json') as Readonly<Record<string, { readonly values: Readonly<Record<string, string>> }>>;
  const files = Object.keys(expected).filter((name) => name.startsWith('zh-'));
  expect(files.length).toBeGreaterThanOrEqual(7);
  for (const name of files) {
    const list = listTags(readReal(`charsets/chinese/${name}`)).rows;
    for (const [tag, text] of Object.entries(expected[name]?.values ?? {})) expect([name, tag, list.find((row) => row.tag === `x${tag.replace(',', '').toLowerCase()}`)?.value]).toEqual([name, tag, text]);
  }
});

describe('values', () => {
  it('are numbers in the order of their bytes', () => {
    expect([describeValue(bytes(1, 2), 'US', 'x00280010', true).value, describeValue(bytes(1, 2), 'US', 'x00280010', false).value]).toEqual(['513', '258']);
    expect(describeValue(new Uint8Array(new Float32Array([0.1]).buffer), 'FL', 'x00101010', true).value).toBe('0.1');
    expect(describeValue(bytes(0x54, 0, 0x10, 0), 'AT', 'x00280009', true).value).toBe('(0054,0010)');
  });

  it('are their first bytes where nobody can read them, and nothing for pixels', () => {
    expect(describeValue(new Uint8Array(100), 'OB', 'x00420011', true)).toMatchObject({ isShortened: true });
    expect(describeValue(bytes(0xab, 1), 'UN', 'x00091001', true)).toEqual({ value: 'ab 01', isShortened: false });
    expect(describeValue(new Uint8Array(100), 'OW', 'x7fe00010', true).value).toBe('');
  });
});

describe('searching', () => {
  it.each(['(0010,0010)', '0010,0010', '00100010', '0010 0010', 'patientname', 'doe^jane', 'pn jane'])('finds the patient by %s', (query) => {
    expect(matchRows(rows, query)).toEqual([named('PatientName')]);
  });

  it('shows what was found and what it lies in, and nothing else', () => {
    expect(namesOf(visibleRows(rows, new Set(), matchRows(rows, 'modality')))).toEqual(['ReferencedStudySequence', '2', 'ReferencedSeriesSequence', '1', 'Modality']);
  });

  it('a closed sequence hides all that is in it, however deep', () => {
    const shown = visibleRows(rows, new Set([named('ReferencedStudySequence')]), null);
    expect(namesOf(shown).join(' ')).toContain('ReferencedStudySequence PatientName Rows PixelData');
  });

  it('cuts a text where words are found, the earliest and longest first', () => {
    expect(cutAt('PatientName', wordsOf('name PATIENT pat'))).toEqual(['', 'Patient', '', 'Name', '']);
    expect(cutAt('none', ['x'])).toEqual(['none']);
  });
});

describe('rows near the window', () => {
  it('are few, however long the list is', () => {
    const [from, to] = rowsIn(20_000, 10_000 * rowHeightPx, 30 * rowHeightPx);
    expect([from, to]).toEqual([9988, 10_042]);
    expect(rowsIn(3, 0, 500)).toEqual([0, 3]);
  });

  it('scroll only as far as a row needs', () => {
    expect([scrollTo(5, 0, 100), scrollTo(0, 50, 100), scrollTo(2, 0, 100)]).toEqual([6 * rowHeightPx - 100, 0, 0]);
  });
});
