import { decodeFrame } from '../../shared/dicom/pixels/decodeFrame.ts';
import type { EncodedFrame, StoredFrame } from '../../shared/dicom/pixels/storedFrame.ts';
import { bundledCodecs } from './codecUrls.ts';
import { answerJobs } from './workerPool.ts';
import type { JobWork } from './workerPool.ts';

const codecs = bundledCodecs();

const decode: JobWork<EncodedFrame, StoredFrame> = async (frame) => {
  const value = await decodeFrame(frame, codecs);
  return { value, move: [value.pixels.buffer] };
};

answerJobs(decode);
