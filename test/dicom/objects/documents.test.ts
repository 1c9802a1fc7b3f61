import { describe, expect, it } from 'vitest';
import { DicomError } from '../../../shared/errors/appError.ts';
import { parseDataSet } from '../../../shared/dicom/dataSet.ts';
import { headerOf, readHeader } from '../../../shared/dicom/readHeader.ts';
import { readEncapsulatedDocument } from '../../../shared/dicom/objects/encapsulatedDocument.ts';
import { readPresentationState } from '../../../shared/dicom/objects/presentationState.ts';
import { makeSampleCase } from '../../../shared/rt/phantom/makeSampleCase.ts';
import { hasDcmtk } from '../pixels/dcmtk.ts';
import { bytesOf, dataSetOf, madeByDcmtk } from './support.ts';

const pdf = { SOPClassUID: '1.2.840.10008.5.1.4.1.1.104.1', Modality: 'DOC', MIMETypeOfEncapsulatedDocument: 'application/pdf' };

describe('readEncapsulatedDocument', () => {
  const document = new TextEncoder().encode('%PDF-1.7 odd\n');

  it('gives the document exactly, with and without its length stated', () => {
    const padded = new Uint8Array([...document, 0]);
    const stated = dataSetOf({ ...pdf, DocumentTitle: 'Opinion', EncapsulatedDocument: padded, EncapsulatedDocumentLength: bytesOf(new Uint32Array([document.length])) });
    expect(readEncapsulatedDocument(stated)).toMatchObject({ title: 'Opinion', mimeType: 'application/pdf', bytes: document, warnings: [] });
    expect(readEncapsulatedDocument(dataSetOf({ ...pdf, EncapsulatedDocument: padded })).bytes).toEqual(document);
  });

  it('refuses a document that is shorter than it says, or not there', () => {
    const cut = dataSetOf({ ...pdf, EncapsulatedDocument: document.subarray(0, 10), EncapsulatedDocumentLength: bytesOf(new Uint32Array([13])) });
    expect(() => readEncapsulatedDocument(cut)).toThrow(DicomError);
    expect(() => readEncapsulatedDocument(dataSetOf(pdf))).toThrow('(0042,0011)');
  });

  it.runIf(hasDcmtk)('opens what DCMTK packs, byte for byte', () => {
    const body = '1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF';
    for (const text of [`%PDF-1.4\n${body}`, `%PDF-1.4\n${body}\n`]) {
      const packed = madeByDcmtk('pdf2dcm', new TextEncoder().encode(text), ['+t', 'Pathology'], 'in.pdf');
      const opened = readEncapsulatedDocument(parseDataSet(packed));
      expect(new TextDecoder().decode(opened.bytes)).toBe(text);
      expect(readHeader(packed)).toMatchObject({ kind: 'encapsulatedPdf', label: 'Pathology', image: null });
    }
    const stl = new Uint8Array(84 + 50);
    stl.set(new TextEncoder().encode('binary'));
    stl[80] = 1;
    const packed = madeByDcmtk('stl2dcm', stl, [], 'in.stl');
    expect(readEncapsulatedDocument(parseDataSet(packed)).bytes).toEqual(stl);
  });
});

describe('readPresentationState', () => {
  const image = { ReferencedSOPClassUID: '1.2.840.10008.5.1.4.1.1.2', ReferencedSOPInstanceUID: '5.1' };
  const state = {
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.11.1', Modality: 'PR', ContentLabel: 'TUMOUR', ImageRotation: [90], ImageHorizontalFlip: 'Y',
    ReferencedSeriesSequence: [{ ReferencedImageSequence: [image] }],
    DisplayedAreaSelectionSequence: [{ DisplayedAreaTopLeftHandCorner: bytesOf(new Int32Array([-9, 1])), DisplayedAreaBottomRightHandCorner: bytesOf(new Int32Array([512, 300])), PresentationSizeMode: 'SCALE TO FIT' }],
    GraphicAnnotationSequence: [{ TextObjectSequence: [{}, {}], GraphicObjectSequence: [{}] }, { GraphicObjectSequence: [{}] }],
    GraphicLayerSequence: [{ GraphicLayer: 'L1', GraphicLayerOrder: '1' }],
    SoftcopyVOILUTSequence: [{ WindowCenter: '40', WindowWidth: '400' }],
  } as const;

  it('lists images, area, layers, annotations and windows', () => {
    expect(readPresentationState(dataSetOf(state))).toMatchObject({
      label: 'TUMOUR', images: [{ sopInstanceUID: '5.1' }], layers: [{ name: 'L1', order: 1 }], textAnnotations: 2, graphicAnnotations: 2,
      displayedAreas: [{ topLeft: [-9, 1], bottomRight: [512, 300], sizeMode: 'SCALE TO FIT' }],
      vois: [{ images: [], windowCenters: [40], windowWidths: [400], hasLut: false }], isFlipped: true, rotationDegrees: 90,
    });
    expect(headerOf(dataSetOf(state))).toMatchObject({ kind: 'presentationState', label: 'TUMOUR', references: [{ role: 'object', sopInstanceUID: '5.1' }] });
  });

  it.runIf(hasDcmtk)('reads what dcmpsmk makes for an image', () => {
    const slice = makeSampleCase({ slices: 4, matrixSize: 32 }).files[0]?.bytes ?? new Uint8Array();
    const made = readPresentationState(parseDataSet(madeByDcmtk('dcmpsmk', slice, [], 'in.dcm')));
    expect(made.images.map(({ sopInstanceUID }) => sopInstanceUID)).toEqual([readHeader(slice).sopInstanceUID]);
    expect(made.displayedAreas).toMatchObject([{ topLeft: [1, 1], bottomRight: [32, 32] }]);
    expect(made.vois).toHaveLength(1);
  });
});
