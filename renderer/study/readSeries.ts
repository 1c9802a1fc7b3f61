import { toErrorShape } from '../../shared/errors/appError.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import type { DataSet } from '../../shared/dicom/dataSet.ts';
import type { StoredInstance } from '../../shared/ipc/channels.ts';
import { buildImageVolumes } from '../../shared/volume/buildVolume.ts';
import type { DecodeFrame } from '../../shared/volume/fillVoxels.ts';
import { hasPlace, isColour } from './flatReason.ts';
import type { FlatSeries, StudyMessage } from './messages.ts';

export interface ReadSeriesInput {
  readonly decode: DecodeFrame;
  readonly allocate: (byteLength: number) => ArrayBufferLike;
  readonly post: (message: StudyMessage) => void;
}

/**
 * Reads one image series and posts its volumes. A series of colour images or without positions is told as what it is;
 * only what should be a volume and cannot is a problem.
 */
export async function readSeries(series: readonly StoredInstance[], files: readonly Uint8Array[], { decode, allocate, post }: ReadSeriesInput): Promise<void> {
  const [first] = series;
  if (first === undefined) return;
  const { modality, seriesInstanceUID } = first.header;
  const object = `${modality} series ${seriesInstanceUID}`;
  const problem = (error: unknown): void => post({ type: 'problem', problem: { object, error: toErrorShape(error) } });
  try {
    const dataSets = files.map((bytes) => parseDataSet(bytes));
    const reason = seriesReason(dataSets);
    if (reason !== null) {
      post({ type: 'flatSeries', series: { seriesInstanceUID, modality, images: series.length, reason } });
      return;
    }
    const { volumes, refusals } = await buildImageVolumes(dataSets, { decode, allocate });
    for (const volume of volumes) post({ type: 'volume', volume });
    for (const refusal of refusals) problem(refusal);
  } catch (error) {
    problem(error);
  }
}

/** Why no image of a series can lie in a volume; null where one can. */
function seriesReason(dataSets: readonly DataSet[]): FlatSeries['reason'] | null {
  if (dataSets.every(isColour)) return 'colour';
  return dataSets.some(hasPlace) ? null : 'not-placed';
}
