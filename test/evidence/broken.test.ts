import { describe, expect, it } from 'vitest';
import { annotationsSchema } from '../../shared/annotation/schema.ts';
import { annotationKinds } from '../../shared/annotation/types.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { readKeyObjects } from '../../shared/dicom/objects/keyObjects.ts';
import { readPresentationState } from '../../shared/dicom/objects/presentationState.ts';
import { AppError } from '../../shared/errors/appError.ts';
import { readMeasurementReport } from '../../shared/evidence/readMeasurementReport.ts';
import { cellFieldsOf } from '../../shared/evidence/shownState.ts';
import { writeKeyObjects } from '../../shared/evidence/writeKeyObjects.ts';
import { writeMeasurementReport } from '../../shared/evidence/writeMeasurementReport.ts';
import { writePresentationState } from '../../shared/evidence/writePresentationState.ts';
import { mutate, seedFile } from '../fuzz/mutate.ts';
import { randomOf } from '../fuzz/random.ts';
import { annotationOn, axialSlices, contextFor, radiograph, ultrasound } from './samples.ts';
import { shownImage, stateOf } from './shownSamples.ts';

const image = shownImage(axialSlices[1] ?? radiograph);
const annotations = annotationKinds.flatMap((kind) => [annotationOn(image, kind), annotationOn(ultrasound, kind)]);
const report = writeMeasurementReport({ context: contextFor(), annotations, predecessors: [] });
const selection = writeKeyObjects({ context: contextFor(), title: 'ofInterest', description: '关键', images: [{ image, presentationState: null }], documents: [] });
const state = writePresentationState({ context: contextFor(), state: stateOf({}, image), images: [image], annotations: annotationKinds.map((kind) => ({ annotation: annotationOn(image, kind), words: '结节' })), label: 'READING', description: '' }).bytes;

const readers: readonly (readonly [string, Uint8Array, (bytes: Uint8Array) => void])[] = [
  ['a measurement report', report, (bytes) => {
    const read = readMeasurementReport(parseDataSet(bytes));
    expect(annotationsSchema.safeParse(read.annotations).success).toBe(true);
    // What is not read is noticed.
    if (read.annotations.length < annotations.length) expect(read.notices.length).toBeGreaterThan(0);
  }],
  ['a key object selection', selection, (bytes) => void readKeyObjects(parseDataSet(bytes))],
  ['a presentation state', state, (bytes) => void cellFieldsOf(readPresentationState(parseDataSet(bytes)), image)],
];

describe.each(readers)('%s with broken bytes', (_name, bytes, read) => {
  it('is read, or refused for a reason; what is read is whole, what is left out is noticed', () => {
    const files = readers.map(([name, whole]) => seedFile(name, whole));
    const own = seedFile('own', bytes);
    for (let seed = 1; seed <= 400; seed += 1) {
      try {
        read(mutate(own, files, randomOf(seed, 0)));
      } catch (error) {
        if (!(error instanceof AppError)) throw new Error(`seed ${seed}`, { cause: error });
      }
    }
  });
});
