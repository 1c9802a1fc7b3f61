import { v5 } from 'uuid';
import type { CaseRecord } from '../mdt/caseRecord.ts';
import type { JsonObject } from './resource.ts';

/** Namespace of every id this mapping derives; it never changes, or the same document would arrive twice. */
const namespace = '5b0f2a64-7d1e-5c53-9a0e-2f6f3c1d8e47';

/** The same name gives the same UUID on every machine (RFC 9562, version 5). */
export const idOf = (...name: readonly string[]): string => v5(JSON.stringify(name), namespace);

export const urnOf = (id: string): string => `urn:uuid:${id}`;

export const referenceTo = (id: string, display?: string): JsonObject => ({ reference: urnOf(id), display });

/** Identifier whose value is a URI of its own. */
export const uriSystem = 'urn:ietf:rfc:3986';

/** Root of the code systems and extensions that no standard has. */
export const ownRoot = 'https://mdt.invalid/fhir';

/** OIDs of the national health information standards (WS/T 500-2016, WS/T 682-2020) and of other bodies. */
export const systems = {
  /** 居民身份证号 */
  residentIdentity: 'urn:oid:2.16.156.10011.1.3',
  /** 诊断代码 (ICD-10) */
  icd10: 'urn:oid:2.16.156.10011.2.3.3.11',
  /** SHA-256 as an algorithm (NIST); the identifier's value is the digest in hex. */
  sha256: 'urn:oid:2.16.840.1.101.3.4.2.1',
  /** SM3 as an algorithm (GB/T 33560); the identifier's value is the digest in hex. */
  sm3: 'urn:oid:1.2.156.10197.1.401',
  loinc: 'http://loinc.org',
  snomed: 'http://snomed.info/sct',
  dicom: 'http://dicom.nema.org/resources/ontology/DCM',
  ucum: 'http://unitsofmeasure.org',
  signatureType: 'urn:iso-astm:E1762-95:2013',
} as const;

/** Numbers a hospital gives out have a system of their own for each hospital. */
export const numbersOf = (hospitalId: string, kind: 'patient' | 'case' | 'organization'): string => urnOf(idOf('numbers', kind, hospitalId));

export type DocumentKind = 'referral' | 'consultation';

/** The command that made the document: the sending of the request, or the delivery of the signed opinion. */
export function sourceCommandOf(kind: DocumentKind, record: CaseRecord): string | undefined {
  return kind === 'consultation' ? record.report?.stamp.commandId : record.transitions.findLast(({ to }) => to === 'submitted')?.commandId;
}

/** Id of the document a command makes: of its Bundle, and with `urn:uuid:` its identifier for ever. */
export const documentIdOf = (kind: DocumentKind, commandId: string): string => idOf('document', kind, commandId);
