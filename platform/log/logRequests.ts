import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { accountOf } from '../http/access.ts';
import type { Log, LogFields } from './log.ts';

/** A name a proxy gave the request: a UUID, or 32 hex digits as nginx has in `$request_id`; nothing a person wrote. */
const givenId = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/;

/** The proxy's name for a request where there is one, else a new one. */
export function nameRequest({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && givenId.test(given) ? given : randomUUID();
}

const reasons = new WeakMap<FastifyRequest, string>();
/** Keeps why a request was refused for its line. */
export const noteReason = (request: FastifyRequest, reason: string): void => void reasons.set(request, reason);

export const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'unknown';

/** One line for each request, when its answer is out or its console is gone; every answer names its request in `x-request-id`. */
export function logRequests(app: FastifyInstance, log: Log): void {
  app.addHook('onRequest', (request, { raw }, done) => {
    const startedMs = performance.now();
    raw.setHeader('x-request-id', request.id);
    raw.once('close', () => {
      const accountId = accountOf(request);
      const reason = reasons.get(request);
      const status = raw.statusCode;
      const fields: LogFields = {
        method: request.method, route: routeOf(request), status, ms: Math.round((performance.now() - startedMs) * 10) / 10, requestId: request.id,
        ...(accountId === undefined ? {} : { accountId }), ...(reason === undefined ? {} : { reason }), ...(raw.writableFinished ? {} : { isAborted: true }),
      };
      if (status >= 500) log.error('request', fields);
      else if (status === 429) log.warn('request', fields);
      else log.info('request', fields);
    });
    done();
  });
}
