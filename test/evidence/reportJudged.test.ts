import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { annotationKinds } from '../../shared/annotation/types.ts';
import type { Annotation } from '../../shared/annotation/types.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { readMeasurementReport } from '../../shared/evidence/readMeasurementReport.ts';
import { writeMeasurementReport } from '../../shared/evidence/writeMeasurementReport.ts';
import { pydicomData, runPydicom } from '../dicom/pydicom.ts';
import { findingsOf, hasValidators, saidBy, withFiles } from './programs.ts';
import { annotationOn, axialSlices, contextFor, obliqueSlices, priorSlices, radiograph, tallPixels, ultrasound } from './samples.ts';

const lesion = { name: '靶病灶 1：右上肺', trackingUID: '1.2.3.44' };
const on = (image: Parameters<typeof annotationOn>[0], isAcross = false): readonly Annotation[] => annotationKinds.map((kind) => annotationOn(image, kind, { isAcross, text: kind === 'arrow' ? '空洞，壁厚薄不均' : '', lesion: kind === 'bidirectional' ? lesion : null, author: kind === 'angle' ? '林若溪' : '梁晓东' }));
const slice = axialSlices[2] ?? radiograph;
const annotations = [...on(slice), ...on(axialSlices[0] ?? radiograph, true), ...on(obliqueSlices[1] ?? radiograph), ...on(priorSlices[0] ?? radiograph), ...on(radiograph), ...on(tallPixels), ...on(ultrasound)];
const predecessors = [{ sopClassUID: '1.2.840.10008.5.1.4.1.1.88.34', sopInstanceUID: '1.2.9.1', seriesInstanceUID: '1.2.9', studyInstanceUID: '1.2' }];
const report = writeMeasurementReport({ context: contextFor(), annotations, predecessors });

/** What dciodvfy remarks: codes of our own scheme, UCUM for the unit of a figure without a value, a name in ideographic characters alone. */
const expectedRemarks = [/defined term <99MDTCONSOLE>/, /^Warning - UCUM CodingSchemeDesignator is used in sequence other than a units Code Sequence/, /Retired Person Name form/];

describe.runIf(hasValidators)('other programs on a measurement report', () => {
  it('dciodvfy finds no error, and remarks nothing but what is known', () => {
    const { errors, warnings } = findingsOf(report);
    expect(errors).toEqual([]);
    expect(warnings.filter((warning) => !expectedRemarks.some((known) => known.test(warning)))).toEqual([]);
  });

  it('dsrdump reads every group, a value with its unit and the Chinese words', () => {
    const { status, text } = withFiles({ 'sr.dcm': report }, (path) => saidBy('dsrdump', [path('sr.dcm')]));
    expect(status).toBe(0);
    expect(text).not.toMatch(/^[EF]:/m);
    expect(text.match(/CONTAINER:\(,,"Measurement Group"\)/g)).toHaveLength(annotations.length);
    expect(text).toContain('<contains NUM:(,,"Long axis")="40.4474968323134" (mm,UCUM,"millimeter")>');
    expect(text).toContain('<has obs context TEXT:(,,"Tracking Identifier")="靶病灶 1：右上肺">');
    expect(text).toContain('空洞，壁厚薄不均');
    expect(text).toContain('<has obs context PNAME:(,,"Person Observer Name")="=林若溪">');
  });

  it('dsr2xml and xml2dsr write it anew, and every annotation is still in what they wrote', () => {
    const author = 'Liang^Xiaodong';
    const plain = annotations.map((annotation) => ({ ...annotation, author }));
    const ours = writeMeasurementReport({ context: { ...contextFor(), author }, annotations: plain, predecessors });
    const theirs = withFiles({ 'sr.dcm': ours }, (path) => {
      for (const [program, from, to] of [['dsr2xml', 'sr.dcm', 'sr.xml'], ['xml2dsr', 'sr.xml', 'again.dcm']] as const) expect(saidBy(program, [path(from), path(to)]).status).toBe(0);
      return readFileSync(path('again.dcm'));
    });
    const { annotations: read, notices } = readMeasurementReport(parseDataSet(theirs));
    expect(notices).toEqual([]);
    // Theirs writes no observation UID, no time of a group and no digits beyond the decimal text.
    expect(read.map(({ kind, text, points, figures }) => [kind, text, points.length, figures.length])).toEqual(plain.map(({ kind, text, points, figures }) => [kind, text, points.length, figures.length]));
  });
});

const numbersOf = `
import json, sys, pydicom
found = []
def meaning(item): return item.ConceptNameCodeSequence[0].CodeMeaning if 'ConceptNameCodeSequence' in item else None
def walk(item):
    if item.get('ValueType') == 'NUM' and item.RelationshipType == 'CONTAINS':
        measured = item.MeasuredValueSequence
        number = None if len(measured) == 0 else float(measured[0].get('FloatingPointValue', measured[0].NumericValue))
        unit = None if len(measured) == 0 else measured[0].MeasurementUnitsCodeSequence[0].CodeValue
        found.append(['NUM', meaning(item), number, unit])
    if item.get('ValueType') in ('SCOORD', 'SCOORD3D'): found.append([item.ValueType, item.GraphicType, [float(value) for value in (item.GraphicData if hasattr(item.GraphicData, '__iter__') else [item.GraphicData])], None])
    for child in item.get('ContentSequence', []): walk(child)
walk(pydicom.dcmread(sys.argv[1]))
print(json.dumps(found))
`;

type Found = readonly (readonly [type: string, name: string, value: number | null | readonly number[], unit: string | null])[];

describe.runIf(pydicomData !== null)('pydicom on a measurement report', () => {
  const found = withFiles({ 'sr.dcm': report }, (path) => runPydicom(numbersOf, [path('sr.dcm')]) as Found);

  it('reads every figure with all its digits and its unit', () => {
    const theirs = found.filter(([type]) => type === 'NUM').map(([, , value, unit]) => [value, unit]);
    expect(theirs).toEqual(annotations.flatMap(({ figures }) => figures.map(({ value, unit }) => [value, value === null ? null : unit])));
  });

  it('reads patient points in mm and image points in pixels from the corner of the first', () => {
    const lines = found.filter(([type]) => type !== 'NUM');
    const inSpace = lines.find(([type, name]) => type === 'SCOORD3D' && name === 'POLYLINE')?.[2];
    const first = annotations.find(({ kind }) => kind === 'length');
    expect(inSpace).toEqual(first?.points.flat().map((value) => Math.fround(value)));
    // A length on the radiograph: from 10.123456, 12.7 mm right and below the centre of the first pixel, which lies half a pixel inside the image.
    const inImage = lines.find(([type, name]) => type === 'SCOORD' && name === 'POLYLINE')?.[2];
    expect(inImage).toEqual([10.123456, 12.7, 41.3, 33.333333].map((mm) => Math.fround(mm / 0.139 + 0.5)));
  });
});
