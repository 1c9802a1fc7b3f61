import type { AppError } from '../../../../shared/errors/appError.ts';
import { cancelled, connectionError, networkError } from '../networkErrors.ts';
import { trustSystemCertificates } from '../openSocket.ts';
import { asDataSets, type JsonDataSet } from './dicomJson.ts';

/** Root of the services and who asks. */
export interface WebAddress {
  /** What a person sees of it. */
  readonly name: string;
  readonly url: string;
  readonly userName: string | null;
  readonly password: string | null;
}

export interface WebRequest {
  readonly path: string;
  readonly accept: string;
  readonly method?: 'GET' | 'POST';
  readonly body?: Uint8Array;
  readonly contentType?: string;
  /** Until the answer begins; a body may take as long as it flows. */
  readonly timeoutMs?: number;
}

const answerTimeoutMs = 60_000;
const maxJsonBytes = 64 * 1024 * 1024;

/** HTTP of one DICOMweb server: account, time limits, and answers other than success as errors a person can act on. */
export class WebClient {
  readonly address: WebAddress;
  readonly #root: string;

  constructor(address: WebAddress) {
    this.address = address;
    this.#root = address.url.replace(/\/+$/, '');
    if (this.#root.startsWith('https:')) trustSystemCertificates();
  }

  /** Any answer, also a refusal. @throws {SyncError} unreachable; {StoreError} cancelled */
  async send(request: WebRequest, signal: AbortSignal): Promise<Response> {
    const { userName, password } = this.address;
    const headers: Record<string, string> = { accept: request.accept };
    if (request.contentType !== undefined) headers['content-type'] = request.contentType;
    if (userName !== null) headers['authorization'] = `Basic ${Buffer.from(`${userName}:${password ?? ''}`, 'utf8').toString('base64')}`;
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(new DOMException('The answer did not begin in time.', 'TimeoutError')), request.timeoutMs ?? answerTimeoutMs);
    try {
      // A redirect would take the password along; the address is for a person to correct.
      return await fetch(`${this.#root}${request.path}`, {
        method: request.method ?? 'GET', headers, redirect: 'manual', signal: AbortSignal.any([signal, limit.signal]),
        ...(request.body === undefined ? {} : { body: request.body as Uint8Array<ArrayBuffer> }),
      });
    } catch (cause) {
      throw this.#broken(cause, signal);
    } finally {
      clearTimeout(timer);
    }
  }

  /** A successful answer. @throws {SyncError} unreachable | unauthorized | refused; {StoreError} cancelled */
  async ask(request: WebRequest, signal: AbortSignal): Promise<Response> {
    const response = await this.send(request, signal);
    if (response.ok) return response;
    await response.body?.cancel();
    throw this.refusal(response);
  }

  /** A list of data sets; an answer without content is an empty one. */
  async askJson(path: string, signal: AbortSignal, timeoutMs?: number): Promise<readonly JsonDataSet[]> {
    const response = await this.ask({ path, accept: 'application/dicom+json', ...(timeoutMs === undefined ? {} : { timeoutMs }) }, signal);
    if (response.status === 204) return [];
    const dataSets = asDataSets(await this.readJson(response, signal));
    if (dataSets === null) throw this.notDicomWeb();
    return dataSets;
  }

  /** @throws {SyncError} refused when it is not JSON or too long */
  async readJson(response: Response, signal: AbortSignal): Promise<unknown> {
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of this.stream(response, signal)) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxJsonBytes) throw networkError('refused', 'refused', `${this.address.name} answers with more than ${maxJsonBytes / 1024 / 1024} MB; narrow the search.`);
    }
    try {
      return JSON.parse(new TextDecoder().decode(Buffer.concat(chunks, length))) as unknown;
    } catch (cause) {
      throw this.notDicomWeb(cause);
    }
  }

  /** The body as it arrives, a broken connection in words. */
  async *stream(response: Response, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    try {
      if (response.body) yield* response.body;
    } catch (cause) {
      throw this.#broken(cause, signal);
    }
  }

  notDicomWeb(cause?: unknown): AppError {
    return networkError('refused', 'notDicomWeb', `${this.address.name} answers, but not as DICOMweb; enter the address of its DICOMweb service, which often ends in /dicom-web or /rs.`, cause);
  }

  /** The error an answer other than success stands for. */
  refusal(response: Response): AppError {
    const { name, userName } = this.address;
    const { status } = response;
    if (status === 401 && userName === null) return networkError('unauthorized', 'accountNeeded', `${name} asks for an account; enter user name and password.`);
    if (status === 401) return networkError('unauthorized', 'wrongPassword', `${name} does not accept this user name and password.`);
    if (status === 403) return networkError('unauthorized', 'forbidden', `${name} does not allow this account to do that; ask its administrator for the right.`);
    if (status >= 300 && status < 400) {
      return networkError('refused', 'redirected', `${name} sends on to ${originOf(response.headers.get('location'))}; enter the address it sends to.`);
    }
    if (status === 404 || status === 405) return networkError('refused', 'wrongPath', `${name} knows no such service (status ${status}); check the path of the address, which often ends in /dicom-web or /rs.`);
    if (status >= 500) return networkError('unreachable', 'serverError', `${name} failed to answer (status ${status}); try again, and look into its log if it stays so.`);
    return networkError('refused', 'refused', `${name} refused the request (status ${status}).`);
  }

  #broken(cause: unknown, signal: AbortSignal): AppError {
    return signal.aborted ? cancelled() : connectionError(cause, originOf(this.#root));
  }
}

/** Scheme, host and port of an address, without account, path and query. */
function originOf(url: string | null): string {
  return url !== null && URL.canParse(url) ? new URL(url).origin : 'another address';
}
