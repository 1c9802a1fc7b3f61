import { describe, expect, it } from 'vitest';
import { attributes } from '../../shared/dicom/attributes.ts';
import { lookUpTag } from '../../shared/dicom/dictionary.ts';
import { pydicomData, runPydicom } from './pydicom.ts';

const ours = Object.entries(attributes).map(([keyword, [tag, vr]]) => ({ keyword, tag, vr: vr as string }));

describe('the attributes this product reads', () => {
  it('have the tag and a VR of the table of PS3.6', () => {
    const wrong = ours.filter(({ keyword, tag, vr }) => {
      const entry = lookUpTag(tag);
      return entry?.keyword !== keyword || !entry.vr.split('/').includes(vr);
    });
    expect(wrong).toEqual([]);
  });

  it.runIf(pydicomData !== null)('have the tag and a VR of pydicom’s dictionary, as far as that knows them', () => {
    const script = 'import sys, json\nfrom pydicom.datadict import tag_for_keyword, dictionary_VR\nprint(json.dumps({k: [tag_for_keyword(k), dictionary_VR(tag_for_keyword(k))] for k in sys.argv[1:] if tag_for_keyword(k) is not None}))';
    const theirs = runPydicom(script, ours.map(({ keyword }) => keyword)) as Readonly<Record<string, readonly [number, string]>>;
    expect(Object.keys(theirs).length).toBeGreaterThan(550);
    const wrong = ours.filter(({ keyword, tag, vr }) => {
      const [number, vrs] = theirs[keyword] ?? [];
      return number !== undefined && (number !== Number.parseInt(tag.slice(1), 16) || !vrs?.split(' or ').includes(vr));
    });
    expect(wrong).toEqual([]);
  });
});
