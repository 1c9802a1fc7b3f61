import fastify, { type FastifyInstance } from 'fastify';
import { AppError, toErrorShape } from '../../shared/errors/appError.ts';
import { translateDiskError } from '../diskErrors.ts';
import { httpStatusOf } from '../platformError.ts';
import { readTrustedProxies } from './trustedProxies.ts';

/** Fastify with our error shape, small bodies, and one log line per failed request that names route and reason, never an id or a name. */
export function createHttp(log: (line: string) => void, dataDir = ''): FastifyInstance {
  const app = fastify({ logger: false, trustProxy: readTrustedProxies(process.env), bodyLimit: 256 * 1024, exposeHeadRoutes: false, forceCloseConnections: true });
  app.setErrorHandler((thrown, request, reply) => {
    const error = translateDiskError(thrown, dataDir);
    const status = httpStatusOf(error);
    const shape = status < 500 || error instanceof AppError ? toErrorShape(error) : { code: 'internal', reason: 'unexpected', message: 'The platform met an unexpected error; try again.' };
    const route = request.routeOptions.url ?? 'unknown route';
    if (status >= 500) log(`${request.method} ${route} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    else log(`${request.method} ${route} answered ${status} ${shape.reason}`);
    const waitSeconds = 'detail' in shape ? shape.detail?.['waitSeconds'] : undefined;
    if (typeof waitSeconds === 'number') void reply.header('retry-after', waitSeconds);
    return reply.code(status).send(foreign(shape, error));
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ code: 'platform', reason: 'not-found', message: 'The platform has no such route.' }));
  return app;
}

/** Fastify's own refusals (body too large, bad JSON) in our words; they may quote the body. */
const foreign = (shape: ReturnType<typeof toErrorShape>, error: unknown): ReturnType<typeof toErrorShape> =>
  error instanceof AppError || shape.reason !== 'unexpected' || httpStatusOf(error) >= 500
    ? shape
    : { code: 'platform', reason: 'bad-request', message: 'The request is too large or not valid JSON.' };
