import type { HungSeries } from '../../shared/viewing/seriesClass.ts';

let count = 0;

/** A series of a study named by its date, as the index of a case gives it. */
export function series(modality: string, description: string | null, fields: Partial<HungSeries> & { readonly date?: string } = {}): HungSeries {
  const { date = '20261101', ...own } = fields;
  count += 1;
  return {
    seriesInstanceUID: `1.2.${count}`, studyInstanceUID: `1.9.${date}`, studyDate: date === '' ? null : date, studyDescription: null, modality, description, bodyPart: null, number: count, images: 100,
    shows: ['CR', 'DX', 'MG', 'US', 'XA'].includes(modality) ? 'frames' : 'volume', sopInstanceUID: null, frameOfReferenceUID: `1.7.${date}`, isPlanning: false, views: [], ...own,
  };
}
