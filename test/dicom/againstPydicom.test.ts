import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../shared/dicom/decodeText.ts';
import { parseElements } from '../../shared/dicom/parseElements.ts';
import type { ElementTable } from '../../shared/dicom/parseElements.ts';
import { pydicomData, runPydicom } from './pydicom.ts';

/** Texts by path, as `0040A730[0].00100010`; values of several are joined by a backslash. */
const script = `
import sys, json, warnings, pydicom
warnings.simplefilter('ignore')
kinds = ('SH', 'LO', 'ST', 'LT', 'UT', 'PN', 'UC')
def walk(ds, path, out):
    for e in ds:
        key = path + '%08X' % e.tag
        if e.VR == 'SQ':
            for i, item in enumerate(e.value): walk(item, key + '[%d].' % i, out)
        elif e.VR in kinds and not e.tag.is_private:
            v = e.value
            many = v if isinstance(v, pydicom.multival.MultiValue) or type(v) is list else [v]
            out[key] = '\\\\'.join('' if x is None else str(x).rstrip(' ') for x in many)
files = {}
for f in sys.argv[1:]:
    ds = pydicom.dcmread(f, force=True); ds.decode()
    walk(ds, '', files.setdefault(f, {}))
print(json.dumps(files))
`;

function textsOf(bytes: Uint8Array, table: ElementTable, inherited: string | null, wanted: Readonly<Record<string, string>>, path = '', out: Record<string, string> = {}): Record<string, string> {
  const valueOf = (tag: string): Uint8Array => {
    const element = table[tag];
    return element === undefined ? new Uint8Array() : bytes.subarray(element.dataOffset, element.dataOffset + element.length);
  };
  const sets = table['x00080005'] === undefined ? inherited : new TextDecoder().decode(valueOf('x00080005')).trim();
  for (const [tag, element] of Object.entries(table)) {
    const key = path + tag.slice(1).toUpperCase();
    element.items?.forEach((item, index) => textsOf(bytes, item.dataSet.elements, sets, wanted, `${key}[${index}].`, out));
    if (wanted[key] !== undefined) out[key] = decodeText(valueOf(tag), sets, element.vr ?? 'LO').text.split('\\').map((value) => value.replace(/[ \0]+$/, '')).join('\\');
  }
  return out;
}

/** An empty trailing group is a matter of taste: pydicom drops it. */
const withoutEmptyGroups = (text: string): string => text.replaceAll(/=+(?=\\|$)/g, '');

describe.runIf(pydicomData !== null)('every text of pydicom’s own files', () => {
  it.each(['charset_files', 'test_files'])('is decoded as pydicom does: %s', (folder) => {
    const root = join(pydicomData ?? '', folder);
    // badVR: its values are not text; no_meta: not a DICOM file until a byte is taken off.
    const files = readdirSync(root).filter((name) => name.endsWith('.dcm') && !/no_meta\.dcm|badVR|truncated|meta_missing/.test(name)).map((name) => join(root, name));
    expect(files.length).toBeGreaterThan(15);
    const expected = runPydicom(script, files) as Record<string, Record<string, string>>;
    let compared = 0;
    for (const file of files) {
      const wanted = expected[file] ?? {};
      const { bytes, elements } = parseElements(readFileSync(file));
      const ours = textsOf(bytes, elements, null, wanted);
      for (const [key, text] of Object.entries(wanted)) {
        expect(withoutEmptyGroups(ours[key] ?? 'absent'), `${file} ${key}`).toBe(withoutEmptyGroups(text));
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(100);
  });
});
