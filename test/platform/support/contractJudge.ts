import { Ajv2020 } from 'ajv/dist/2020.js';
import { openApiDocument } from '../../../shared/platform/openapi/document.ts';

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: object }>> }>>;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: object }>> };
}

/** An operation of the document with its place in it, as a JSON pointer. */
export interface Found {
  readonly operation: Operation;
  readonly pointer: string;
}

/** What stands in place of a reference to a part of the document. */
const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** The document with every object closed: an answer with a field that the document does not name is refused. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, closed(inner)] as const);
  const isOpen = 'properties' in value && 'type' in value && value.type === 'object' && !('additionalProperties' in value);
  return Object.fromEntries(isOpen ? [...entries, ['additionalProperties', false]] : entries);
}

const document = openApiDocument();
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false });
ajv.addSchema(closed(document) as object, 'contract');

/** Complaints of a value against the schema at this place of the document. */
export function complaints(pointer: string, value: unknown): string[] {
  const judge = ajv.getSchema(`contract#${encodeURI(pointer)}`);
  if (!judge) return [`the document has no schema at ${pointer}`];
  return judge(value) ? [] : (judge.errors ?? []).slice(0, 4).map(({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`);
}

const templates = Object.entries(document.paths).map(([path, methods]) => ({
  path, methods: methods as unknown as Readonly<Record<string, Operation>>, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`), parameters: path.split('{').length - 1,
})).sort((a, b) => a.parameters - b.parameters);

/** The operation of a request; of two paths that fit, the one with fewer parameters. */
export function findOperation(method: string, url: string): Found | undefined {
  const [pathname = ''] = url.split('?');
  for (const { path, methods, pattern } of templates) {
    const operation = pattern.test(pathname) ? methods[method.toLowerCase()] : undefined;
    if (operation) return { operation, pointer: `/paths/${escaped(path)}/${method.toLowerCase()}` };
  }
  return undefined;
}

/** Complaints about an answer: a status the document does not name, a body it does not describe. */
export function judgeAnswer(method: string, url: string, status: number, body: unknown): string[] {
  const found = findOperation(method, url);
  if (!found) return status === 404 ? [] : [`the document has no ${method} ${url}`];
  const { operation: { operationId, responses }, pointer } = found;
  const response = responses[status];
  if (!response) return 'default' in responses ? [] : [`the document has no answer ${status} of ${operationId}`];
  if (!response.content) return body === undefined ? [] : [`${operationId} ${status} has a body that the document does not name`];
  if (!response.content['application/json']) return [];
  return complaints(`${pointer}/responses/${status}/content/${escaped('application/json')}/schema`, body).map((complaint) => `${operationId} ${status}: ${complaint}`);
}

/** Complaints about what is sent; none for raw bytes. */
export function judgeBody(method: string, url: string, body: unknown): string[] {
  const found = findOperation(method, url);
  return found?.operation.requestBody?.content['application/json'] ? complaints(`${found.pointer}/requestBody/content/${escaped('application/json')}/schema`, body) : [];
}
