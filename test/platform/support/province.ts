import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bySchema, byRules } from '../../fhir/support/judges.ts';

/** What the endpoint does with the next document instead of taking it. `…ThenDrop` and `…ThenHang` take it and do not say so. */
export type Fault = 'takeThenDrop' | 'takeThenHang' | 'hang' | 'drop' | 'status500' | 'status503' | 'status429' | 'status401' | 'status409' | 'status412' | 'status422';

/** What a document has come to when the endpoint is watched: it is here whole; it is taken and not answered yet; the answer is on its way. */
export type Moment = 'arrived' | 'taken' | 'answered';

/** A province as small as it can be: real HTTP, remembers what it took by its identifier, and misbehaves as it is told. */
export interface ProvinceEndpoint {
  readonly url: string;
  /** Texts taken, by document id; a second document under one id would be counted. */
  readonly taken: ReadonlyMap<string, readonly string[]>;
  readonly faults: Fault[];
  /** Requests that carried a document. */
  sendings(): number;
  stop(): Promise<void>;
}

/**
 * @param speaks `fhir`: `[base]/Bundle` with conditional create; `contract`: POST /v1/province/documents
 * @param watch told of each document's moments, before anything else happens
 */
export async function openProvince(speaks: 'fhir' | 'contract', watch: (moment: Moment) => void = () => undefined): Promise<ProvinceEndpoint> {
  const taken = new Map<string, string[]>();
  const faults: Fault[] = [];
  let sendings = 0;
  const take = (id: string, text: string): 'new' | 'known' => {
    // The contract finds a document by its id; FHIR only where the sender asks it to look.
    const known = taken.get(id);
    if (!known) taken.set(id, [text]);
    watch('taken');
    return known ? 'known' : 'new';
  };
  const takeBlindly = (id: string, text: string): void => {
    taken.set(id, [...(taken.get(id) ?? []), text]);
    watch('taken');
  };

  const answerFhir = (request: IncomingMessage, response: ServerResponse, text: string): void => {
    const url = new URL(request.url ?? '', 'http://localhost');
    if (request.method === 'GET') {
      const id = url.searchParams.get('identifier')?.split('urn:uuid:')[1] ?? '';
      const entry = (taken.get(id) ?? []).map(() => ({ fullUrl: `http://localhost/Bundle/${id}`, resource: { resourceType: 'Bundle', id, meta: { versionId: '1' } } }));
      return say(response, 200, { resourceType: 'Bundle', type: 'searchset', total: entry.length, entry });
    }
    const bundle = JSON.parse(text) as { identifier: { value: string } };
    const complaints = [...bySchema(bundle), ...byRules(bundle)];
    if (complaints.length > 0) return say(response, 422, outcome('structure'));
    const id = bundle.identifier.value.replace('urn:uuid:', '');
    const condition = new URLSearchParams(String(request.headers['if-none-exist'] ?? '')).get('identifier');
    const isKnown = condition === `urn:ietf:rfc:3986|urn:uuid:${id}` && take(id, text) === 'known';
    if (condition === null) takeBlindly(id, text);
    return say(response, isKnown ? 200 : 201, {}, { location: `http://localhost/Bundle/${id}/_history/1`, etag: 'W/"1"' });
  };
  const answerContract = (request: IncomingMessage, response: ServerResponse, text: string): void => {
    const { documentId } = JSON.parse(text) as { documentId: string };
    const state = request.headers['idempotency-key'] === documentId ? take(documentId, text) : 'new';
    const bodySha256 = createHash('sha256').update(text).digest('hex');
    say(response, state === 'known' ? 200 : 201, { documentId, bodySha256, receivedAtMs: 1 }, { location: `/v1/province/documents/${documentId}` });
  };
  const answer = speaks === 'fhir' ? answerFhir : answerContract;

  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString();
      if (request.method === 'GET') return answer(request, response, text);
      sendings += 1;
      watch('arrived');
      const fault = faults.shift();
      if (fault === undefined) {
        answer(request, response, text);
        return watch('answered');
      }
      if (fault.startsWith('take')) answer(request, unheard(), text);
      if (fault === 'drop' || fault === 'takeThenDrop') return void request.socket.destroy();
      if (fault.startsWith('status')) return say(response, Number(fault.slice(6)), outcome('processing'));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, taken, faults, sendings: () => sendings,
    stop: () => new Promise((done) => {
      server.closeAllConnections();
      server.close(() => done());
    }),
  };
}

const outcome = (code: string): object => ({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code, diagnostics: '测试甲 is not a name', expression: ['Bundle.entry[1].resource'] }] });

function say(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/fhir+json', ...headers }).end(JSON.stringify(body));
}

/** Swallows an answer that the line never carried. */
const unheard = (): ServerResponse => ({ destroyed: true }) as ServerResponse;
