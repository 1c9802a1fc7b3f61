import type { DataSet } from '../dataSet.ts';
import type { FrameView } from '../functionalGroups.ts';

/** What a reader must know of how an image came about. */
export interface ImageMarks {
  /** It was compressed with loss at some time, even if it is not now (PS3.3 C.7.6.1.1.5). */
  readonly isLossy: boolean;
  /** One for each compression, in their order; null where not stated. */
  readonly lossyRatio: number | null;
  readonly lossyMethod: string | null;
  /** Values were computed from other images. */
  readonly isDerived: boolean;
}

/** Syntaxes that always lose something. */
const lossySyntaxes = new Set(['50', '51', '53', '55', '81'].map((end) => `1.2.840.10008.1.2.4.${end}`));

export function readMarks(dataSet: DataSet, view: FrameView): ImageMarks {
  const ratios = dataSet.texts('LossyImageCompressionRatio')?.map(Number) ?? [];
  const last = ratios.at(-1);
  return {
    isLossy: dataSet.text('LossyImageCompression') === '01' || lossySyntaxes.has(dataSet.transferSyntaxUID),
    lossyRatio: last !== undefined && last > 0 ? last : null,
    lossyMethod: dataSet.texts('LossyImageCompressionMethod')?.at(-1) ?? null,
    isDerived: view.content().frameType[0] === 'DERIVED',
  };
}
