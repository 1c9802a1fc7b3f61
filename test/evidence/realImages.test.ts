import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { readPresentationState } from '../../shared/dicom/objects/presentationState.ts';
import { headerOf } from '../../shared/dicom/readHeader.ts';
import { readPlane } from '../../shared/dicom/readPlane.ts';
import type { EvidenceContext } from '../../shared/evidence/context.ts';
import { evidenceImageOf, patientAndStudyOf } from '../../shared/evidence/contextOfImage.ts';
import { readMeasurementReport } from '../../shared/evidence/readMeasurementReport.ts';
import type { ShownImage } from '../../shared/evidence/shownState.ts';
import { writeKeyObjects } from '../../shared/evidence/writeKeyObjects.ts';
import { writeMeasurementReport } from '../../shared/evidence/writeMeasurementReport.ts';
import { writePresentationState } from '../../shared/evidence/writePresentationState.ts';
import { dataFolder, hasRealData, readReal } from '../dicom/realData.ts';
import { pydicomData, runPydicom } from '../dicom/pydicom.ts';
import { dataSetOf } from '../dicom/objects/support.ts';
import { findingsOf, hasValidators, saidBy, withFiles } from './programs.ts';
import { annotationOn, contextFor, shapes } from './samples.ts';
import { shownImage, stateOf } from './shownSamples.ts';

interface Real {
  readonly context: EvidenceContext;
  readonly image: ShownImage;
}

/** A real image as reports refer to it; `isPlaced` where it is a slice of a volume. */
function realImage(path: string, isPlaced: boolean): Real {
  const dataSet = parseDataSet(readReal(path));
  const plane = isPlaced ? readPlane(dataSet) : null;
  const [rowSpacingMm = 1, columnSpacingMm = 1] = dataSet.numbers('PixelSpacing') ?? dataSet.numbers('ImagerPixelSpacing') ?? [];
  const image = evidenceImageOf(dataSet, {
    frame: 0, columnSpacingMm, rowSpacingMm, isCalibrated: columnSpacingMm !== 1,
    plane: plane === null ? null : { volumeId: dataSet.requireText('SeriesInstanceUID'), frameOfReferenceUID: dataSet.requireText('FrameOfReferenceUID'), origin: plane.origin, rowDirection: plane.rowDirection, columnDirection: plane.columnDirection },
  });
  return { context: { ...contextFor([image]), ...patientAndStudyOf(dataSet) }, image: shownImage(image, { rescale: null }) };
}

const slices = ['modalities/mr-series/bbmri-53323131.dcm', 'modalities/mr-series/bbmri-53323851.dcm'];
const flats = ['modalities/projection/CR-MONO1-10-chest-nopreamble.dcm', 'modalities/projection/MG-GH133.dcm', 'modalities/us/US-multiframe-ybr422-30f.dcm', 'modalities/us/US-palette.dcm'];

/** Within the image whatever its size. */
const shape = [[3, 4], [13.25, 9.5]] as const;

describe.runIf(hasRealData && hasValidators)('objects about real images', () => {
  it.each([...slices.map((path) => [path, true] as const), ...flats.map((path) => [path, false] as const)])('pass dciodvfy and DCMTK, and belong to the study and patient: %s', (path, isPlaced) => {
    const { context, image } = realImage(path, isPlaced);
    const annotation = annotationOn(image, 'length', { shape, text: '结节' });
    const state = stateOf(isPlaced ? {} : { content: { kind: 'frames', seriesInstanceUID: 'any' } }, image);
    const objects = {
      report: writeMeasurementReport({ context, annotations: [annotation], predecessors: [] }),
      selection: writeKeyObjects({ context, title: 'ofInterest', description: '关键图像', images: [{ image, presentationState: null }], documents: [] }),
      state: writePresentationState({ context, state, images: [image], annotations: [{ annotation, words: '12 mm' }], label: 'READING', description: '' }).bytes,
    };
    const original = headerOf(parseDataSet(readReal(path)));
    for (const bytes of Object.values(objects)) {
      expect(findingsOf(bytes).errors).toEqual([]);
      const header = headerOf(parseDataSet(bytes));
      expect([header.patient, header.study, header.studyInstanceUID]).toEqual([original.patient, original.study, original.studyInstanceUID]);
      expect(header.references.map(({ sopInstanceUID }) => sopInstanceUID)).toContain(original.sopInstanceUID);
    }
    for (const bytes of [objects.report, objects.selection]) expect(withFiles({ 'a.dcm': bytes }, (place) => saidBy('dsrdump', ['-q', place('a.dcm')]).status)).toBe(0);
    expect(readMeasurementReport(parseDataSet(objects.report))).toMatchObject({ annotations: [{ kind: 'length', text: '结节' }], notices: [] });
  });

  it('name an image by the UID it has, though a zero stands in front of a component, which new objects may not have', () => {
    const { context, image } = realImage('modalities/projection/CR-ModalitySequenceLUT.dcm', false);
    expect(image.sopInstanceUID).toBe('999.999.01.23.45.6789');
    const bytes = writeMeasurementReport({ context, annotations: [annotationOn(image, 'length', { shape })], predecessors: [] });
    expect(readMeasurementReport(parseDataSet(bytes)).annotations[0]?.place.sopInstanceUID).toBe('999.999.01.23.45.6789');
    expect(findingsOf(bytes).errors.every((error) => /999\.999\.01\.23\.45\.6789|contains invalid data values for Value Representations$/.test(error))).toBe(true);
  });

  it('reads reports that are about something else without an annotation, and says so', () => {
    for (const path of ['modalities/non-image/test-SR.dcm', 'modalities/non-image/reportsi.dcm']) {
      const { annotations, notices } = readMeasurementReport(parseDataSet(readReal(path)));
      expect(annotations).toEqual([]);
      expect(notices.length).toBeGreaterThan(0);
    }
  });
});

/** Patient points of pixels, straight from the attributes of an image (PS3.3 C.7.6.2.1.1). */
const pointsByPydicom = `
import json, sys, numpy, pydicom
d = pydicom.dcmread(sys.argv[1])
position = numpy.array([float(v) for v in d.ImagePositionPatient])
row, column = numpy.array([float(v) for v in d.ImageOrientationPatient[:3]]), numpy.array([float(v) for v in d.ImageOrientationPatient[3:]])
rows, columns = (float(v) for v in d.PixelSpacing)
print(json.dumps([list(position + row * columns * c + column * rows * r) for c, r in json.loads(sys.argv[2])]))
`;

describe.runIf(hasRealData && pydicomData !== null)('marks on an oblique real slice', () => {
  it('are drawn at the pixels whose patient points pydicom gives', () => {
    const pixels = [[12, 30.5], [77.25, 81]] as const;
    const path = slices[0] ?? '';
    const points = runPydicom(pointsByPydicom, [join(dataFolder, path), JSON.stringify(pixels)]) as readonly (readonly [number, number, number])[];
    const { context, image } = realImage(path, true);
    const annotation = { ...annotationOn(image, 'length', { shape: shapes.length }), points };
    const { bytes } = writePresentationState({ context, state: stateOf({}, image), images: [image], annotations: [{ annotation, words: '' }], label: 'READING', description: '' });
    // Index 0 is the centre of the first pixel, whose upper left corner is 0\\0.
    expect(readPresentationState(parseDataSet(bytes)).graphics[0]?.points).toEqual(pixels.map(([column, row]) => [expect.closeTo(column + 0.5, 3), expect.closeTo(row + 0.5, 3)]));
  });
});

describe('patientAndStudyOf', () => {
  it('copies who it is about and leaves out descriptions DICOM cannot hold', () => {
    const { patient, study } = patientAndStudyOf(dataSetOf({ PatientName: 'Zhang^San', PatientID: 'GD-1', PatientBirthDate: '1960.05.01', StudyDate: '20260101', StudyTime: '08:15:00', StudyDescription: 'x'.repeat(65), AccessionNumber: 'A'.repeat(17), StudyID: 'S1' }));
    expect(patient).toEqual({ patientName: 'Zhang^San', patientID: 'GD-1', birthDate: '19600501', sex: null });
    expect(study).toEqual({ studyInstanceUID: '1.2', date: '20260101', time: '081500', studyID: 'S1', accessionNumber: null, description: null, referringPhysicianName: null });
  });
});
