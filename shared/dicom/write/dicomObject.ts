import type { DicomKeyword, dictionary, WrittenVr } from './dictionary.ts';

/** Sample values for PixelData; written little endian whatever the host. */
export type PixelArray = Uint8Array | Int16Array | Uint16Array | Uint32Array;

type OneOrMany<T> = T | readonly T[];

/** What a caller may give for a VR; `null` writes the attribute with zero length (type 2, unknown). */
type ValueOf<V extends WrittenVr> = V extends 'SQ'
  ? readonly DicomObject[]
  : V extends 'OB' | 'OW'
    ? PixelArray
    : V extends 'AT'
      ? OneOrMany<DicomKeyword>
      : V extends 'DS' | 'FD' | 'FL' | 'IS' | 'SL' | 'UL' | 'US'
        ? OneOrMany<number>
        : OneOrMany<string>;

/**
 * A data set as a plain object keyed by DICOM keyword; sequences are arrays of the same.
 * Key order does not matter: attributes are written in ascending tag order.
 */
export type DicomObject = { readonly [K in DicomKeyword]?: ValueOf<(typeof dictionary)[K]['vr']> | null };
