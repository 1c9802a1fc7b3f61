import { parentPort } from 'node:worker_threads';
import type { EncodedFrame } from '../../shared/dicom/pixels/storedFrame.ts';
import { mutate } from './mutate.ts';
import { randomOf } from './random.ts';
import { readEverything } from './readEverything.ts';
import { loadSeedFiles } from './seedFiles.ts';

/** One case to be made and read. */
export interface CaseTask {
  readonly seed: number;
  readonly number: number;
}

/** What became of it; frames are decoded by whoever asked. */
export type CaseAnswer =
  | { readonly kind: 'ready'; readonly files: number }
  | { readonly kind: 'read'; readonly number: number; readonly outcome: string; readonly frames: readonly EncodedFrame[]; readonly elapsedMs: number; readonly file: string }
  | { readonly kind: 'crashed'; readonly number: number; readonly file: string; readonly why: string };

const files = loadSeedFiles();

/** The file that a case starts from and its broken copy. */
export function makeCase({ seed, number }: CaseTask): { readonly file: string; readonly bytes: Uint8Array } {
  const random = randomOf(seed, number);
  const file = random.pick(files);
  return { file: file.name, bytes: mutate(file, files, random) };
}

function answer(task: CaseTask): CaseAnswer {
  const { file, bytes } = makeCase(task);
  const startMs = performance.now();
  try {
    const { parse, header, object, pixels, frames } = readEverything(bytes);
    const outcome = parse === 'read' ? `header ${header}, object ${object}, pixels ${pixels}` : `refused: ${parse}`;
    const copies = frames.map((frame) => ({ ...frame, bytes: frame.bytes.slice() }));
    return { kind: 'read', number: task.number, outcome, frames: copies, elapsedMs: performance.now() - startMs, file };
  } catch (error) {
    return { kind: 'crashed', number: task.number, file, why: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

parentPort?.on('message', (task: CaseTask) => parentPort?.postMessage(answer(task), []));
parentPort?.postMessage({ kind: 'ready', files: files.length } satisfies CaseAnswer, []);
