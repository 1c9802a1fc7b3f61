import type { z } from 'zod';
import type { Refusal } from '../refusals.ts';

/** Bytes or text that no schema describes; a `null` content type is an answer without a body. */
export interface RawContent {
  readonly contentType: string | null;
  readonly description: string;
}

/**
 * Who may call a route. anyone: no token is looked at. account: `Authorization: Bearer <access token>` of a person who is signed
 * in. province: the token two operators agreed on (MDT_PROVINCE_INTAKE_TOKEN). operator: from the platform's own machine, or with
 * MDT_METRICS_TOKEN. What a person may see or do beyond that is said in the route's description.
 */
export type Access = 'anyone' | 'account' | 'province' | 'operator';

/** The parts of the contract, as the document groups them. */
export const areas = ['account', 'record', 'blobs', 'minutes', 'meetings', 'audit', 'province', 'operation'] as const;

/**
 * One route of the contract. The platform registers its routes from these, checks what comes in against their schemas, and the
 * OpenAPI document is made of them: there is no second list.
 */
export interface Route {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Pattern with `:name` for each parameter. */
  readonly path: `/v1/${string}`;
  readonly area: (typeof areas)[number];
  /** Names the request in messages: "Feed: limit does not have the agreed shape". */
  readonly title: string;
  readonly description: string;
  readonly access: Access;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Headers of the request beside the authorization, by name in small letters; the platform's own code reads them. */
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly isRequired: boolean }>>;
  readonly body?: z.ZodType | RawContent;
  /** Most bytes of a body; the platform's default where absent. */
  readonly bodyBytes?: number;
  /** Answers other than refusals, by status. */
  readonly answers: Readonly<Partial<Record<200 | 201 | 204 | 206, z.ZodType | RawContent>>>;
  /** Reasons beside those of {@link impliedRefusals}. */
  readonly refusals: readonly Refusal[];
  /** Reasons this route also gives under another status than their own. */
  readonly alsoAt?: Readonly<Record<number, readonly Refusal[]>>;
  /** Not on every platform: when it is there. */
  readonly condition?: string;
}

/** Keeps the literal types of a route. */
export const route = <const R extends Route>(value: R): R => value;

export const isRaw = (content: z.ZodType | RawContent): content is RawContent => 'contentType' in content;

/** Reasons that follow from what a route is: its access, what it checks, and what may break anywhere. */
export function impliedRefusals({ access, params, query, body, method }: Route): readonly Refusal[] {
  const tokens: readonly Refusal[] = access === 'anyone' ? [] : ['unauthorized', 'rate-limited'];
  const shapes: readonly Refusal[] = params || query || body ? ['bad-request'] : [];
  const disk: readonly Refusal[] = method === 'GET' || method === 'HEAD' ? [] : ['disk-full', 'read-only'];
  return [...tokens, ...shapes, ...disk, 'unexpected'];
}
