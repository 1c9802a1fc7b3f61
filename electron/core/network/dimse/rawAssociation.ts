import type { Socket } from 'node:net';
import { Writable } from 'node:stream';
import { AppError } from '../../../../shared/errors/appError.ts';
import { maxObjectBytes } from '../nodeClient.ts';
import type { ObjectIdentity } from '../part10.ts';
import { CEchoResponse, CStoreResponse, Dataset, Scp, type EchoRequest, type EchoResponse, type PresentationContext, type StoreRequest, type StoreResponse } from './library.ts';

/** An object as it came by C-STORE: the data set's own bytes. */
export interface ReceivedObject extends ObjectIdentity {
  readonly dataSet: Uint8Array;
  /** Who asked for it by C-MOVE; null where it came unasked, or the archive does not say. */
  readonly moveOriginatorAeTitle: string | null;
}

/** A data set the library sends as the bytes it is; nothing of it is decoded. */
export class RawDataset extends Dataset {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array, transferSyntaxUID: string, identity: { readonly SOPClassUID?: string; readonly SOPInstanceUID?: string } = {}) {
    super({ ...identity }, transferSyntaxUID);
    this.bytes = bytes;
  }

  override getDenaturalizedDataset(): Buffer {
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
  }
}

/** Collects the fragments of one data set. `write` never asks to wait: the library would then mix up the order of PDUs. */
class FragmentCollector extends Writable {
  #fragments: Buffer[] = [];
  #length = 0;

  constructor() {
    super({ highWaterMark: Number.MAX_SAFE_INTEGER });
  }

  override _write(fragment: Buffer, _encoding: string, done: () => void): void {
    this.#length += fragment.length;
    if (this.#length <= maxObjectBytes) this.#fragments.push(fragment);
    else this.#fragments = [];
    done();
  }

  /** The data set; null when it was too large to be kept. */
  join(): Uint8Array | null {
    return this.#length <= maxObjectBytes ? Buffer.concat(this.#fragments, this.#length) : null;
  }
}

/** What the library keeps of a message while it tells of it, and does not declare. */
interface MessageBuffer {
  dimseStream: { toBuffer(): Buffer } | undefined;
}

/** Statuses of PS3.4 B.2.3 and PS3.7 annex C. */
const status = { success: 0x0000, processingFailure: 0x0110, outOfResources: 0xa700, mismatch: 0xa900, notUnderstood: 0xc000 } as const;

/** One association, whichever side asked for it: data sets come and go as bytes. */
export abstract class RawAssociation extends Scp {
  /** @param idleMs the connection is given up when nothing moves on it for so long */
  constructor(socket: Socket, idleMs: number) {
    // Its own limits count from the last PDU received, which a long upload passes; the socket's count what moves.
    // Of other data sets than those to store it decodes nothing but the first tag.
    super(socket, { connectTimeout: idleMs, associationTimeout: neverMs, pduTimeout: neverMs, datasetReadOptions: { untilTag: '00000000', stopOnGreaterTag: true } });
    (this as unknown as { connected: boolean }).connected = true;
  }

  /** Keeps a received object; resolved once it may be answered with success. */
  protected abstract take(object: ReceivedObject): Promise<void>;

  /** Bytes of the data set of the message being told of. */
  dataSetOfMessage(): Uint8Array {
    const { dimseStream } = this as unknown as MessageBuffer;
    if (!dimseStream) throw new Error('The DIMSE library no longer keeps the bytes of a message while it tells of it.');
    return dimseStream.toBuffer();
  }

  /** The library starts a new buffer only after a message with a data set; without this the next command is read behind the last one. */
  forgetMessage(): void {
    (this as unknown as MessageBuffer).dimseStream = undefined;
  }

  override createStoreWritableStream(): Writable {
    return new FragmentCollector();
  }

  override createDatasetFromStoreWritableStream(writable: Writable, context: PresentationContext, callback: (dataset: InstanceType<typeof Dataset>) => void): void {
    const bytes = (writable as FragmentCollector).join();
    const syntax = context.getAcceptedTransferSyntaxUid() ?? '';
    callback(bytes === null ? new Dataset({}, syntax) : new RawDataset(bytes, syntax));
  }

  override cEchoRequest(request: EchoRequest, callback: (response: EchoResponse) => void): void {
    this.forgetMessage();
    const response = CEchoResponse.fromRequest(request);
    response.setStatus(status.success);
    callback(response);
  }

  override cStoreRequest(request: StoreRequest, callback: (response: StoreResponse) => void): void {
    void this.#answer(request, callback);
  }

  async #answer(request: StoreRequest, callback: (response: StoreResponse) => void): Promise<void> {
    const result = await this.#store(request);
    const response = CStoreResponse.fromRequest(request);
    response.setStatus(result);
    callback(response);
  }

  async #store(request: StoreRequest): Promise<number> {
    const dataset = request.getDataset();
    if (!(dataset instanceof RawDataset)) return status.outOfResources;
    const originator: unknown = request.getCommandDataset()?.getElement('MoveOriginatorApplicationEntityTitle');
    try {
      await this.take({
        sopClassUID: clean(request.getAffectedSopClassUid()), sopInstanceUID: clean(request.getAffectedSopInstanceUid()), transferSyntaxUID: dataset.getTransferSyntaxUid(),
        dataSet: dataset.bytes, moveOriginatorAeTitle: typeof originator === 'string' ? clean(originator) : null,
      });
      return status.success;
    } catch (error) {
      return statusOf(error);
    }
  }
}

const neverMs = 2 ** 40;
const clean = (text: string): string => text.replace(/[\0 ]+$/, '').trim();

function statusOf(error: unknown): number {
  if (!(error instanceof AppError)) return status.processingFailure;
  if (error.code === 'store') return status.outOfResources;
  if (error.code !== 'dicom') return status.processingFailure;
  return error.reason === 'missing-attribute' ? status.mismatch : status.notUnderstood;
}
