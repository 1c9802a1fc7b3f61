import { canonicalJson } from '../mdt/canonical.ts';
import type { Signature } from '../mdt/signatureSchema.ts';
import { base64Of } from './base64.ts';
import type { Draft } from './context.ts';
import { ownRoot, referenceTo, systems } from './identity.ts';
import { senderOf } from './request.ts';
import { codingOf, conceptOf, type JsonObject, type Resource } from './resource.ts';
import { instantOf } from './times.ts';
import { disciplineText, signatureRoleText } from './words.ts';

/** Media type of a signature's data: the canonical JSON of everything that was signed with it, the digests and its value. */
export const signatureFormat = 'application/vnd.mdt.sm2-sm3+json';

/** What each role's signature says (ASTM E1762-95). */
const purposes = {
  expert: codingOf(systems.signatureType, '1.2.840.10065.1.12.1.2', 'Coauthor\'s Signature'),
  physicist: codingOf(systems.signatureType, '1.2.840.10065.1.12.1.5', 'Verification Signature'),
  chair: codingOf(systems.signatureType, '1.2.840.10065.1.12.1.1', 'Author\'s Signature'),
} as const;

const agentType = (code: string, display: string): JsonObject => ({ coding: [codingOf('http://terminology.hl7.org/CodeSystem/provenance-participant-type', code, display)] });

/**
 * Who made the document: for an opinion everybody who signed, with their signatures over the frozen text;
 * for a request the doctor who sent it.
 */
export function provenanceOf(draft: Draft, targets: readonly Resource[], frozenReference: Resource | null): Resource {
  const { record, cast, source } = draft;
  const base = { resourceType: 'Provenance', id: draft.own('Provenance', source.kind), target: targets.map(({ id }) => referenceTo(id)) } as const;
  const { frozen } = record;
  if (source.kind === 'referral' || !frozen) {
    const sender = senderOf(draft);
    return { ...base, recorded: instantOf(sender.atMs), agent: [{ type: agentType('author', 'Author'), who: cast.actor(sender.actor), onBehalfOf: cast.organization(record.requestingHospitalId) }] };
  }
  return {
    ...base, recorded: instantOf(Math.max(frozen.stamp.atMs, ...record.signatures.map(({ atMs }) => atMs))),
    activity: conceptOf('签署', codingOf('http://terminology.hl7.org/CodeSystem/v3-DocumentCompletion', 'LA', 'legally authenticated')),
    agent: record.signatures.map((signature) => ({
      type: agentType(signature.role === 'physicist' ? 'verifier' : 'author', signature.role === 'physicist' ? 'Verifier' : 'Author'),
      role: [conceptOf(roleWords(signature), codingOf(`${ownRoot}/CodeSystem/signature-role`, signature.role, signatureRoleText[signature.role]))],
      who: signerOf(draft, signature), onBehalfOf: cast.organization(signature.hospitalId),
    })),
    entity: frozenReference ? [{ role: 'source', what: referenceTo(frozenReference.id) }] : [],
    signature: record.signatures.map((signature) => ({
      type: [purposes[signature.role]], when: instantOf(signature.atMs), who: signerOf(draft, signature), onBehalfOf: cast.organization(signature.hospitalId),
      targetFormat: 'application/json', sigFormat: signatureFormat, data: base64Of(new TextEncoder().encode(canonicalJson(signature))),
    })),
  };
}

export const signerOf = ({ cast }: Draft, { personId, personName, personTitle, hospitalId, discipline }: Signature): JsonObject => cast.person({ personId, name: personName, title: personTitle, hospitalId, discipline });

const roleWords = ({ role, discipline }: Signature): string => (discipline === null ? signatureRoleText[role] : `${signatureRoleText[role]}（${disciplineText[discipline]}）`);
