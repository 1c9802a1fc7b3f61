import { protocols } from '../../sync/negotiate.ts';
import { contractVersion } from '../contract.ts';
import { areas, type Route } from '../routes/route.ts';
import { routes } from '../routes/table.ts';
import { socketAuthSchema, socketNews, socketPath, socketRequests, type SocketRequest } from '../socketContract.ts';
import { JsonSchemas, type Json } from './jsonSchemas.ts';
import { operationOf } from './operation.ts';

export interface OpenApiDocument extends Json {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly components: Json & { readonly schemas: Readonly<Record<string, Json>> };
}

const areaDescriptions: Readonly<Record<(typeof areas)[number], string>> = {
  account: 'Signing in and out, the second factor, hospitals and people.',
  record: 'Commands on cases and meetings, and the feed of each hospital.',
  blobs: 'Images, reports and other objects by their SHA-256.',
  minutes: 'Minutes that several people type at once.',
  meetings: 'Rooms of meetings; what happens in them goes over sockets (x-socket-io).',
  audit: 'Who saw a case on the platform, and the ends of the consoles’ own logs.',
  province: 'Finished work handed in by another platform.',
  operation: 'For whoever runs the platform.',
};

const description = [
  'Consoles of hospitals talk to one platform by this contract. Times are milliseconds since 1970 (UTC) by the platform’s clock where it is not said otherwise.',
  'An answer may have fields that are not named here; a console has to bear them. A request is refused with an Error as its body.',
  'Every answer names its request in `x-request-id`, which is also in the platform’s log.',
].join(' ');

/** Path of a route as OpenAPI writes it: `/v1/blobs/{id}`. */
export const templateOf = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}');

/** The OpenAPI 3.1 document of the contract, made of the route table and the sockets' events. */
export function openApiDocument(): OpenApiDocument {
  const schemas = new JsonSchemas();
  const paths: Record<string, Record<string, Json>> = {};
  for (const [operationId, route] of Object.entries<Route>(routes)) {
    const path = (paths[templateOf(route.path)] ??= {});
    path[route.method.toLowerCase()] = operationOf(operationId, route, schemas);
  }
  const sockets = socketSection(schemas);
  return {
    openapi: '3.1.1',
    info: { title: 'MDT platform', version: contractVersion, description },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: '/', description: 'Each node of the platform.' }],
    tags: areas.map((name) => ({ name, description: areaDescriptions[name] })),
    paths,
    components: {
      schemas: schemas.components,
      headers: {
        RequestId: { description: 'Names the request; the platform’s log has it.', schema: { type: 'string' } },
        RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer' } },
      },
      securitySchemes: {
        account: { type: 'http', scheme: 'bearer', description: 'Access token of a person who is signed in; good for 15 minutes.' },
        province: { type: 'http', scheme: 'bearer', description: 'The token two operators agreed on.' },
        operator: { type: 'http', scheme: 'bearer', description: 'MDT_METRICS_TOKEN; not needed from the platform’s own machine.' },
      },
    },
    'x-protocol': protocols,
    'x-socket-io': sockets,
  };
}

/** Events over socket.io, which OpenAPI has no words for. */
function socketSection(schemas: JsonSchemas): Json {
  const requests = Object.entries<SocketRequest>(socketRequests).map(([name, { auth, description: text, request, answer, refusals }]) => [
    name, { auth, description: text, payload: schemas.of(request), acknowledgement: answer === null ? null : acknowledgementOf(schemas.of(answer), refusals) },
  ]);
  const news = Object.entries(socketNews).map(([name, { auth, description: text, payload }]) => [name, { auth, description: text, payload: schemas.of(payload) }]);
  return {
    path: socketPath,
    description: 'socket.io 4. `auth` of the handshake is an access token (consoles) or a ticket (windows of a meeting); a socket ends with its token. Browsers other than the console’s window are refused.',
    auth: schemas.of(socketAuthSchema), fromConsole: Object.fromEntries(requests) as Json, toConsole: Object.fromEntries(news) as Json,
  };
}

function acknowledgementOf(value: Json, refusals: readonly string[]): Json {
  const reason = { enum: [...new Set(['bad-request', 'unexpected', ...refusals])] };
  return {
    oneOf: [
      { type: 'object', properties: { ok: { const: true }, value }, required: ['ok', 'value'] },
      { type: 'object', properties: { ok: { const: false }, error: { allOf: [{ $ref: '#/components/schemas/Error' }, { properties: { reason } }] } }, required: ['ok', 'error'] },
    ],
  };
}
