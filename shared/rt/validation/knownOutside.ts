import type { PassRow } from './passTable.ts';

/** Why a line of the pass table lies outside its tolerance. */
export type OutsideCause = 'slab-corners';

/** The lines of the pass table outside their tolerance, with the cause; the suite fails when one comes or goes. */
export const knownOutside: readonly (Pick<PassRow, 'caseId' | 'figure' | 'gridMm' | 'sliceMm'> & { readonly cause: OutsideCause })[] = [0.5, 1].map((gridMm) => ({ caseId: 'gauss-10mm-surface', figure: 'CI Paddick', gridMm, sliceMm: 1, cause: 'slab-corners' }));

/** English of the causes, for the document. */
export const outsideEnglish: Readonly<Record<OutsideCause, string>> = {
  'slab-corners': 'contours 1 mm apart are filled as slabs; on a sphere of 10 mm the corners of the slabs lie outside the isodose that touches the sphere, so TVPIV is too small and its square more so',
};
