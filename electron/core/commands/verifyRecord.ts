import type { Verification } from '../../../shared/ipc/channels.ts';
import { canonicalJson, digestText, type Digest } from '../../../shared/mdt/canonical.ts';
import { openDisciplines, signedContent, type CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import { isSignatureValid } from '../../../shared/mdt/signature.ts';
import type { Signature } from '../../../shared/mdt/signatureSchema.ts';
import { certificateIdOf } from './certificateId.ts';

/**
 * Checks a signed record by itself: the frozen text against the content it stands for, its digests,
 * every signature, and the order in which they were given.
 *
 * @param isFinished false while signatures are still being given: then none is missed
 */
export function verifyRecord(record: CaseRecord, { isFinished = true }: { readonly isFinished?: boolean } = {}): Verification {
  const { frozen } = record;
  if (!frozen) return { isValid: false, digest: null, signatures: [], problems: ['The record is not frozen: there is nothing that was signed.'] };
  const digest = digestText(frozen.canonical);
  const problems = [...compareDigests(digest, frozen), ...compareContent(record, frozen.canonical)];
  const signatures = record.signatures.map((signature) => ({
    personName: signature.personName, role: signature.role, discipline: signature.discipline, atMs: signature.atMs, isValid: holds(record.id, signature, digest),
  }));
  signatures.forEach(({ isValid, role, discipline }, at) => {
    if (!isValid) problems.push(`Signature ${at + 1} (${role}${discipline === null ? '' : `, ${discipline}`}) does not match the frozen content, its signer, role, time or reason.`);
  });
  problems.push(...record.signatures.flatMap(checkCertificate), ...checkOrder(record.signatures), ...(isFinished ? checkFinished(record) : []));
  return { isValid: problems.length === 0, digest, signatures, problems };
}

/** A key or value that is no longer one belongs to no valid signature. */
function holds(caseId: string, signature: Signature, digest: Digest): boolean {
  try {
    return isSignatureValid(caseId, signature, digest);
  } catch {
    // The curve refuses what is no point of it; the problem names the signature.
    return false;
  }
}

function compareDigests(found: Digest, stated: Digest): string[] {
  const problems: string[] = [];
  if (found.sha256 !== stated.sha256) problems.push(`The SHA-256 of the frozen text is ${found.sha256}, not ${stated.sha256} as the record says.`);
  if (found.sm3 !== stated.sm3) problems.push(`The SM3 of the frozen text is ${found.sm3}, not ${stated.sm3} as the record says.`);
  return problems;
}

/** Names every group of the content, and within a group of fields every field, that differs from what was frozen. */
function compareContent(record: CaseRecord, canonical: string): string[] {
  const content = signedContent(record) as Readonly<Record<string, unknown>>;
  if (canonicalJson(content) === canonical) return [];
  let frozen: unknown;
  try {
    frozen = JSON.parse(canonical);
  } catch {
    return ['The frozen text is not readable as JSON any more.'];
  }
  const paths = differences(content, frozen, '');
  if (paths.length === 0) return ['The frozen text is not in canonical form any more.'];
  return paths.map((path) => `"${path}" differs from what was frozen and signed.`);
}

const mostPaths = 20;

/** Paths of fields in which two values differ, at most twenty. */
export function differences(current: unknown, frozen: unknown, path: string): string[] {
  if (canonicalJson(current ?? null) === canonicalJson(frozen ?? null)) return [];
  if (!isObject(current) || !isObject(frozen)) return [path];
  const keys = [...new Set([...Object.keys(current), ...Object.keys(frozen)])].sort();
  return keys.flatMap((key) => differences(current[key], frozen[key], path === '' ? key : `${path}.${key}`)).slice(0, mostPaths);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

function checkCertificate(signature: Signature, at: number): string[] {
  const expected = certificateIdOf(signature.publicKey);
  return signature.certificateId === expected ? [] : [`Signature ${at + 1} names certificate ${signature.certificateId}, which is not that of its key (${expected}).`];
}

/** `mdt-workflow` section 7: disciplines, then physics, the chair last. */
function checkOrder(signatures: readonly Signature[]): string[] {
  const problems: string[] = [];
  const rank = { expert: 0, physicist: 1, chair: 2 } as const;
  signatures.forEach((signature, at) => {
    const before = signatures[at - 1];
    if (before && rank[before.role] > rank[signature.role]) problems.push(`Signature ${at + 1} (${signature.role}) was given after that of the ${before.role}; the order is disciplines, physics, chair.`);
    // A device that signed offline may have a wrong clock; only times of the platform tell an order.
    const isTimed = before?.timeSource === 'platform' && signature.timeSource === 'platform';
    if (before && isTimed && before.atMs > signature.atMs + 60_000) problems.push(`Signature ${at + 1} is more than a minute older than the one before it.`);
  });
  return problems;
}

const checkFinished = (record: CaseRecord): string[] => [...(record.signatures.some((signature) => signature.role === 'chair') ? [] : ['The chair has not signed.']), ...checkCompleteness(record)];

/** A discipline may be without a signature only where the chair wrote why; otherwise a signature was taken out. */
function checkCompleteness(record: CaseRecord): string[] {
  const open = openDisciplines(record);
  const isExplained = record.signatures.some((signature) => signature.role === 'chair' && (signature.openReason ?? '') !== '');
  return open.length === 0 || isExplained ? [] : [`No signature for ${open.join(', ')}, and the chair gave no reason for that.`];
}
