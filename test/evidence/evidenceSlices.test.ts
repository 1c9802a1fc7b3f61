import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../shared/annotation/types.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { readPlane } from '../../shared/dicom/readPlane.ts';
import { evidenceSlices } from '../../shared/evidence/evidenceSlices.ts';
import type { GridGeometry } from '../../shared/volume/types.ts';
import { readMeasurementReport } from '../../shared/evidence/readMeasurementReport.ts';
import { writeMeasurementReport } from '../../shared/evidence/writeMeasurementReport.ts';
import { annotationOn, contextFor, radiograph, studyUID } from './samples.ts';
import { hasRealData, readReal } from '../dicom/realData.ts';

const shared = { sopClassUID: '1.2.840.10008.5.1.4.1.1.2', studyInstanceUID: studyUID, studyDate: '20261122', frames: 1 };
/** A gantry tilted by 20 degrees: slices 2.5 mm apart along the table, 2.5 · cos 20° along their normal. */
const [c, s] = [Math.cos((20 * Math.PI) / 180), Math.sin((20 * Math.PI) / 180)];
const tilted: GridGeometry = {
  columns: 512, rows: 512, slices: 3, origin: [-250, -200, 10], rowDirection: [1, 0, 0], columnDirection: [0, c, s], normal: [0, -s, c], sliceDirection: [0, 0, 1 / c],
  columnSpacingMm: 0.9765625, rowSpacingMm: 0.9765625, sliceOffsetsMm: [0, 2.5 * c, 5 * c],
};
const volume = { volumeId: '1.2.7#2', seriesInstanceUID: '1.2.7', frameOfReferenceUID: '7.7', modality: 'CT', geometry: tilted, sopInstanceUIDs: ['1.2.7.1', '1.2.7.2', '1.2.7.3'] };

describe('evidenceSlices', () => {
  it('places the slices of a tilted gantry where their images lie', () => {
    const slices = evidenceSlices(volume, shared);
    expect(slices.map(({ plane }) => plane?.origin.map((value) => Math.round(value * 1e9) / 1e9))).toEqual([[-250, -200, 10], [-250, -200, 12.5], [-250, -200, 15]]);
    expect(slices.map(({ sopInstanceUID, plane }) => [sopInstanceUID, plane?.volumeId])).toEqual([['1.2.7.1', '1.2.7#2'], ['1.2.7.2', '1.2.7#2'], ['1.2.7.3', '1.2.7#2']]);
  });

  it('gives a cut plane the slice nearest to its points as source', () => {
    const images = evidenceSlices(volume, shared);
    // In the coronal plane y = -150, 50 mm behind the first row: there the middle slice is at z = 12.5 + 50 · tan 20° = 30.7.
    const drawn = annotationOn(images[0] ?? radiograph, 'length', { isAcross: true });
    const coronal: Annotation = { ...drawn, place: { space: 'patient', frameOfReferenceUID: '7.7', normal: [0, 1, 0], volumeId: '1.2.7#2', sopInstanceUID: null, frame: 0 }, points: [[-200, -150, 29.7], [-150, -150, 31.7]] };
    const dataSet = parseDataSet(writeMeasurementReport({ context: contextFor(images), annotations: [coronal], predecessors: [] }));
    const [study] = dataSet.items('CurrentRequestedProcedureEvidenceSequence');
    expect(study?.items('ReferencedSeriesSequence')[0]?.items('ReferencedSOPSequence').map((item) => item.text('ReferencedSOPInstanceUID'))).toEqual(['1.2.7.2']);
    expect(readMeasurementReport(dataSet).annotations).toMatchObject([{ place: { sopInstanceUID: null, normal: [0, 1, 0] } }]);
  });

  it.runIf(hasRealData)('has the plane of a real image for the slice it is', () => {
    const plane = readPlane(parseDataSet(readReal('modalities/mr-series/bbmri-53323131.dcm')));
    const geometry = { ...tilted, ...plane, slices: 1, sliceDirection: plane.normal, sliceOffsetsMm: [0] };
    const [slice] = evidenceSlices({ ...volume, geometry, sopInstanceUIDs: ['1.2.7.1'] }, shared);
    expect(slice).toMatchObject({ columns: plane.columns, rows: plane.rows, columnSpacingMm: plane.columnSpacingMm, plane: { origin: plane.origin, rowDirection: plane.rowDirection, columnDirection: plane.columnDirection } });
  });
});
