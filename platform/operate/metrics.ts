import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { routes } from '../../shared/platform/routes/table.ts';
import { serveRoute } from '../http/serveRoute.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { socketKinds, type SocketKind } from '../rooms/createSockets.ts';
import { addProvinceMetrics } from './provinceMetrics.ts';
import { addRefusalMetrics } from './refusalMetrics.ts';
import { addTransferMetrics } from './transferMetrics.ts';
import { isMetricsToken } from './metricsToken.ts';

/** Behind a proxy on the same machine every request comes from here; a proxy says for whom it asks. */
const isLocal = (address: string | undefined, headers: Readonly<Record<string, unknown>>): boolean =>
  /^(?:127\.|::1$|::ffff:127\.)/.test(address ?? '') && headers['x-forwarded-for'] === undefined && headers['forwarded'] === undefined;

/**
 * Counts requests and serves GET /v1/metrics in Prometheus' text form: to this machine, or to who holds `token`. Labels
 * are routes and reasons, never ids or names. Added before the routes, so that it sees them all.
 */
export function addMetrics(app: FastifyInstance, store: PlatformStore, token: string | undefined, sockets: () => Readonly<Record<SocketKind, number>>): void {
  const register = new Registry();
  const registers = [register];
  const requests = new Counter({ name: 'mdt_requests_total', help: 'Answered requests', labelNames: ['method', 'route', 'status'], registers });
  const seconds = new Histogram({ name: 'mdt_request_seconds', help: 'Time to answer', labelNames: ['route'], buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10], registers });
  const commands = new Counter({ name: 'mdt_commands_total', help: 'Commands by outcome', labelNames: ['status'], registers });
  const lag = new Histogram({ name: 'mdt_feed_lag_entries', help: 'Entries a console still lacks after an answer of its feed', buckets: [0, 1, 10, 100, 1000, 10_000], registers });
  const gauge = (name: string, help: string, read: () => number | Promise<number>) => new Gauge({ name, help, registers, async collect() { this.set(await read()); } });
  gauge('mdt_resident_bytes', 'Memory of this node', () => process.memoryUsage.rss());
  gauge('mdt_streams', 'Cases and meetings', () => store.streams.count());
  gauge('mdt_open_connections', 'TCP connections of this node, sockets of consoles among them', () => connectionsOf(app));

  register.registerMetric(new Gauge({
    name: 'mdt_sockets', help: 'Lines of consoles and windows in meetings at this node', labelNames: ['kind'], registers: [],
    collect() {
      for (const kind of socketKinds) this.set({ kind }, sockets()[kind]);
    },
  }));
  addTransferMetrics(app, registers);
  addRefusalMetrics(app, registers);
  addProvinceMetrics(store, register);

  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    requests.inc({ method: request.method, route, status: reply.statusCode });
    seconds.observe({ route }, reply.elapsedTime / 1000);
    done();
  });
  app.addHook('preSerialization', (request, _reply, payload, done) => {
    const { url } = request.routeOptions;
    if (url === '/v1/commands') for (const { status } of (payload as { outcomes?: readonly { status: string }[] }).outcomes ?? []) commands.inc({ status });
    if (url === '/v1/feed') observeLag(payload as FeedAnswer);
    done(null, payload);
  });
  const observeLag = ({ entries, head }: FeedAnswer): void => {
    const last = entries?.at(-1)?.position;
    if (head !== undefined) lag.observe(last === undefined ? 0 : Math.max(0, head - last));
  };

  serveRoute(app, store, routes.metrics, async ({ request, reply }) => {
    if (!isMetricsToken(request.headers.authorization, token) && !isLocal(request.socket.remoteAddress, request.headers)) throw new PlatformError('unauthorized', 'Metrics are told to this machine, or with the token of MDT_METRICS_TOKEN.');
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await register.metrics());
  });
}

interface FeedAnswer {
  readonly entries?: readonly { readonly position?: number }[];
  readonly head?: number;
}

const connectionsOf = (app: FastifyInstance): Promise<number> =>
  new Promise((resolve) => {
    app.server.getConnections((error, count) => resolve(error ? 0 : count));
  });
