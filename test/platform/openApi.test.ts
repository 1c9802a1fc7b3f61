import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../../scripts/projectFolder.ts';
import { openApiDocument } from '../../shared/platform/openapi/document.ts';
import { refusalStatus, type Refusal } from '../../shared/platform/refusals.ts';
import { routes } from '../../shared/platform/routes/table.ts';

const document = openApiDocument();
const read = (path: string): string => readFileSync(join(projectFolder, path), 'utf8');

/** Every reference of the document, and every place where a Schema Object stands. */
function walk(value: unknown, pointer: string, visit: (pointer: string, value: Readonly<Record<string, unknown>>) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) visit(pointer, value as Readonly<Record<string, unknown>>);
  for (const [key, inner] of Object.entries(value)) walk(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, visit);
}

describe('the OpenAPI document', () => {
  it('is what docs/openapi.json says; npm run openapi writes it', () => {
    expect(read('docs/openapi.json') === `${JSON.stringify(document, null, 1)}\n`, 'docs/openapi.json is not up to date; run npm run openapi').toBe(true);
  });

  it('holds against the OpenAPI Initiative’s schema of 3.1 documents', () => {
    const judge = new Ajv2020({ strict: false, validateFormats: false });
    const isDocument = judge.compile(JSON.parse(read('test/platform/oracles/openapi-3.1.schema.json')) as AnySchemaObject);
    expect([isDocument(document), isDocument.errors]).toEqual([true, null]);
    expect(isDocument({ ...document, paths: { '/v1/feed': { get: { responses: { 200: {} } } } } })).toBe(false);
  });

  it('has schemas that hold against JSON Schema 2020-12, compile, and refer to nothing that is not there', () => {
    const judge = new Ajv2020({ strict: false, validateFormats: false });
    judge.addSchema(document, 'contract');
    const places: string[] = [];
    walk(document, '', (pointer, value) => {
      if (typeof value['$ref'] === 'string') places.push(value['$ref'].slice(1));
      if (/\/(schema|payload|acknowledgement|auth)$/.test(pointer) && !pointer.startsWith('/components/schemas')) places.push(pointer);
    });
    places.push(...Object.keys(document.components.schemas).map((name) => `/components/schemas/${name}`));
    const at = (pointer: string): unknown => pointer.split('/').slice(1).reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key.replaceAll('~1', '/').replaceAll('~0', '~')], document);
    const wrong = [...new Set(places)].filter((pointer) => {
      const schema = at(pointer);
      if (typeof schema !== 'object' || schema === null || judge.validateSchema(schema) !== true) return true;
      return !pointer.includes('/headers/') && judge.getSchema(`contract#${encodeURI(pointer)}`) === undefined;
    });
    expect(wrong).toEqual([]);
    expect(places.length).toBeGreaterThan(200);
  });

  it('names every operation once, says who may call it, and describes each reason by its status', () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids)).toEqual(new Set(Object.keys(routes)));
    expect(ids).toHaveLength(Object.keys(routes).length);
    expect(operations.filter(({ security }) => !Array.isArray(security))).toEqual([]);
    const elsewhere = operations.flatMap(({ operationId, responses }) => Object.entries(responses as Record<string, { description: string }>).flatMap(([status, { description }]) =>
      Number(status) < 400 || ['413', '415', 'default'].includes(status) ? [] : description.split(' | ').filter((reason) => refusalStatus[reason as Refusal] !== Number(status)).map((reason) => `${operationId as string} ${status} ${reason}`)));
    expect(elsewhere).toEqual(['continueUpload 409 bad-request']);
  });
});
