import { readFileSync } from 'node:fs';
import { Ajv, type AnySchemaObject } from 'ajv';
import { Fhir } from 'fhir';
import { checkBundle } from '../../../shared/fhir/checkBundle.ts';

const read = (path: string): AnySchemaObject => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as AnySchemaObject;

const ajv = new Ajv({ strict: false, validateFormats: false });
ajv.addMetaSchema(read('../../../node_modules/ajv/dist/refs/json-schema-draft-06.json'));
const isR4Document = ajv.compile(read('../oracles/r4-document.schema.json'));
const fhir = new Fhir();

/** Complaints of HL7's own schema (oracles/README.md). */
export const bySchema = (bundle: unknown): string[] => (isR4Document(bundle) ? [] : (isR4Document.errors ?? []).slice(0, 3).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`));

/** Not errors: most are value sets the package does not carry. */
const remarks: ReadonlySet<string | undefined> = new Set(['warning', 'info']);

/** Errors of the `fhir` package: cardinalities, types, unknown elements and required value sets. */
export function byPackage(bundle: object): string[] {
  const { messages } = fhir.validate(bundle, { errorOnUnexpected: true });
  return messages.filter(({ severity }) => !remarks.has(severity)).map(({ location, message }) => `${location ?? ''} ${message ?? ''}`);
}

export const byRules = (bundle: unknown): string[] => checkBundle(bundle).map(({ rule, path, message }) => `${rule} ${path} ${message}`);
