import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { decodeFrame } from '../../shared/dicom/pixels/decodeFrame.ts';
import { toErrorShape } from '../../shared/errors/appError.ts';
import { bundledCodecs } from './codecUrls.ts';
import { fetchFrom } from './fetchFiles.ts';
import type { FlatFrame } from './flatFrame.ts';
import { failedFrame } from './flatFrames.ts';
import type { FlatFrameJob } from './flatFrames.ts';
import { flatObject, readFlatFrame } from './readFlatFrame.ts';
import type { FlatObject } from './readFlatFrame.ts';
import { answerJobs } from './workerPool.ts';
import type { JobWork } from './workerPool.ts';

const codecs = bundledCodecs();
const notAborted = new AbortController().signal;

/** The object used last, so that going through its frames fetches it once. */
let held: { readonly sha256: string; readonly object: Promise<FlatObject> } | null = null;

function objectOf({ baseUrl, sha256, sopInstanceUID }: FlatFrameJob): Promise<FlatObject> {
  if (held?.sha256 === sha256) return held.object;
  const object = fetchFrom(baseUrl)({ sha256, name: `image ${sopInstanceUID}` }, notAborted).then((bytes) => flatObject(parseDataSet(bytes)));
  held = { sha256, object };
  return object;
}

const read: JobWork<FlatFrameJob, FlatFrame> = async (job) => {
  try {
    const value = await readFlatFrame(await objectOf(job), job.frame, (frame) => decodeFrame(frame, codecs));
    const buffers = [value.pixels.kind === 'grey' ? value.pixels.values : value.pixels.rgba, ...value.overlays.map(({ bits }) => bits)].map(({ buffer }) => buffer);
    return { value, move: buffers.filter((buffer) => buffer instanceof ArrayBuffer) };
  } catch (error) {
    held = null;
    return { value: failedFrame(job.sopInstanceUID, job.frame, toErrorShape(error)), move: [] };
  }
};

answerJobs(read);
