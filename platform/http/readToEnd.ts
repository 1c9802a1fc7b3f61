import type { FastifyInstance } from 'fastify';

/**
 * Reads what is left of a body after its request was answered before its end, as a full disk is. Node does so only
 * where nobody has read from the request; otherwise the next request on the same line would wait behind it for ever.
 */
export function readToEnd(app: FastifyInstance): void {
  app.addHook('onResponse', (request, _reply, done) => {
    const { raw } = request;
    if (!raw.complete && !raw.destroyed) {
      // Whoever read by iterating still listens, and while somebody does the rest does not flow.
      raw.removeAllListeners('readable');
      setImmediate(() => raw.resume());
    }
    done();
  });
}
