import type { z } from 'zod';
import { refusalStatus, type Refusal } from '../refusals.ts';
import { impliedRefusals, isRaw, type RawContent, type Route } from '../routes/route.ts';
import type { Json, JsonSchemas } from './jsonSchemas.ts';

const security: Readonly<Record<Route['access'], readonly Json[]>> = { anyone: [], account: [{ account: [] }], province: [{ province: [] }], operator: [{ operator: [] }, {}] };

const requestIdHeader = { 'x-request-id': { $ref: '#/components/headers/RequestId' } };

/** One operation of the document, from its route. */
export function operationOf(operationId: string, route: Route, schemas: JsonSchemas): Json {
  const { area, title, description, condition, access, params, query, headers = {}, body, bodyBytes } = route;
  const parameters = [
    ...parametersOf('path', params, schemas), ...parametersOf('query', query, schemas),
    ...Object.entries(headers).map(([name, { description: text, isRequired }]) => ({ name, in: 'header', required: isRequired, description: text, schema: { type: 'string' } })),
  ];
  return {
    operationId, tags: [area], summary: title, description: condition === undefined ? description : `${description} ${condition}`, security: security[access],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, ...contentOf(body, schemas) } } : {}),
    responses: responsesOf(route, schemas),
    ...(bodyBytes === undefined ? {} : { 'x-most-body-bytes': bodyBytes }),
  };
}

function parametersOf(place: 'path' | 'query', shape: z.ZodObject | undefined, schemas: JsonSchemas): Json[] {
  if (!shape) return [];
  const { properties = {}, required = [] } = schemas.resolved(shape) as { properties?: Record<string, Json>; required?: readonly string[] };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: place, required: place === 'path' || required.includes(name), schema }));
}

function contentOf(content: z.ZodType | RawContent, schemas: JsonSchemas): Json {
  if (!isRaw(content)) return { content: { 'application/json': { schema: schemas.of(content) } } };
  const { contentType, description } = content;
  return contentType === null ? { description } : { description, content: { [contentType]: {} } };
}

function responsesOf(route: Route, schemas: JsonSchemas): Json {
  const { method, answers, body, headers, alsoAt = {} } = route;
  const responses: Json = {};
  for (const [status, content] of Object.entries(answers)) responses[status] = { description: 'Done.', headers: requestIdHeader, ...contentOf(content, schemas) };
  const byStatus = new Map<number, Refusal[]>();
  const refuse = (status: number, reason: Refusal): void => void byStatus.set(status, [...new Set([...(byStatus.get(status) ?? []), reason])]);
  for (const reason of [...impliedRefusals(route), ...route.refusals]) refuse(refusalStatus[reason], reason);
  for (const [status, reasons] of Object.entries(alsoAt)) for (const reason of reasons) refuse(Number(status), reason);
  // Of a body that is too large, and of one of another content type.
  if (body) for (const status of [413, 415]) refuse(status, 'bad-request');
  for (const [status, reasons] of byStatus) responses[status] = refusal(reasons, method === 'HEAD');
  if (headers && 'tus-resumable' in headers) responses['default'] = { description: 'A request that breaks tus 1.0 itself, in the words of tus.', headers: requestIdHeader, ...(method === 'HEAD' ? {} : { content: { 'text/plain': {} } }) };
  return responses;
}

/** A refusal of one status: an Error whose reason is one of these. */
function refusal(reasons: readonly Refusal[], hasNoBody: boolean): Json {
  const waits = reasons.some((reason) => refusalStatus[reason] === 429) ? { 'retry-after': { $ref: '#/components/headers/RetryAfter' } } : {};
  const schema = { allOf: [{ $ref: '#/components/schemas/Error' }, { properties: { reason: { enum: reasons } } }] };
  return { description: reasons.join(' | '), headers: { ...requestIdHeader, ...waits }, ...(hasNoBody ? {} : { content: { 'application/json': { schema } } }) };
}
