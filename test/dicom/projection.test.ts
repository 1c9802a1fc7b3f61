import { describe, expect, it } from 'vitest';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { projectionText, readProjection } from '../../shared/dicom/projection.ts';
import type { Projection } from '../../shared/dicom/projection.ts';
import { readHeader } from '../../shared/dicom/readHeader.ts';
import { fileBytes } from './elementBytes.ts';
import type { ElementsByKeyword } from './elementBytes.ts';
import { pydicomData, runPydicom } from './pydicom.ts';
import { hasRealData, readReal } from './realData.ts';

const read = (elements: ElementsByKeyword): { readonly projection: Projection | null; readonly warnings: readonly string[] } => {
  const warnings: string[] = [];
  return { projection: readProjection(parseDataSet(fileBytes(elements)), warnings), warnings };
};
const code = (CodeValue: string, CodeMeaning: string): ElementsByKeyword => ({ CodeValue, CodingSchemeDesignator: 'SCT', CodeMeaning });

/** Code of each view of CID 4014 in SNOMED CT and RT, by the keyword pydicom's tables of PS3.16 give it. */
const codes = `
import json
from pydicom.sr._cid_dict import cid_concepts
from pydicom.sr._concepts_dict import concepts
from pydicom.sr import _snomed_dict
found = {}
for name in cid_concepts[4014]['SCT']:
    for code, value in concepts['SCT'][name].items():
        if 4014 in value[1]: found[name] = [code, _snomed_dict.mapping['SCT'][code]]
print(json.dumps(found))
`;
/** Abbreviations of the American College of Radiology, Mammography Quality Control Manual 1999, as CID 4014 lists them. */
const acr: Readonly<Record<string, string>> = {
  MedioLateral: 'ML', MedioLateralOblique: 'MLO', LateroMedial: 'LM', LateroMedialOblique: 'LMO', CranioCaudal: 'CC', CaudoCranial: 'FB', SuperolateralToInferomedialOblique: 'SIO', InferomedialToSuperolateralOblique: 'ISO',
  CranioCaudalExaggeratedLaterally: 'XCCL', CranioCaudalExaggeratedMedially: 'XCCM',
};

describe('side and view of a picture', () => {
  it.runIf(pydicomData !== null)('names the views of CID 4014 by either code', () => {
    const found = runPydicom(codes) as Record<string, readonly [string, string]>;
    for (const [name, wanted] of Object.entries(acr)) {
      const ways = found[name] ?? [];
      expect(ways, name).toHaveLength(2);
      for (const way of ways) expect(read({ ImageLaterality: 'L', ViewCodeSequence: [code(way, 'x')] }).projection?.view, name).toBe(wanted);
    }
  });

  it('takes the side of the image before that of its frames and its series, and tells of a contradiction', () => {
    expect(read({ ImageLaterality: 'R', Laterality: 'R' })).toEqual({ projection: { laterality: 'R', view: null, modifiers: [], orientation: null }, warnings: [] });
    expect(read({ ImageLaterality: 'R', Laterality: 'L' })).toMatchObject({ projection: { laterality: 'R' }, warnings: [expect.stringMatching(/^ImageLaterality \(0020,0062\) and Laterality \(0020,0060\) name different sides/)] });
    expect(read({ Laterality: 'L', SharedFunctionalGroupsSequence: [{ FrameAnatomySequence: [{ FrameLaterality: 'R' }] }] }).projection?.laterality).toBe('R');
    expect(read({ Laterality: 'Left' }).projection?.laterality).toBe('L');
    expect(read({ ImageLaterality: 'U', Laterality: 'L', ViewPosition: 'AP' }).projection).toMatchObject({ laterality: null, view: 'AP' });
    expect(read({ Laterality: 'X', ViewPosition: 'PA' })).toMatchObject({ projection: { laterality: null, view: 'PA' }, warnings: [expect.stringMatching(/^Laterality .* is none of R, L, B and U$/)] });
  });

  it('takes the name of a view from its code, its text or its meaning, with what is particular about it', () => {
    expect(read({ ViewPosition: 'LL' }).projection?.view).toBe('LL');
    expect(read({ ViewCodeSequence: [code('399012345', 'frog leg')] }).projection?.view).toBe('frog leg');
    const spot = read({ ImageLaterality: 'L', PatientOrientation: 'A\\R', ViewCodeSequence: [{ ...code('399162004', 'cranio-caudal'), ViewModifierCodeSequence: [code('399163009', 'Magnification'), code('399055006', 'Spot compression'), code('1', 'other')] }] }).projection;
    expect(spot).toEqual({ laterality: 'L', view: 'CC', modifiers: ['M', 'S', 'other'], orientation: ['A', 'R'] });
    expect(projectionText(spot)).toBe('L CC M S other');
  });

  it('is nothing where an image says neither', () => {
    expect(read({ PatientOrientation: 'L\\F', Laterality: '' })).toEqual({ projection: null, warnings: [] });
    expect(projectionText(null)).toBe('');
  });

  it.runIf(hasRealData)('is read into the header of real pictures', () => {
    expect(readHeader(Uint8Array.from(readReal('modalities/projection/MG-GH133.dcm'))).image?.projection).toEqual({ laterality: 'R', view: 'MLO', modifiers: [], orientation: ['P', 'FL'] });
    expect(readHeader(Uint8Array.from(readReal('modalities/dicomdir/77654033/CR2/6247'))).image?.projection).toMatchObject({ laterality: null, view: 'AP' });
    expect(readHeader(Uint8Array.from(readReal('modalities/mr-series/bbmri-53323131.dcm'))).image?.projection).toBeNull();
  });
});
