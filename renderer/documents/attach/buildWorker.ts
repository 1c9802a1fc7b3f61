import { AttachmentError } from '../../../shared/attachment/attachmentError.ts';
import { answerJobs } from '../../study/workerPool.ts';
import type { JobWork } from '../../study/workerPool.ts';
import { buildObject } from './buildObject.ts';
import type { BuildAnswer, BuildJob } from './buildObject.ts';
import { decodePicture } from './decodePicture.ts';

const build: JobWork<BuildJob, BuildAnswer> = async (job) => {
  try {
    const object = await buildObject(job, decodePicture);
    return { value: { object, refusal: null }, move: [object.buffer] };
  } catch (error) {
    // The pool carries errors of DICOM alone; of a file that is not taken the page needs the reason.
    if (!(error instanceof AttachmentError)) throw error;
    return { value: { object: null, refusal: { reason: error.reason, message: error.message } }, move: [] };
  }
};

answerJobs(build);
