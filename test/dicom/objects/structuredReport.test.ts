import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDataSet } from '../../../shared/dicom/dataSet.ts';
import { headerOf } from '../../../shared/dicom/readHeader.ts';
import { readKeyObjects } from '../../../shared/dicom/objects/keyObjects.ts';
import { readStructuredReport } from '../../../shared/dicom/objects/structuredReport.ts';
import type { ContentItem } from '../../../shared/dicom/objects/contentItem.ts';
import { hasDcmtk } from '../pixels/dcmtk.ts';
import { dataFolder, hasRealData, readReal } from '../realData.ts';
import { bytesOf, codeOf, dataSetOf, saidByDcmtk } from './support.ts';

const reference = { ReferencedSOPClassUID: '1.2.840.10008.5.1.4.1.1.2', ReferencedSOPInstanceUID: '9.1' };
const report = {
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.33', Modality: 'SR', CompletionFlag: 'COMPLETE', VerificationFlag: 'VERIFIED', ValueType: 'CONTAINER',
  ConceptNameCodeSequence: codeOf('1', 'X', 'Staging'),
  CurrentRequestedProcedureEvidenceSequence: [{ ReferencedSeriesSequence: [{ ReferencedSOPSequence: [reference] }] }],
  ContentSequence: [
    { RelationshipType: 'CONTAINS', ValueType: 'NUM', ConceptNameCodeSequence: codeOf('2', 'X', 'Diameter'), MeasuredValueSequence: [{ NumericValue: '2.50', MeasurementUnitsCodeSequence: codeOf('cm', 'UCUM', 'centimetre') }] },
    { RelationshipType: 'CONTAINS', ValueType: 'NUM', ConceptNameCodeSequence: codeOf('3', 'X', 'Volume'), MeasuredValueSequence: [{ NumericValue: 'ca. 7', MeasurementUnitsCodeSequence: codeOf('ml', 'UCUM', 'millilitre') }] },
    { RelationshipType: 'CONTAINS', ValueType: 'NUM', ConceptNameCodeSequence: codeOf('4', 'X', 'SUV'), NumericValueQualifierCodeSequence: codeOf('114006', 'DCM', 'Measurement failure') },
    { RelationshipType: 'CONTAINS', ValueType: 'IMAGE', ReferencedSOPSequence: [{ ...reference, ReferencedFrameNumber: '2\\5' }], ContentSequence: [
      { RelationshipType: 'INFERRED FROM', ReferencedContentItemIdentifier: bytesOf(new Uint32Array([1, 1])) },
      { RelationshipType: 'HAS PROPERTIES', ValueType: 'SCOORD3D', GraphicType: 'POINT', GraphicData: bytesOf(new Float32Array([1, -2.5, 3])), ReferencedFrameOfReferenceUID: '7.7' },
    ] },
  ],
} as const;

describe('readStructuredReport', () => {
  it('reads every kind of value, and keeps a number that is none as it was written', () => {
    const { root, isVerified, title } = readStructuredReport(dataSetOf(report));
    expect([title?.meaning, isVerified]).toEqual(['Staging', true]);
    expect(outline(root)).toEqual([
      '0  CONTAINER Staging', '1 contains NUM Diameter', '1 contains NUM Volume', '1 contains NUM SUV', '1 contains IMAGE', '2 inferred from 1.1', '2 has properties SCOORD3D',
    ]);
    expect(root.children.map(({ value }) => (value.type === 'NUM' ? [value.text, value.unit?.meaning, value.qualifier?.meaning] : value.type === 'IMAGE' ? value.reference?.frames : null))).toEqual([['2.50', 'centimetre', undefined], ['ca. 7', 'millilitre', undefined], ['', undefined, 'Measurement failure'], [2, 5]]);
    expect(root.children[3]?.children[1]?.value).toEqual({ type: 'SCOORD3D', graphicType: 'POINT', points: [1, -2.5, 3], frameOfReferenceUID: '7.7' });
    expect(root.children.map(({ value }) => (value.type === 'NUM' ? value.value : value.type))).toEqual([2.5, null, null, 'IMAGE']);
  });

  it('gives the header its title and what it was written about', () => {
    expect(headerOf(dataSetOf(report))).toMatchObject({ kind: 'report', label: 'Staging', image: null, references: [{ role: 'object', sopInstanceUID: '9.1' }], warnings: [] });
  });
});

describe('readKeyObjects', () => {
  it('gives the reason, its text and what was marked', () => {
    const note = { ...report, SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.59', Modality: 'KO', ConceptNameCodeSequence: codeOf('113004', 'DCM', 'For Teaching'), ContentSequence: [
      { RelationshipType: 'CONTAINS', ValueType: 'TEXT', ConceptNameCodeSequence: codeOf('113012', 'DCM', 'Key Object Description'), TextValue: 'see slice 2' },
      { RelationshipType: 'CONTAINS', ValueType: 'IMAGE', ReferencedSOPSequence: [{ ...reference, ReferencedFrameNumber: '3' }] },
    ] };
    const { title, description, references } = readKeyObjects(dataSetOf(note));
    expect([title?.meaning, description]).toEqual(['For Teaching', 'see slice 2']);
    expect(references).toEqual([{ sopClassUID: '1.2.840.10008.5.1.4.1.1.2', sopInstanceUID: '9.1', frames: [3] }]);
    expect(headerOf(dataSetOf(note))).toMatchObject({ kind: 'keyObjects', label: 'For Teaching', references: [{ role: 'object' }] });
  });
});

/** `1.2 contains TEXT`: how both programs can be written down alike. */
function outline(item: ContentItem, depth = 0): string[] {
  const what = item.value.type === 'REFERENCE' ? item.value.place : item.value.type;
  const name = item.concept?.meaning;
  return [`${depth} ${item.relationship?.toLowerCase() ?? ''} ${what}${name === undefined ? '' : ` ${name}`}`, ...item.children.flatMap((child) => outline(child, depth + 1))];
}

function dsrOutline(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const found = /^( *)<(?:(has obs context|contains|has concept mod|inferred from|has properties|selected from|has acq context) )?(?:([A-Z0-9]+):(?:\(,,"([^"]*)"\))?=|([\d.]+)>)/.exec(line);
    if (found === null) return [];
    const [, indent = '', relationship = '', type, name, place] = found;
    return [`${indent.length / 2} ${relationship} ${type ?? place ?? ''}${name === undefined ? '' : ` ${name}`}`];
  });
}

describe.runIf(hasRealData && hasDcmtk)('the tree of real reports', () => {
  it.each(['test-SR.dcm', 'reportsi.dcm'])('has the items dsrdump prints: %s', (file) => {
    const path = `modalities/non-image/${file}`;
    const theirs = dsrOutline(saidByDcmtk('dsrdump', ['-q', '-Ee'], join(dataFolder, path)));
    expect(theirs.length).toBeGreaterThan(8);
    expect(outline(readStructuredReport(parseDataSet(readReal(path))).root)).toEqual(theirs);
  });
});
