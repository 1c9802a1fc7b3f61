import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { describeDisplay } from '../../shared/dicom/display/describeDisplay.ts';
import { renderFrame } from '../../shared/dicom/display/renderFrame.ts';
import { decodeFrame } from '../../shared/dicom/pixels/decodeFrame.ts';
import { describePixels } from '../../shared/dicom/pixels/describePixels.ts';
import { encodedFrame } from '../../shared/dicom/pixels/encodedFrame.ts';
import { bundledCodecs } from './codecUrls.ts';
import type { FrameJob, RenderedImage } from './frameImage.ts';
import { shrinkImage } from './shrinkImage.ts';
import { answerJobs } from './workerPool.ts';
import type { JobWork } from './workerPool.ts';

const codecs = bundledCodecs();

const render: JobWork<FrameJob, RenderedImage> = async ({ bytes, frame, mostPx }) => {
  const dataSet = parseDataSet(bytes);
  const pixels = describePixels(dataSet);
  const stored = await decodeFrame(encodedFrame(dataSet, pixels, frame), codecs);
  const display = describeDisplay(dataSet, frame, { pixels });
  const whole = { ...renderFrame(stored, display), aspectRatio: display.aspectRatio };
  const image = mostPx === null ? whole : shrinkImage(whole, mostPx);
  return { value: { image, frames: pixels.frames }, move: [image.rgba.buffer] };
};

answerJobs(render);
