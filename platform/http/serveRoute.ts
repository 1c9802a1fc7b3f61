import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { isRaw, type RawContent, type Route } from '../../shared/platform/routes/route.ts';
import { parseShape } from '../parseShape.ts';
import type { PlatformStore } from '../store/openStore.ts';
import { authenticate, type Caller } from './access.ts';

type Checked<S> = S extends z.ZodType ? z.infer<S> : undefined;
type Part<R extends Route, K extends 'params' | 'query' | 'body'> = K extends keyof R ? Checked<R[K]> : undefined;

/** What came in, as the table says it must look. */
export interface Call<R extends Route> {
  readonly caller: R['access'] extends 'account' ? Caller : null;
  readonly params: Part<R, 'params'>;
  readonly query: Part<R, 'query'>;
  readonly body: Part<R, 'body'>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

type Frozen<T> = T extends (infer E)[] ? readonly Frozen<E>[] : T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;
type Content<R extends Route> = Exclude<R['answers'][keyof R['answers']], undefined>;
type Body<C> = C extends z.ZodType ? Frozen<z.infer<C>> : C extends RawContent ? FastifyReply | void : never;

export type Handler<R extends Route> = (call: Call<R>) => Body<Content<R>> | Promise<Body<Content<R>>>;

/**
 * Registers a route of the contract: who calls is known before a byte of the body is read, and what comes in is checked
 * before `handle` runs, as the table says. Raw bodies are left to the handler; so is the token of an operator.
 *
 * @param check looks at a request before the shape of its body is, to refuse it for a better reason
 * @param admit looks at the headers of a request before its body is read, where other tokens than an account's are asked for
 */
export function serveRoute<R extends Route>(app: FastifyInstance, store: PlatformStore, route: R, handle: Handler<R>, check?: (request: FastifyRequest) => void, admit?: (request: FastifyRequest) => void): void {
  const { method, path, title, access, params, query, body, bodyBytes } = route;
  const callers = new WeakMap<FastifyRequest, Caller>();
  app.route({
    method, url: path, ...(bodyBytes === undefined ? {} : { bodyLimit: bodyBytes }),
    onRequest: async (request) => {
      if (access === 'account') callers.set(request, await authenticate(store, request));
      admit?.(request);
    },
    handler: async (request, reply) => {
      const caller = callers.get(request) ?? null;
      check?.(request);
      const call = {
        caller, request, reply,
        params: params && parseShape(params, request.params, title), query: query && parseShape(query, request.query, title), body: body && !isRaw(body) ? parseShape(body, request.body, title) : undefined,
      };
      return handle(call as Call<R>);
    },
  });
}
