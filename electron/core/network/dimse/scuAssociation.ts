import type { Socket } from 'node:net';
import { AppError } from '../../../../shared/errors/appError.ts';
import { cancelled, connectionError, networkError } from '../networkErrors.ts';
import { nameEndpoint, openSocket, type Endpoint } from '../openSocket.ts';
import { Association, constants, type LibraryAssociation, type LibraryRequest, type LibraryResponse } from './library.ts';
import { limitPdus } from './limitPdus.ts';
import { RawAssociation, type ReceivedObject } from './rawAssociation.ts';
import { rejectionError, type AeTitles } from './rejection.ts';

const { PresentationContextResult } = constants;

export interface DimsePeer extends AeTitles {
  readonly endpoint: Endpoint;
}

/** One presentation context to ask for (PS3.8 7.1.1.13). */
export interface Proposal {
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
  /** We are the one who stores: C-GET sends its objects this way round (PS3.7 D.3.3.4). */
  readonly isProvider?: boolean;
}

export interface AssociateOptions {
  readonly signal: AbortSignal;
  readonly connectMs?: number;
  readonly idleMs?: number;
  /** Objects of a C-GET. */
  readonly take?: (object: ReceivedObject) => Promise<void>;
}

/** The last response to a request. */
export interface FinalResponse {
  readonly status: number;
  readonly response: LibraryResponse;
}

const releaseMs = 2_000;
const isPending = (status: number): boolean => status === 0xff00 || status === 0xff01;

class Wire extends RawAssociation {
  readonly #take: ((object: ReceivedObject) => Promise<void>) | undefined;
  onAbort: () => void = () => undefined;

  constructor(socket: Socket, idleMs: number, take: ((object: ReceivedObject) => Promise<void>) | undefined) {
    super(socket, idleMs);
    this.#take = take;
  }

  protected override take(object: ReceivedObject): Promise<void> {
    return this.#take ? this.#take(object) : Promise.reject(networkError('refused', 'refused', 'Nothing was asked for.'));
  }

  override abort(): void {
    this.onAbort();
  }
}

/** An association this console asked for. One request at a time; the first error ends it. */
export class ScuAssociation {
  readonly #peer: DimsePeer;
  readonly #socket: Socket;
  readonly #wire: Wire;
  readonly #association: LibraryAssociation;
  readonly #signal: AbortSignal;
  #error: AppError | null = null;
  #reject: (error: AppError) => void = () => undefined;
  readonly #onSignal = (): void => this.#fail(cancelled());

  private constructor(peer: DimsePeer, socket: Socket, proposals: readonly Proposal[], options: AssociateOptions) {
    this.#peer = peer;
    this.#socket = socket;
    this.#signal = options.signal;
    limitPdus(socket);
    this.#wire = new Wire(socket, options.idleMs ?? 60_000, options.take);
    this.#association = propose(peer, proposals);
    const where = nameEndpoint(peer.endpoint);
    socket.on('timeout', () => this.#fail(connectionError(Object.assign(new Error('idle'), { code: 'ETIMEDOUT' }), where)));
    socket.on('error', (error) => this.#fail(connectionError(error, where)));
    socket.on('close', () => this.#fail(networkError('unreachable', 'connectionLost', `${peer.name} ended the connection; look into its log.`)));
    this.#wire.on('networkError', () => this.#fail(networkError('refused', 'notDicom', `${where} does not answer as DICOM; check the port: DICOM is often 104, 4242 or 11112, not the port of a web page.`)));
    this.#wire.onAbort = () => this.#fail(networkError('unreachable', 'connectionLost', `${peer.name} broke off the association; look into its log.`));
    options.signal.addEventListener('abort', this.#onSignal, { once: true });
  }

  /**
   * Opens an association, works on it and ends it: released in good order, aborted when the work failed.
   * @throws {SyncError} unreachable | unauthorized | refused, why in `detail.why`; {StoreError} cancelled
   */
  static async during<T>(peer: DimsePeer, proposals: readonly Proposal[], options: AssociateOptions, work: (association: ScuAssociation) => Promise<T>): Promise<T> {
    const association = await ScuAssociation.#open(peer, proposals, options);
    try {
      const result = await work(association);
      await association.#release();
      return result;
    } finally {
      association.#fail(cancelled());
    }
  }

  static async #open(peer: DimsePeer, proposals: readonly Proposal[], options: AssociateOptions): Promise<ScuAssociation> {
    const connectMs = options.connectMs ?? 10_000;
    const socket = await openSocket(peer.endpoint, connectMs, options.signal);
    const opened = new ScuAssociation(peer, socket, proposals, options);
    await opened.#negotiate(connectMs);
    return opened;
  }

  async #negotiate(timeoutMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    try {
      await this.#untilFailure<void>((resolve) => {
        timer = setTimeout(() => this.#fail(networkError('unreachable', 'timedOut', `${this.#peer.name} takes the connection and does not answer as DICOM; check the port.`)), timeoutMs);
        this.#wire.on('associationAccepted', () => resolve());
        this.#wire.on('associationRejected', (rejection: { source: number; reason: number }) => this.#fail(rejectionError(rejection, this.#peer)));
        this.#wire.sendAssociationRequest(this.#association);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** True when objects of this kind may go, or requests be made, in this transfer syntax. */
  accepts(abstractSyntax: string, transferSyntax: string): boolean {
    return this.#association.getPresentationContexts().some(({ context }) =>
      context.getResult() === PresentationContextResult.Accept && context.getAbstractSyntaxUid() === abstractSyntax && context.getAcceptedTransferSyntaxUid() === transferSyntax);
  }

  /**
   * Sends one request and waits for its last response.
   * @param onPending told of every response before that, with the bytes of its data set
   */
  perform(request: LibraryRequest, onPending: (dataSet: Uint8Array | null) => void = () => undefined): Promise<FinalResponse> {
    // The library skips a request without context in silence, and encodes anew what has another transfer syntax.
    const syntax = request.getDataset()?.getTransferSyntaxUid();
    const context = this.#association.getAcceptedPresentationContextFromRequest(request);
    if (!context || (syntax !== undefined && context.getAcceptedTransferSyntaxUid() !== syntax)) {
      return Promise.reject(networkError('refused', 'notOffered', `${this.#peer.name} does not offer this service to ${this.#peer.callingAe}.`));
    }
    return this.#untilFailure((resolve) => {
      request.on('response', (response: LibraryResponse) => {
        try {
          const dataSet = response.hasDataset() ? this.#wire.dataSetOfMessage() : null;
          this.#wire.forgetMessage();
          if (isPending(response.getStatus())) onPending(dataSet);
          else resolve({ status: response.getStatus(), response });
        } catch (cause) {
          // Thrown into the library it would end the process.
          this.#fail(cause instanceof AppError ? cause : networkError('integrity', 'notDicom', `A response of ${this.#peer.name} cannot be read.`, cause));
        }
      });
      this.#wire.sendRequests(request);
    });
  }

  /** Asks the other side to end a search early; its last response still comes. */
  cancel(request: Parameters<Wire['sendCancel']>[0]): void {
    this.#wire.sendCancel(request);
  }

  /** Ends in good order; a side that does not answer is left. */
  async #release(): Promise<void> {
    if (this.#error) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, releaseMs);
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.#wire.on('associationReleaseResponse', done);
      this.#socket.once('close', done);
      this.#wire.sendAssociationReleaseRequest();
    });
    this.#end(networkError('unreachable', 'connectionLost', 'The association has ended.'));
  }

  #untilFailure<T>(start: (resolve: (value: T) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#error) {
        reject(this.#error);
        return;
      }
      this.#reject = reject;
      start(resolve);
    });
  }

  #fail(error: AppError): void {
    if (this.#error) return;
    this.#wire.sendAbort();
    this.#end(error);
  }

  #end(error: AppError): void {
    this.#error = error;
    this.#signal.removeEventListener('abort', this.#onSignal);
    this.#socket.destroySoon();
    this.#reject(error);
  }
}

function propose({ callingAe, calledAe }: AeTitles, proposals: readonly Proposal[]): LibraryAssociation {
  const association = new Association(callingAe, calledAe);
  const providers = new Set<string>();
  for (const { abstractSyntax, transferSyntaxes, isProvider = false } of proposals) {
    const id = association.addPresentationContext(abstractSyntax);
    for (const syntax of transferSyntaxes) association.addTransferSyntaxToPresentationContext(id, syntax);
    // One role per kind of object, however many contexts it has (PS3.7 D.3.3.4.1).
    if (!isProvider || providers.has(abstractSyntax)) continue;
    providers.add(abstractSyntax);
    association.getPresentationContext(id).setUserRole(false);
    association.getPresentationContext(id).setProviderRole(true);
  }
  return association;
}
