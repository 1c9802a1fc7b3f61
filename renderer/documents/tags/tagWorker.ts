import { answerJobs } from '../../study/workerPool.ts';
import type { JobWork } from '../../study/workerPool.ts';
import { listTags } from './tagRows.ts';
import type { TagList } from './tagRows.ts';

const list: JobWork<Uint8Array, TagList> = async (bytes) => ({ value: listTags(bytes), move: [] });

answerJobs(list);
