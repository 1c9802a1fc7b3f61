import { describe, expect, it } from 'vitest';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import { figureText } from '../../shared/annotation/figureText.ts';
import { annotationSchema, annotationsSchema } from '../../shared/annotation/schema.ts';
import type { Annotation, AnnotationFigure } from '../../shared/annotation/types.ts';
import { annotationOf, imagePlace, patientPlace } from './support.ts';

const takes = (value: unknown): boolean => annotationSchema.safeParse(value).success;
const text = (value: number | null, unit: string, quantity: AnnotationFigure['quantity'] = 'mean'): string => figureText({ quantity, value, unit });

describe('annotations from outside', () => {
  const line = annotationOf('length', [[0, 0, 5], [10, 0, 5]], { text: '结节', lesion: { name: 'L1', trackingUID: '2.25.7' }, savedIn: '1.2' });
  const lineWith = (fields: Partial<Record<keyof Annotation, unknown>>): unknown => ({ ...line, ...fields });

  it('takes what was drawn, through JSON, unchanged', () => {
    const flat = annotationOf('probe', [[3, 4, 0]], { place: imagePlace({ isCalibrated: false }), figures: [{ quantity: 'value', value: null, unit: '1', why: 'loading' }] });
    for (const annotation of [line, flat]) expect(annotationSchema.parse(JSON.parse(JSON.stringify(annotation)))).toEqual(annotation);
    expect(annotationsSchema.parse([line, flat])).toHaveLength(2);
  });

  it('refuses what is no annotation', () => {
    const line2001 = Array.from({ length: 2001 }, (_, n): Vector3 => [n, n * n * 1e-3, 5]);
    const wrong: Readonly<Record<string, unknown>> = {
      'no UUID': lineWith({ id: 'x' }), 'unknown kind': lineWith({ kind: 'spline' }), 'one point of two': lineWith({ points: [[0, 0, 5]] }), 'three points of two': lineWith({ points: [[0, 0, 5], [1, 0, 5], [2, 0, 5]] }),
      'a number that is none': lineWith({ points: [[0, 0, 5], [Number.NaN, 0, 5]] }), 'endless': lineWith({ points: [[0, 0, 5], [Number.POSITIVE_INFINITY, 0, 5]] }), 'far away': lineWith({ points: [[0, 0, 5], [1e6, 0, 5]] }),
      'off its plane': lineWith({ points: [[0, 0, 5], [10, 0, 6]] }), 'no unit normal': lineWith({ place: { ...patientPlace(), normal: [0, 0, 2] } }),
      'too many points': lineWith({ kind: 'freehand', points: line2001 }), 'too much text': lineWith({ text: 'x'.repeat(2001) }), 'no date': lineWith({ studyDate: '2026-01-02' }),
      'more than is known': { ...line, extra: 1 }, 'an unknown unit reason': lineWith({ figures: [{ quantity: 'mean', value: null, unit: '1', why: 'bored' }] }),
      'an image point off the image plane': { ...line, place: imagePlace(), points: [[0, 0, 0], [1, 0, 1]] }, 'no spacing': { ...line, place: imagePlace({ rowSpacingMm: 0 }), points: [[0, 0, 0], [1, 0, 0]] },
    };
    for (const [name, value] of Object.entries(wrong)) expect(takes(value), name).toBe(false);
    expect(takes(lineWith({ kind: 'freehand', points: line2001.slice(1) }))).toBe(true);
  });
});

describe('figures as text', () => {
  it('shows lengths and angles with one decimal', () => {
    expect([text(12.34, 'mm'), text(0, 'mm'), text(137.25, 'mm'), text(45, 'deg')]).toEqual(['12.3 mm', '0.0 mm', '137.3 mm', '45.0°']);
  });

  it('shows areas in mm² below 100 and in cm² from there on', () => {
    expect([text(99.94, 'mm2'), text(99.96, 'mm2'), text(100, 'mm2'), text(1234.5, 'mm2')]).toEqual(['99.9 mm²', '1.00 cm²', '1.00 cm²', '12.35 cm²']);
  });

  it('shows HU whole, SUV with two decimals, and never a negative nothing', () => {
    expect([text(-51.5, "[hnsf'U]"), text(-0.3, "[hnsf'U]"), text(3.456, '{SUVbw}g/ml'), text(-0.001, '{SUVbw}g/ml'), text(12345.6, 'Bq/ml')]).toEqual(['-52 HU', '0 HU', '3.46 SUV', '0.00 SUV', '12346 Bq/ml']);
  });

  it('shows pixels, bare numbers and other units', () => {
    expect([text(250, '{pixels}', 'pixels'), text(12.34, '{pixels}', 'length'), text(1042.7, '1'), text(0.00123, 'mm2/s'), text(0, '1'), text(12.5, '{OD}')]).toEqual(['250 px', '12.3 px', '1043', '0.00123 mm2/s', '0', '12.5 OD']);
  });

  it('shows a dash for what cannot be said', () => {
    expect([text(null, 'mm'), text(Number.NaN, 'mm')]).toEqual(['–', '–']);
  });
});
