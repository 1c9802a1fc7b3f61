import { Worker } from 'node:worker_threads';
import type { EncodedFrame } from '../../../shared/dicom/pixels/storedFrame.ts';
import type { DecodeAnswer } from './decodeMessages.ts';

/** What became of one frame; `lost` means that it ended its worker, `unstarted` that there was none. */
export type DecodeOutcome = Exclude<DecodeAnswer, { kind: 'ready' }> | { readonly kind: 'lost' | 'unstarted'; readonly why: string };

/** One decode worker, which takes one frame at a time. */
export interface DecodeThread {
  decode(frame: EncodedFrame, deadlineMs: number): Promise<DecodeOutcome>;
  end(): Promise<void>;
}

/** The entry lies beside this file in the sources, and in the folder above the chunks of a build. */
function entryUrl(): URL {
  const here = import.meta.url;
  const entry = here.endsWith('.ts') ? './decodeWorker.ts' : here.includes('/chunks/') ? '../decodeWorker.js' : './decodeWorker.js';
  return new URL(entry, here);
}

/** Starts a worker. Its JavaScript heap is bounded; what code streams may allocate is bounded where they are read. */
export function startDecodeThread(): DecodeThread {
  const worker = new Worker(entryUrl(), { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 256 } });
  let settle: ((outcome: DecodeOutcome) => void) | null = null;
  let gone: string | null = null;
  let number = 0;
  const finish = (outcome: DecodeOutcome): void => {
    settle?.(outcome);
    settle = null;
  };
  const ready = new Promise<void>((resolve) => {
    const lose = (why: string): void => {
      gone ??= why;
      finish({ kind: 'lost', why: gone });
      resolve();
    };
    worker.on('message', (answer: DecodeAnswer) => {
      if (answer.kind === 'ready') resolve();
      else if (answer.id === number) finish(answer);
    });
    worker.on('error', (error) => lose(error.message));
    worker.on('exit', () => lose('its decoder ended'));
  });
  const end = async (): Promise<void> => {
    await worker.terminate();
  };

  const send = (frame: EncodedFrame, deadlineMs: number): Promise<DecodeOutcome> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        finish({ kind: 'lost', why: `it took longer than ${deadlineMs / 1000} s` });
        void end();
      }, deadlineMs);
      settle = (outcome) => {
        clearTimeout(timer);
        resolve(outcome);
      };
      number += 1;
      // A frame is a view on its whole file, so a copy of its own is what is handed over.
      const bytes = frame.bytes.slice();
      worker.postMessage({ id: number, frame: { ...frame, bytes } }, [bytes.buffer]);
    });

  return {
    end,
    async decode(frame, deadlineMs) {
      await ready;
      if (gone !== null) return { kind: 'unstarted', why: gone };
      return send(frame, deadlineMs);
    },
  };
}
