import type { FastifyInstance } from 'fastify';
import { Counter, type Registry } from 'prom-client';
import { limits, type Limit } from './rateLimits.ts';

interface Refused {
  readonly outcomes?: readonly { readonly status: string; readonly reason?: string }[];
  readonly detail?: { readonly limit?: unknown };
}

/** Refusals of their own: the state of a sign-in and of minutes typed together is kept elsewhere than other limits. */
const limitOf = (url: string | undefined, detail: Refused['detail']): Limit => {
  const stated = limits.find((limit) => limit === detail?.limit);
  return stated ?? (url?.startsWith('/v1/minutes') ? 'minutes' : 'signIn');
};

/** Commands refused, by the reason of the rule that refused them, and answers 429 by the limit that was reached; both lists are the program's own. */
export function addRefusalMetrics(app: FastifyInstance, registers: Registry[]): void {
  const refused = new Counter({ name: 'mdt_refused_commands_total', help: 'Refused commands by reason', labelNames: ['reason'], registers });
  const limited = new Counter({ name: 'mdt_limited_total', help: 'Answers 429 by limit', labelNames: ['limit'], registers });
  for (const limit of limits) limited.inc({ limit }, 0);
  app.addHook('preSerialization', (request, reply, payload, done) => {
    const { outcomes, detail } = (payload ?? {}) as Refused;
    const { url } = request.routeOptions;
    if (url === '/v1/commands') for (const { status, reason } of outcomes ?? []) if (status === 'refused') refused.inc({ reason: reason ?? 'unknown' });
    if (reply.statusCode === 429) limited.inc({ limit: limitOf(url, detail) });
    done(null, payload);
  });
}
