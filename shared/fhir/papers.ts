import { base64Of } from './base64.ts';
import type { Draft } from './context.ts';
import { referenceTo, systems, uriSystem, urnOf } from './identity.ts';
import { patientReference } from './patient.ts';
import { codingOf, conceptOf, type Resource } from './resource.ts';
import { instantOf } from './times.ts';

/** A file in the document: its description, and its bytes where they are at hand. */
export interface Paper {
  readonly reference: Resource;
  readonly binary: Resource | null;
}

/** The exact text whose digests were signed, so that anybody can check the signatures without the console. */
export function frozenPaper(draft: Draft): Paper | null {
  const { frozen } = draft.record;
  if (!frozen) return null;
  const bytes = new TextEncoder().encode(frozen.canonical);
  return paperOf(draft, { name: 'frozen', title: '签署内容（规范化 JSON）', contentType: 'application/json', atMs: frozen.stamp.atMs, byteLength: bytes.length, bytes, sha256: frozen.sha256, sm3: frozen.sm3 });
}

/** The PDF that was delivered to the requesting hospital. */
export function reportPaper(draft: Draft): Paper | null {
  const { report } = draft.record;
  if (!report) return null;
  return paperOf(draft, { name: 'report', title: '会诊意见报告', contentType: 'application/pdf', atMs: report.stamp.atMs, byteLength: report.byteLength, bytes: draft.source.reportPdf, sha256: report.sha256 });
}

interface PaperContent {
  readonly name: string;
  readonly title: string;
  readonly contentType: string;
  readonly atMs: number;
  readonly byteLength: number;
  readonly bytes: Uint8Array | null;
  readonly sha256: string;
  readonly sm3?: string;
}

/** R4 states an attachment's hash as SHA-1 only; ours are identifiers under the OIDs of their algorithms. */
function paperOf(draft: Draft, { name, title, contentType, atMs, byteLength, bytes, sha256, sm3 }: PaperContent): Paper {
  const binaryId = draft.own('Binary', name, sha256);
  const id = draft.own('DocumentReference', name, sha256);
  return {
    reference: {
      resourceType: 'DocumentReference', id, masterIdentifier: { system: uriSystem, value: urnOf(id) },
      identifier: [{ system: systems.sha256, value: sha256 }, ...(sm3 === undefined ? [] : [{ system: systems.sm3, value: sm3 }])],
      status: 'current', docStatus: 'final', type: conceptOf('会诊意见', codingOf(systems.loinc, '11488-4', 'Consult note')), subject: patientReference(draft), date: instantOf(atMs),
      custodian: draft.cast.organization(draft.record.leadHospitalId), description: title,
      content: [{ attachment: { contentType, language: 'zh-CN', url: bytes ? urnOf(binaryId) : undefined, size: byteLength, title } }],
    },
    binary: bytes ? { resourceType: 'Binary', id: binaryId, contentType, securityContext: referenceTo(id), data: base64Of(bytes) } : null,
  };
}
