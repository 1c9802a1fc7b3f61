import { describe, expect, it } from 'vitest';
import { documentShown } from '../../renderer/documents/documentKind.ts';
import { contentsLocale } from '../../renderer/mdt/contents/locale.ts';
import { hasView } from '../../renderer/mdt/contents/groupContents.ts';
import { isDeskDocument } from '../../renderer/reading/deskSeries.ts';
import type { ObjectKind } from '../../shared/dicom/objectKind.ts';

const kinds = Object.keys(contentsLocale.zh.kind) as readonly ObjectKind[];

describe('the list of a case', () => {
  it('calls nothing without a view that the desk shows', () => {
    expect(kinds.filter((kind) => isDeskDocument(kind) && documentShown(kind) !== 'none' && !hasView(kind))).toEqual([]);
  });

  it('says of the others that there is none', () => {
    expect(kinds.filter((kind) => isDeskDocument(kind) && documentShown(kind) === 'none' && hasView(kind))).toEqual([]);
    expect((['video', 'rawData', 'segmentation', 'unknown'] as const).some(hasView)).toBe(false);
  });
});
