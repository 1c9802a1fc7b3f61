import { describe, expect, it } from 'vitest';
import { takeJpegApart } from '../../shared/attachment/jpeg.ts';
import { pictureKinds } from '../../shared/attachment/kinds.ts';
import { writePdf } from '../../shared/attachment/writePdf.ts';
import { writePicture } from '../../shared/attachment/writePicture.ts';
import { assessBurnIn } from '../../shared/deid/burnIn.ts';
import { deidentify } from '../../shared/deid/deidentify.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { headerOf } from '../../shared/dicom/readHeader.ts';
import { readTree } from '../../shared/dicom/write/readTree.ts';
import { contextOf } from '../deid/support.ts';
import { attachmentContext as context, craftedJpeg, described, filingFrom, smallPdf } from './samples.ts';

describe('an attached object that is de-identified', () => {
  it.each(pictureKinds)('%s counts as one that has to be looked at first, and is written without patient, title and day', (kind) => {
    const object = writePicture({ context, described: described(kind, '张三 左颈部'), filing: filingFrom(kind)(kind, '20260506'), content: { coding: 'jpeg', ...takeJpegApart(craftedJpeg()) } });
    const { tree } = readTree(object);
    expect(assessBurnIn(tree, headerOf(parseDataSet(object)).sopClassUID).burnIn).toBe('likely');
    const { bytes } = deidentify(object, contextOf({ isReviewed: true }));
    const text = new TextDecoder().decode(bytes);
    for (const word of ['张三', '张^三', 'Zhang', 'GD-0042', '左颈部 HE', '20260506', '珠海市人民医院', 'console-1']) expect(text).not.toContain(word);
    expect(headerOf(parseDataSet(bytes)).image).toMatchObject({ rows: 8, columns: 8, isLossy: true });
  });

  it('a PDF is kept back whole', () => {
    const object = writePdf({ context, described: described('pdf'), filing: filingFrom('pdf')('pdf', '20260506'), pdf: smallPdf() });
    expect(() => deidentify(object, contextOf({ isReviewed: true }))).toThrow(expect.objectContaining({ reason: 'encapsulated-document' }) as Error);
  });
});
