import { describe, expect, it } from 'vitest';
import { annotationsSchema } from '../../shared/annotation/schema.ts';
import { annotationKinds } from '../../shared/annotation/types.ts';
import type { Annotation } from '../../shared/annotation/types.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import type { EvidenceImage } from '../../shared/evidence/context.ts';
import { readMeasurementReport } from '../../shared/evidence/readMeasurementReport.ts';
import type { MeasurementReport } from '../../shared/evidence/readMeasurementReport.ts';
import { writeMeasurementReport } from '../../shared/evidence/writeMeasurementReport.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import { length, subtract } from '../../shared/geometry/vector.ts';
import { annotationOn, axialSlices, contextFor, enhancedFrame, everyImage, figuresFor, obliqueSlices, priorSlices, priorUID, radiograph, shapes, studyUID, tallPixels, ultrasound } from './samples.ts';

const written = (annotations: readonly Annotation[]): Uint8Array => writeMeasurementReport({ context: contextFor(), annotations, predecessors: [] });
const passed = (annotations: readonly Annotation[]): MeasurementReport => readMeasurementReport(parseDataSet(written(annotations)));

const furthestMm = (a: Annotation, b: Annotation): number => Math.max(...a.points.map((point, index) => length(subtract(point, b.points[index] ?? [Infinity, 0, 0]))));

/** All but the points, which are rounded to 24 bits, and the normal, which a cross product makes anew. */
const exactPart = ({ points: _points, savedIn: _savedIn, place, ...rest }: Annotation): unknown => ({ ...rest, place: { ...place, normal: null } });
const normalOf = ({ place }: Annotation): Vector3 => (place.space === 'patient' ? place.normal : [0, 0, 1]);

function expectSame(read: readonly Annotation[], original: readonly Annotation[]): void {
  expect(read.map(exactPart)).toEqual(original.map(exactPart));
  for (const [index, annotation] of read.entries()) {
    const wanted = original[index] ?? annotation;
    expect(furthestMm(annotation, wanted)).toBeLessThan(0.01);
    expect(length(subtract(normalOf(annotation), normalOf(wanted)))).toBeLessThan(1e-12);
  }
}

const places: readonly (readonly [string, EvidenceImage, boolean])[] = [
  ['a slice with pixels that are not square', axialSlices[3] ?? radiograph, false],
  ['an oblique slice', obliqueSlices[2] ?? radiograph, false],
  ['a plane cut through a volume', axialSlices[0] ?? radiograph, true],
  ['a plane cut through an oblique volume', obliqueSlices[0] ?? radiograph, true],
  ['a frame of a volume in one object', enhancedFrame, false],
  ['a radiograph', radiograph, false],
  ['a frame that is not calibrated', ultrasound, false],
];

describe.each(places)('a report on %s', (_name, image, isAcross) => {
  it.each(annotationKinds)('gives %s back with its points, figures, words and identity', (kind) => {
    const annotation = annotationOn(image, kind, { isAcross, text: '右肺上叶尖段结节，较前增大\n\n第三行：Δ ≥ 20 %, "a\\b" 𠮷', lesion: { name: '靶病灶 1：右上肺', trackingUID: '1.2.826.0.1.77' }, author: 'Lin^Ruoxi=林^若溪' });
    const { annotations, notices } = passed([annotation]);
    expect(notices).toEqual([]);
    expectSame(annotations, [annotation]);
    expect(annotationsSchema.safeParse(annotations).success).toBe(true);
  });
});

/** 1 on the ellipse with these axis ends. */
const ellipseValue = ([a0 = [0, 0, 0], a1 = [0, 0, 0], b0 = [0, 0, 0], b1 = [0, 0, 0]]: Annotation['points'], [x, y]: readonly [number, number]): number => {
  const [a, b] = [subtract(a1, a0), subtract(b1, b0)];
  const offset = [x - (a0[0] + a1[0]) / 2, y - (a0[1] + a1[1]) / 2] as const;
  const along = (axis: readonly number[]): number => (offset[0] * (axis[0] ?? 0) + offset[1] * (axis[1] ?? 0)) / (Math.hypot(axis[0] ?? 0, axis[1] ?? 0) ** 2 / 2);
  return along(a) ** 2 + along(b) ** 2;
};

const near = (point: readonly number[], other: readonly number[]): boolean => Math.hypot((point[0] ?? 0) - (other[0] ?? 0), (point[1] ?? 0) - (other[1] ?? 0)) < 0.01;

describe('a report on pixels of unlike sides', () => {
  it.each(annotationKinds.filter((kind) => kind !== 'ellipse'))('gives %s back', (kind) => {
    const annotation = annotationOn(tallPixels, kind);
    expectSame(passed([annotation]).annotations, [annotation]);
  });

  it.each([0, 10, 33, 45, 90, 120, 179])('gives an ellipse turned by %d degrees back as the same ellipse', (degrees) => {
    const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    const [a, b] = [22.5, 11.25];
    const shape: readonly (readonly [number, number])[] = [[30 - a * c, 30 - a * s], [30 + a * c, 30 + a * s], [30 + b * s, 30 - b * c], [30 - b * s, 30 + b * c]];
    const [read] = passed([annotationOn(tallPixels, 'ellipse', { shape })]).annotations;
    expect(read?.kind).toBe('ellipse');
    // Points of the outline by its parameter, which are on the ellipse that came back: x(t) = middle + A cos t + B sin t.
    for (let t = 0; t < 6.3; t += 0.21) {
      const point = [30 + a * c * Math.cos(t) + b * s * Math.sin(t), 30 + a * s * Math.cos(t) - b * c * Math.sin(t)] as const;
      // 0.01 mm at a radius of 11.25 mm changes the value by 2 × 0.01 / 11.25.
      expect(Math.abs(ellipseValue(read?.points ?? [], point) - 1)).toBeLessThan((2 * 0.01) / b);
    }
    const ends = (read?.points ?? []).map(([x, y]) => [x, y]);
    expect(shape.every((point) => ends.some((end) => near(point, end)))).toBe(true);
  });
});

describe('a report of many', () => {
  it.each([1, 17, 200])('gives %d annotations back in their order', (count) => {
    const annotations = Array.from({ length: count }, (_, index) => annotationOn(everyImage[(index * 7) % everyImage.length] ?? radiograph, annotationKinds[index % annotationKinds.length] ?? 'length', { text: `第 ${index} 处` }))
      .filter(({ kind, place }) => !(kind === 'ellipse' && place.space === 'image' && place.columnSpacingMm === tallPixels.columnSpacingMm));
    const { annotations: read, notices } = passed(annotations);
    expect(notices).toEqual([]);
    expectSame(read, annotations);
  });

  it('is the same bytes for the same input', () => {
    const annotations = annotationKinds.flatMap((kind) => [annotationOn(obliqueSlices[1] ?? radiograph, kind), annotationOn(ultrasound, kind)]);
    expect(Buffer.compare(written(annotations), written(annotations))).toBe(0);
  });

  it('keeps the tracking UID of a lesion over two time points, and gives what is no lesion an identity of its own', () => {
    const lesion = { name: '靶病灶 1', trackingUID: '1.2.3.44' };
    const [now, prior, mark] = [annotationOn(axialSlices[0] ?? radiograph, 'length', { lesion }), annotationOn(priorSlices[0] ?? radiograph, 'length', { lesion }), annotationOn(radiograph, 'arrow')];
    const { annotations } = passed([now, prior, mark]);
    expect(annotations.map((one) => one.lesion)).toEqual([lesion, lesion, null]);
    expect(annotations.map(({ studyDate }) => studyDate)).toEqual(['20261122', '20260301', '20261122']);
  });

  it('counts images of the study as its evidence and those of priors as other evidence', () => {
    const dataSet = parseDataSet(written([annotationOn(axialSlices[0] ?? radiograph, 'length'), annotationOn(priorSlices[0] ?? radiograph, 'length')]));
    expect(dataSet.items('CurrentRequestedProcedureEvidenceSequence').map((item) => item.text('StudyInstanceUID'))).toEqual([studyUID]);
    expect(dataSet.items('PertinentOtherEvidenceSequence').map((item) => item.text('StudyInstanceUID'))).toEqual([priorUID]);
  });

  it('names the volume as the console does where it is told of the images', () => {
    const image = axialSlices[4] ?? radiograph;
    const annotation = annotationOn(image, 'length');
    const find = (): EvidenceImage | null => (image.plane === null ? null : { ...image, plane: { ...image.plane, volumeId: `${image.seriesInstanceUID}#2` } });
    const { annotations } = readMeasurementReport(parseDataSet(written([annotation])), find);
    expect(annotations[0]?.place).toMatchObject({ volumeId: `${image.seriesInstanceUID}#2`, sopInstanceUID: image.sopInstanceUID });
  });
});

describe('a console that has the image by itself', () => {
  it('still reads marks in the patient, by the plane the report tells', () => {
    const image = axialSlices[4] ?? radiograph;
    const annotation = annotationOn(image, 'length');
    const { annotations, notices } = readMeasurementReport(parseDataSet(written([annotation])), () => ({ ...image, plane: null }));
    expect(notices).toEqual([]);
    expectSame(annotations, [annotation]);
  });
});

describe('what cannot be written', () => {
  it('is refused by name: nothing, an image not at hand, a place beyond the image, a point that is none', () => {
    expect(() => written([])).toThrow('no measurement');
    const slice = axialSlices[0] ?? radiograph;
    expect(() => writeMeasurementReport({ context: contextFor([]), annotations: [annotationOn(slice, 'length')], predecessors: [] })).toThrow('not at hand');
    expect(() => written([annotationOn(radiograph, 'length', { shape: [[-1, 3], [10, 3]] })])).toThrow('reaches beyond its image');
    expect(() => written([annotationOn(slice, 'length', { shape: [[Number.NaN, 3], [10, 3]] })])).toThrow('not whole and cannot be saved: points.0.0');
    expect(() => written([annotationOn(slice, 'angle', { shape: shapes.length, figures: figuresFor.angle })])).toThrow('2 points');
    expect(() => written([annotationOn(slice, 'length', { id: 'nobody' })])).toThrow('UUID');
  });

  it('is not asked of an angle that was not measured: its lines stand by themselves and come back', () => {
    const annotations = [annotationOn(radiograph, 'cobb', { figures: [] }), annotationOn(radiograph, 'bidirectional', { figures: figuresFor.length })];
    expectSame(passed(annotations).annotations, annotations);
  });
});
