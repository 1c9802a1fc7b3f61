import fastify, { type FastifyInstance } from 'fastify';
import { AppError, toErrorShape } from '../../shared/errors/appError.ts';
import { translateDiskError } from '../diskErrors.ts';
import type { Log } from '../log/log.ts';
import { logRequests, nameRequest, noteReason, routeOf } from '../log/logRequests.ts';
import { httpStatusOf, toldOf } from '../platformError.ts';
import { readTrustedProxies } from './trustedProxies.ts';

/** Fastify with our error shape, small bodies, and a log line for each request that names route and reason. */
export function createHttp(log: Log, dataDir = ''): FastifyInstance {
  const app = fastify({ logger: false, trustProxy: readTrustedProxies(process.env), bodyLimit: 256 * 1024, exposeHeadRoutes: false, forceCloseConnections: true, genReqId: nameRequest });
  logRequests(app, log);
  // Answers hold patients' data: nothing on the way keeps them, and no browser takes them for anything else than they are.
  app.addHook('onRequest', (_request, reply, done) => {
    void reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    done();
  });
  app.setErrorHandler((thrown, request, reply) => {
    const error = translateDiskError(thrown, dataDir);
    const status = httpStatusOf(error);
    const shape = status < 500 ? toErrorShape(error) : toldOf(error);
    const answer = foreign(shape, error);
    noteReason(request, answer.reason);
    if (status >= 500) log.error('requestFailed', { method: request.method, route: routeOf(request), requestId: request.id, reason: answer.reason }, error);
    const waitSeconds = 'detail' in shape ? shape.detail?.['waitSeconds'] : undefined;
    if (typeof waitSeconds === 'number') void reply.header('retry-after', waitSeconds);
    return reply.code(status).send(answer);
  });
  app.setNotFoundHandler((request, reply) => {
    noteReason(request, 'not-found');
    return reply.code(404).send({ code: 'platform', reason: 'not-found', message: 'The platform has no such route.' });
  });
  return app;
}

/** Fastify's own refusals (body too large, bad JSON) in our words; they may quote the body. */
const foreign = (shape: ReturnType<typeof toErrorShape>, error: unknown): ReturnType<typeof toErrorShape> =>
  error instanceof AppError || shape.reason !== 'unexpected' || httpStatusOf(error) >= 500
    ? shape
    : { code: 'platform', reason: 'bad-request', message: 'The request is too large or not valid JSON.' };
