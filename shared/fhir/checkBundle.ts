import type { Json, JsonObject } from './resource.ts';

/** One thing that is wrong with a document, and where. */
export interface BundleProblem {
  /** Rule of R4 where it has a name (`bdl-7`, `cmp-1`), otherwise what was looked at. */
  readonly rule: string;
  readonly path: string;
  readonly message: string;
}

/** Resource types our documents are made of; anything else got in by mistake. */
const types = new Set(['Composition', 'Patient', 'Practitioner', 'PractitionerRole', 'Organization', 'ServiceRequest', 'Condition', 'ImagingStudy', 'CarePlan', 'CareTeam', 'Provenance', 'DocumentReference', 'Binary']);

const required: Readonly<Record<string, readonly string[]>> = {
  Composition: ['status', 'type', 'date', 'author', 'title', 'subject', 'section'], Patient: ['name'], PractitionerRole: ['practitioner', 'organization'], Organization: ['name'],
  ServiceRequest: ['status', 'intent', 'subject', 'code'], Condition: ['subject', 'code', 'clinicalStatus'], ImagingStudy: ['status', 'subject'], CarePlan: ['status', 'intent', 'subject'], CareTeam: ['subject'],
  Provenance: ['target', 'recorded', 'agent'], DocumentReference: ['status', 'content'], Binary: ['contentType', 'data'],
};

/** Elements with a required binding that our documents use, by resource type. */
const bound: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  Composition: { status: ['preliminary', 'final', 'amended', 'entered-in-error'], confidentiality: ['U', 'L', 'M', 'N', 'R', 'V'] },
  Patient: { gender: ['male', 'female', 'other', 'unknown'] },
  ServiceRequest: { status: ['draft', 'active', 'on-hold', 'revoked', 'completed', 'entered-in-error', 'unknown'], intent: ['proposal', 'plan', 'directive', 'order', 'original-order', 'reflex-order', 'filler-order', 'instance-order', 'option'], priority: ['routine', 'urgent', 'asap', 'stat'] },
  ImagingStudy: { status: ['registered', 'available', 'cancelled', 'entered-in-error', 'unknown'] },
  CarePlan: { status: ['draft', 'active', 'on-hold', 'revoked', 'completed', 'entered-in-error', 'unknown'], intent: ['proposal', 'plan', 'order', 'option'] },
  CareTeam: { status: ['proposed', 'active', 'suspended', 'inactive', 'entered-in-error'] },
  DocumentReference: { status: ['current', 'superseded', 'entered-in-error'], docStatus: ['preliminary', 'final', 'amended', 'entered-in-error'] },
};

/**
 * What R4 asks of a document beyond the shape of its resources, and what we ask of ours: rules bdl-7 to bdl-12, references
 * that lead to an entry, every entry reached from the Composition or reaching it, filled sections (cmp-1), required
 * elements and codes, and no empty value anywhere. Shapes and types are for an R4 schema to judge.
 */
export function checkBundle(bundle: unknown): BundleProblem[] {
  if (!isObject(bundle) || bundle['resourceType'] !== 'Bundle') return [{ rule: 'Bundle', path: '', message: 'This is not a FHIR Bundle.' }];
  const entries = (isList(bundle['entry']) ? bundle['entry'] : []).filter(isObject);
  return [...envelopeProblems(bundle, entries), ...entries.flatMap(resourceProblems), ...referenceProblems(entries), ...emptyProblems(bundle, 'Bundle')];
}

function envelopeProblems(bundle: JsonObject, entries: readonly JsonObject[]): BundleProblem[] {
  const problems: BundleProblem[] = [];
  const say = (rule: string, path: string, message: string): void => void problems.push({ rule, path, message });
  const identifier = isObject(bundle['identifier']) ? bundle['identifier'] : {};
  if (bundle['type'] !== 'document') say('bdl-11', 'type', `The type is ${textOf(bundle['type'])}, not document.`);
  if (!isText(identifier['system']) || !isText(identifier['value'])) say('bdl-9', 'identifier', 'A document has an identifier with a system and a value.');
  if (!isText(bundle['timestamp'])) say('bdl-10', 'timestamp', 'A document has a date.');
  const first = entries[0];
  if (!first || !isObject(first['resource']) || first['resource']['resourceType'] !== 'Composition') say('bdl-11', 'entry[0]', 'The first resource of a document is a Composition.');
  const urls = entries.map((entry) => entry['fullUrl']);
  urls.forEach((url, at) => {
    if (!isText(url)) say('bdl-7', `entry[${at}]`, 'An entry has no fullUrl.');
    else if (urls.indexOf(url) !== at) say('bdl-7', `entry[${at}]`, `Two entries have the fullUrl ${url}.`);
    const id = isObject(entries[at]?.['resource']) ? entries[at]['resource']['id'] : undefined;
    if (isText(url) && url !== `urn:uuid:${textOf(id)}`) say('bdl-8', `entry[${at}]`, `The fullUrl ${url} is not that of the resource's id.`);
  });
  for (const kind of ['Composition', 'Patient', 'Provenance']) {
    const count = entries.filter((entry) => isObject(entry['resource']) && entry['resource']['resourceType'] === kind).length;
    if (count !== 1) say('entry', 'entry', `A document has one ${kind}; this one has ${count}.`);
  }
  return problems;
}

function resourceProblems(entry: JsonObject, at: number): BundleProblem[] {
  const resource = isObject(entry['resource']) ? entry['resource'] : {};
  const type = textOf(resource['resourceType'] ?? '');
  const path = `entry[${at}].${type}`;
  if (!types.has(type)) return [{ rule: 'resourceType', path, message: `A document does not hold a ${type === '' ? 'resource without a type' : type}.` }];
  const problems: BundleProblem[] = (required[type] ?? []).filter((key) => resource[key] === undefined).map((key) => ({ rule: 'required', path: `${path}.${key}`, message: `${type} has no ${key}.` }));
  for (const [key, codes] of Object.entries(bound[type] ?? {})) {
    const code = resource[key];
    if (code !== undefined && !codes.includes(textOf(code))) problems.push({ rule: 'binding', path: `${path}.${key}`, message: `${textOf(code)} is not one of ${codes.join(', ')}.` });
  }
  if (type === 'Composition') problems.push(...sectionProblems(resource['section'], `${path}.section`));
  return problems;
}

/** cmp-1: text, entries or sections; cmp-2: a section without text has sections or entries. */
function sectionProblems(sections: Json | undefined, path: string): BundleProblem[] {
  if (!isList(sections)) return [];
  return sections.flatMap((section, at) => {
    const here = `${path}[${at}]`;
    if (!isObject(section) || ['text', 'entry', 'section'].every((key) => section[key] === undefined)) return [{ rule: 'cmp-1', path: here, message: 'A section has neither text nor entries nor sections.' }];
    return sectionProblems(section['section'], `${here}.section`);
  });
}

function referenceProblems(entries: readonly JsonObject[]): BundleProblem[] {
  const urls = new Set(entries.map((entry) => entry['fullUrl']));
  const problems: BundleProblem[] = [];
  const linked = new Map<string, Set<string>>();
  const link = (a: string, b: string): void => void (linked.get(a) ?? linked.set(a, new Set()).get(a))?.add(b);
  entries.forEach((entry, at) => {
    const from = textOf(entry['fullUrl']);
    for (const { path, target } of referencesIn(entry['resource'], `entry[${at}]`)) {
      if (!urls.has(target)) problems.push({ rule: 'reference', path, message: `${target} is not in the document.` });
      link(from, target);
      link(target, from);
    }
  });
  const reached = new Set<string>();
  const visit = (url: string): void => {
    if (reached.has(url)) return;
    reached.add(url);
    for (const next of linked.get(url) ?? []) visit(next);
  };
  visit(textOf(entries[0]?.['fullUrl']));
  for (const url of urls) if (!reached.has(textOf(url))) problems.push({ rule: 'document', path: textOf(url), message: 'Nothing ties this entry to the Composition.' });
  return problems;
}

function referencesIn(value: Json | undefined, path: string): { path: string; target: string }[] {
  if (isList(value)) return value.flatMap((item, at) => referencesIn(item, `${path}[${at}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    typeof member === 'string' && (key === 'reference' || (key === 'url' && member.startsWith('urn:uuid:'))) ? [{ path: `${path}.${key}`, target: member }] : referencesIn(member, `${path}.${key}`));
}

function emptyProblems(value: Json | undefined, path: string): BundleProblem[] {
  const isEmpty = value === null || value === '' || (isList(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);
  if (isEmpty) return [{ rule: 'ele-1', path, message: 'FHIR allows no empty value.' }];
  if (isList(value)) return value.flatMap((item, at) => emptyProblems(item, `${path}[${at}]`));
  return isObject(value) ? Object.entries(value).flatMap(([key, member]) => emptyProblems(member, `${path}.${key}`)) : [];
}

/** A value as a message names it; a string as it is. */
const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

const isList = (value: unknown): value is readonly Json[] => Array.isArray(value);
const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
