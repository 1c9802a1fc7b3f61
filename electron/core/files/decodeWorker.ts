import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';
import { loadCodecs } from '../../../shared/dicom/pixels/codecs.ts';
import { decodeFrame } from '../../../shared/dicom/pixels/decodeFrame.ts';
import { toErrorShape } from '../../../shared/errors/appError.ts';
import type { DecodeAnswer, DecodeTask } from './decodeMessages.ts';

const { resolve } = createRequire(import.meta.url);
const codecs = loadCodecs((name) => readFile(resolve(`@cornerstonejs/codec-${name}/decodewasm`)));

async function answer({ id, frame }: DecodeTask): Promise<void> {
  try {
    const decoded = await decodeFrame(frame, codecs);
    post({ kind: 'decoded', id, frame: decoded }, [decoded.pixels.buffer]);
  } catch (error) {
    post({ kind: 'failed', id, error: toErrorShape(error) }, []);
  }
}

function post(message: DecodeAnswer, transfer: readonly ArrayBuffer[]): void {
  parentPort?.postMessage(message, transfer);
}

parentPort?.on('message', (task: DecodeTask) => void answer(task));
post({ kind: 'ready' }, []);
