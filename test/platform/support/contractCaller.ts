import { findOperation, judgeAnswer, judgeBody } from './contractJudge.ts';

export interface Asked {
  readonly token?: string;
  /** Sent as JSON; bytes are sent as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Asks a running platform over HTTP and holds every request and answer against the document. */
export class ContractCaller {
  readonly url: string;
  /** Operations that were answered, with the status, as `feed 200`. */
  readonly seen = new Set<string>();
  /** Values of `x-request-id`. */
  readonly requestIds: string[] = [];

  constructor(url: string) {
    this.url = url;
  }

  /** @throws {Error} naming what does not hold against the document */
  async ask(method: string, path: string, { token, body, headers = {} }: Asked = {}): Promise<Told> {
    const isBytes = body instanceof Uint8Array;
    const response = await fetch(this.url + path, {
      method,
      headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(body === undefined || isBytes ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: isBytes ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
    });
    const text = await response.text();
    const told = { status: response.status, headers: response.headers, body: bodyOf(response, text) };
    const wrong = judgeAnswer(method, path, told.status, told.body);
    const isShape = judgeBody(method, path, body).length === 0;
    const { reason } = (told.body ?? {}) as { reason?: string };
    if (!isShape && told.status < 400) wrong.push(`${method} ${path} took a body that the document does not describe`);
    if (isShape && reason === 'bad-request' && body !== undefined && !isBytes) wrong.push(`${method} ${path} refused the shape of a body that the document describes`);
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
    this.seen.add(`${findOperation(method, path)?.operation.operationId ?? 'unknown'} ${told.status}`);
    this.requestIds.push(told.headers.get('x-request-id') ?? '');
    return told;
  }

  /** The body of an answer that has this status. @throws {Error} for another one */
  async get<T>(status: number, method: string, path: string, asked: Asked = {}): Promise<T> {
    const told = await this.ask(method, path, asked);
    if (told.status !== status) throw new Error(`${method} ${path} answered ${told.status} ${JSON.stringify(told.body)}, not ${status}`);
    return told.body as T;
  }
}

function bodyOf(response: Response, text: string): unknown {
  if (text === '') return undefined;
  return response.headers.get('content-type')?.includes('application/json') ? (JSON.parse(text) as unknown) : text;
}
