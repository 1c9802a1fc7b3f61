import { createServer, type Server, type Socket } from 'node:net';
import { SyncError } from '../../../../shared/errors/appError.ts';
import { limitPdus } from './limitPdus.ts';
import { constants, type LibraryAssociation, maxPduBytes } from './library.ts';
import { RawAssociation, type ReceivedObject } from './rawAssociation.ts';
import { explicitLittleEndian, implicitLittleEndian, service } from './syntaxes.ts';

const { PresentationContextResult, RejectReason, RejectResult, RejectSource } = constants;

const idleMs = 60_000;
const maxAssociations = 8;
/** Connections beyond the associations: each gets an answer that says why not. */
const maxConnections = 24;

/** Where a C-MOVE sends to, for as long as somebody waits for it. */
export interface MoveTarget {
  readonly aeTitle: string;
  readonly isListening: boolean;
  /**
   * Takes the objects of a study that arrive from now on because this console asked for them, which the objects say
   * themselves or the one asked shows; the returned function ends it.
   */
  expect(studyInstanceUID: string, askedAe: string, take: (object: ReceivedObject) => Promise<void>): () => void;
}

export interface ReceiverOptions {
  readonly aeTitle: string;
  readonly port: number;
  /** True when the AE title is that of a node on the list. */
  readonly isKnown: (callingAe: string) => boolean;
  /** Keeps an object; resolved once it is on disk. */
  readonly take: (object: ReceivedObject, callingAe: string) => Promise<void>;
}

/** The port other systems send to: C-ECHO and C-STORE, from known AE titles. */
export class Receiver {
  readonly #options: ReceiverOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #associations = new Set<ReceivingAssociation>();

  private constructor(options: ReceiverOptions) {
    this.#options = options;
    this.#server = createServer({ noDelay: true }, (socket) => this.#connect(socket));
    this.#server.maxConnections = maxConnections;
  }

  /** @throws {SyncError} refused when the port cannot be opened */
  static async listen(options: ReceiverOptions): Promise<Receiver> {
    const receiver = new Receiver(options);
    await new Promise<void>((resolve, reject) => {
      receiver.#server.once('error', (cause: NodeJS.ErrnoException) => reject(portError(options.port, cause)));
      receiver.#server.listen(options.port, () => resolve());
    });
    return receiver;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #connect(socket: Socket): void {
    this.#sockets.add(socket);
    limitPdus(socket);
    const association = new ReceivingAssociation(socket, this.#options, () => {
      if (this.#associations.size >= maxAssociations) return false;
      this.#associations.add(association);
      return true;
    });
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#associations.delete(association);
    });
  }
}

function portError(port: number, cause: NodeJS.ErrnoException): SyncError {
  const words: Readonly<Record<string, string>> = { EADDRINUSE: 'is used by another program; choose another port', EACCES: 'may not be opened by this user; choose a port above 1023' };
  return new SyncError('refused', `Port ${port} ${words[cause.code ?? ''] ?? 'cannot be opened'}. Tell the new port to those who send.`, { cause, detail: { port } });
}

/** One association another system asked for. */
class ReceivingAssociation extends RawAssociation {
  readonly #socket: Socket;
  readonly #options: ReceiverOptions;
  readonly #enter: () => boolean;
  #callingAe = '';

  constructor(socket: Socket, options: ReceiverOptions, enter: () => boolean) {
    super(socket, idleMs);
    this.#socket = socket;
    this.#options = options;
    this.#enter = enter;
    this.on('networkError', () => socket.destroySoon());
    socket.on('timeout', () => socket.destroy());
  }

  protected override take(object: ReceivedObject): Promise<void> {
    return this.#options.take(object, this.#callingAe);
  }

  override associationRequested(association: LibraryAssociation): void {
    const reason = this.#reasonToReject(association);
    if (reason !== null) {
      this.sendAssociationReject(...reason);
      this.#socket.destroySoon();
      return;
    }
    this.#callingAe = association.getCallingAeTitle();
    for (const { context } of association.getPresentationContexts()) {
      const syntax = chooseSyntax(context.getAbstractSyntaxUid(), context.getTransferSyntaxUids());
      if (syntax === undefined) context.setResult(PresentationContextResult.RejectTransferSyntaxesNotSupported);
      else if (syntax === null) context.setResult(PresentationContextResult.RejectAbstractSyntaxNotSupported);
      else context.setResult(PresentationContextResult.Accept, syntax);
    }
    // Zero would allow PDUs of any length in return (PS3.8 D.1).
    if (association.getMaxPduLength() === 0) association.setMaxPduLength(maxPduBytes);
    this.sendAssociationAccept();
  }

  #reasonToReject(association: LibraryAssociation): [result: number, source: number, reason: number] | null {
    if (association.getCalledAeTitle() !== this.#options.aeTitle) return [RejectResult.Permanent, RejectSource.ServiceUser, RejectReason.CalledAeNotRecognized];
    if (!this.#options.isKnown(association.getCallingAeTitle())) return [RejectResult.Permanent, RejectSource.ServiceUser, RejectReason.CallingAeNotRecognized];
    if (!this.#enter()) return [RejectResult.Transient, RejectSource.ServiceProviderPresentation, RejectReason.TemporaryCongestion];
    return null;
  }

  override associationReleaseRequested(): void {
    this.sendAssociationReleaseResponse();
    this.#socket.destroySoon();
  }

  override abort(): void {
    this.#socket.destroySoon();
  }
}

const standardRoot = '1.2.840.10008.';
const storageRoot = '1.2.840.10008.5.1.4.1.1.';
/** Objects whose pixels lie elsewhere (JPIP). */
const referencing: ReadonlySet<string> = new Set(['1.2.840.10008.1.2.4.94', '1.2.840.10008.1.2.4.95', '1.2.840.10008.1.2.4.204', '1.2.840.10008.1.2.4.205']);

/**
 * The syntax to take a kind of object in: the first offered, so that nothing is converted for us, but explicit before
 * implicit, which keeps the kind of private attributes. Storage classes of manufacturers count as storage.
 *
 * @returns null where the kind is none to store, undefined where no syntax offered can be kept
 */
export function chooseSyntax(abstractSyntax: string, offered: readonly string[]): string | null | undefined {
  const isStorage = abstractSyntax.startsWith(storageRoot) || !abstractSyntax.startsWith(standardRoot) || abstractSyntax.startsWith('1.2.840.10008.5.1.4.34.7');
  if (!isStorage && abstractSyntax !== service.verification) return null;
  const kept = offered.filter((syntax) => !referencing.has(syntax));
  return kept[0] === implicitLittleEndian && kept.includes(explicitLittleEndian) ? explicitLittleEndian : kept[0];
}
