import { createHash } from 'node:crypto';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { readHeader } from '../../shared/dicom/readHeader.ts';
import { StoreError } from '../../shared/errors/appError.ts';
import type { CaseImaging, ObjectHead, StoredInstance } from '../../shared/ipc/channels.ts';
import { answerSeries } from '../../renderer/study/answerSeries.ts';
import type { FetchFile } from '../../renderer/study/fetchFiles.ts';
import { failedFrame } from '../../renderer/study/flatFrames.ts';
import type { FlatFrameJob } from '../../renderer/study/flatFrames.ts';
import { flatObject, readFlatFrame } from '../../renderer/study/readFlatFrame.ts';
import type { SeriesMessage, SeriesRequest } from '../../renderer/study/seriesMessages.ts';
import { ending } from '../../renderer/study/workerPool.ts';
import type { WorkerJob } from '../../renderer/study/workerPool.ts';
import { toErrorShape } from '../../shared/errors/appError.ts';
import type { ElementsByKeyword } from '../dicom/elementBytes.ts';
import { fileBytes } from '../dicom/elementBytes.ts';
import { decodeHere } from '../volume/buildForTest.ts';
import { FakeWorker } from './fakeWorker.ts';

const noChain: CaseImaging['chain'] = { links: [], isComplete: false, imageSeriesUID: null, structureSetUID: null, planUID: null, doseUIDs: [], problems: [] };

/** Files as core stores them, what each fetch asked for, and a gate to hold fetches back. */
export class StoredFiles {
  readonly imaging: CaseImaging;
  readonly fetched: string[] = [];
  readonly #bytes = new Map<string, Uint8Array>();
  readonly #uidOf = new Map<string, string>();
  readonly #lost = new Set<string>();
  /** Resolves when a fetch may go on. */
  gate: (sopInstanceUID: string) => Promise<void> = () => Promise.resolve();

  constructor(files: readonly Uint8Array[]) {
    const instances = files.map((bytes): StoredInstance => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const header = readHeader(bytes);
      this.#bytes.set(sha256, bytes);
      this.#uidOf.set(sha256, header.sopInstanceUID);
      return { header, sha256, byteLength: bytes.length, isPresent: true };
    });
    this.imaging = { instances, chain: noChain };
  }

  /** What imaging.heads answers: everything before the pixel element, whose header takes 12 bytes. */
  heads(seriesInstanceUID: string): readonly ObjectHead[] {
    return this.imaging.instances.filter(({ header }) => header.seriesInstanceUID === seriesInstanceUID).map(({ header: { sopInstanceUID }, sha256, byteLength }) => {
      const bytes = this.#bytes.get(sha256) ?? new Uint8Array();
      const value = parseDataSet(bytes).pixelData()?.byteOffset;
    const end = value === undefined ? bytes.length : value - 12;
      return { sopInstanceUID, sha256, byteLength, bytes: bytes.slice(0, end), isWhole: end === bytes.length };
    });
  }

  /** Its beginning is known, but its file can no longer be read. */
  lose(sopInstanceUID: string): void {
    this.#lost.add(sopInstanceUID);
  }

  readonly fetchFile: FetchFile = async ({ sha256, name }, signal) => {
    const uid = this.#uidOf.get(sha256) ?? '';
    this.fetched.push(uid);
    await this.gate(uid);
    if (signal.aborted) throw new StoreError('cancelled', 'aborted');
    const bytes = this.#bytes.get(sha256);
    if (bytes === undefined || this.#lost.has(uid)) throw new StoreError('not-found', `The bytes of ${name} could not be read.`);
    return bytes;
  };

  /** A worker that reads in this thread, as the real one does in its own. */
  seriesWorker(isShared = true): InProcessWorker {
    return new InProcessWorker((worker) =>
      answerSeries({
        post: (message) => worker.hear(message),
        fetchFrom: () => this.fetchFile,
        makeDecoder: () => ({ decode: decodeHere, close: () => Promise.resolve() }),
        allocate: (byteLength) => (isShared ? new SharedArrayBuffer(byteLength) : new ArrayBuffer(byteLength)),
        nowMs: () => performance.now(),
        close: () => {
          worker.isClosed = true;
        },
        fail: (error) => worker.fail(String(error)),
      }));
  }

  /** The same for flat frames. */
  frameWorker(): InProcessWorker {
    const work = async ({ sha256, sopInstanceUID, frame }: FlatFrameJob): Promise<unknown> => {
      try {
        const bytes = await this.fetchFile({ sha256, name: sopInstanceUID }, new AbortController().signal);
        return await readFlatFrame(flatObject(parseDataSet(bytes)), frame, decodeHere);
      } catch (error) {
        return failedFrame(sopInstanceUID, frame, toErrorShape(error));
      }
    };
    return new InProcessWorker((worker) => (message: unknown) => {
      if (message === ending) {
        worker.isClosed = true;
        worker.hear(ending);
        return;
      }
      const { id, job } = message as WorkerJob<FlatFrameJob>;
      void work(job).then((value) => worker.hear({ id, ok: true, value }));
    });
  }
}

/** Counts what is attached to it, and tells the page in a turn of its own, as a worker does. */
export class InProcessWorker extends FakeWorker {
  isClosed = false;
  listeners = 0;
  readonly #handle: (message: never) => void;

  constructor(make: (worker: InProcessWorker) => (message: never) => void) {
    super();
    this.#handle = make(this);
  }

  /** It runs no more. */
  get isOver(): boolean {
    return this.isClosed || this.isTerminated;
  }

  override addEventListener(type: string, listener: EventListener | null, options?: AddEventListenerOptions | boolean): void {
    super.addEventListener(type, listener, options);
    this.listeners++;
    if (typeof options === 'object') options.signal?.addEventListener('abort', () => this.listeners--);
  }

  override postMessage(message: unknown): void {
    this.posted.push(message);
    queueMicrotask(() => {
      if (!this.isOver) this.#handle(message as never);
    });
  }

  hear(message: SeriesMessage | object): void {
    queueMicrotask(() => {
      if (!this.isTerminated) this.say(message);
    });
  }

  get requests(): readonly SeriesRequest[] {
    return this.posted as SeriesRequest[];
  }
}

/** Waits until something is so; what never becomes so fails by the test's own timeout. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** One object of six frames: two stacks of three, interleaved. */
export function enhancedFile(): Uint8Array {
  const perFrame = [0, 1, 2, 3, 4, 5].map((frame): ElementsByKeyword => ({
    FrameContentSequence: [{ StackID: frame % 2 === 0 ? 'A' : 'B', InStackPositionNumber: new Uint8Array(Uint32Array.of((frame >> 1) + 1).buffer) }],
    PlanePositionSequence: [{ ImagePositionPatient: [0, 0, 5 * (frame >> 1)] }],
  }));
  return fileBytes({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.4.1', SOPInstanceUID: '1.5', StudyInstanceUID: '1.3', SeriesInstanceUID: '1.4', FrameOfReferenceUID: '1.9', Modality: 'MR', NumberOfFrames: '6', Rows: [1], Columns: [2],
    BitsAllocated: [16], BitsStored: [12], HighBit: [11], PixelRepresentation: [0], SamplesPerPixel: [1], PhotometricInterpretation: 'MONOCHROME2', ImageComments: 'x'.repeat(600),
    SharedFunctionalGroupsSequence: [{ PlaneOrientationSequence: [{ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] }], PixelMeasuresSequence: [{ PixelSpacing: [1, 1] }] }],
    PerFrameFunctionalGroupsSequence: perFrame,
    PixelData: new Uint8Array(Uint16Array.from({ length: 12 }, (_, index) => index * 10).buffer),
  });
}
