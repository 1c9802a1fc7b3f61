/** A JSON value; `undefined` members and empty ones are left out by {@link tidy}. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };
export type JsonObject = { readonly [key: string]: Json | undefined };

/** One FHIR R4 resource; its elements are judged by the R4 schema, not by a type. */
export type Resource = JsonObject & { readonly resourceType: string; readonly id: string };

export interface BundleEntry {
  /** `urn:uuid:` of the resource's id. */
  readonly fullUrl: string;
  readonly resource: Resource;
}

/** A FHIR R4 document (https://hl7.org/fhir/R4/documents.html): the Composition first, then all it names. */
export interface DocumentBundle {
  readonly resourceType: 'Bundle';
  readonly id: string;
  readonly identifier: { readonly system: string; readonly value: string };
  readonly type: 'document';
  readonly timestamp: string;
  readonly entry: readonly BundleEntry[];
}

export const codingOf = (system: string, code: string, display?: string): JsonObject => ({ system, code, display });

/** A concept with its words in Chinese and, where a code system has it, its code. */
export const conceptOf = (text: string, ...coding: readonly JsonObject[]): JsonObject => ({ coding, text });

/**
 * Leaves out what FHIR forbids: empty strings, lists and objects, and `undefined`. Characters that FHIR's string does
 * not allow (control characters, half surrogates) become U+FFFD, so that their place stays visible.
 */
export function tidy<T extends Json>(value: T): T | undefined {
  return tidied(value) as T | undefined;
}

function tidied(value: Json | undefined): Json | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value.trim() === '' ? undefined : allowedText(value);
  if (typeof value !== 'object') return value;
  if (isList(value)) {
    const items = value.flatMap((item) => tidied(item) ?? []);
    return items.length === 0 ? undefined : items;
  }
  const members = Object.entries(value).flatMap(([key, member]) => {
    const kept = tidied(member);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);

// oxlint-disable-next-line no-control-regex -- exactly these characters are what FHIR forbids
export const allowedText = (text: string): string => text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd');
