import type { FastifyInstance } from 'fastify';
import { openApiDocument, type OpenApiDocument } from '../../shared/platform/openapi/document.ts';
import { routes } from '../../shared/platform/routes/table.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { serveRoute } from './serveRoute.ts';

/** GET /v1/openapi.json: the contract, made when it is first asked for. */
export function addOpenApiRoute(app: FastifyInstance, store: PlatformStore): void {
  let document: OpenApiDocument | undefined;
  serveRoute(app, store, routes.openApi, () => (document ??= openApiDocument()));
}
