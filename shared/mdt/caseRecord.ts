import type { Actor, Discipline } from './directory.ts';
import type { ManifestEntry, PayloadOf } from './command.ts';
import type { DecisionFields, RequestFields } from './fields.ts';
import type { FrozenMinutes } from './minutesSchema.ts';
import type { Signature } from './signatureSchema.ts';
import type { RequestState } from './states.ts';

/** Who did something, at which console, and when by its clock. */
export interface Stamp {
  readonly commandId: string;
  readonly actor: Actor;
  readonly deviceId: string;
  readonly atMs: number;
}

export type Opinion = PayloadOf<'opinion.state'> & { readonly stamp: Stamp };
export type ChangeRequest = PayloadOf<'change.request'> & { readonly stamp: Stamp };
export type Evidence = PayloadOf<'evidence.cite'> & { readonly stamp: Stamp };
export type Dissent = PayloadOf<'dissent.state'> & { readonly stamp: Stamp };

/** The same field changed on two sides: both values wait here until a person decides. */
export interface Conflict {
  /** request.<field> or decision.<field>. */
  readonly path: string;
  /** The first is the one the record shows; `version` is that of the record when the value came. */
  readonly values: readonly { readonly value: unknown; readonly stamp: Stamp; readonly version: number }[];
}

export interface Transition extends Stamp {
  readonly from: RequestState | null;
  readonly to: RequestState;
  readonly type: string;
  readonly reason: string | null;
}

/** Content frozen for signing; `canonical` is the exact text whose digests were signed. */
export interface Frozen {
  readonly canonical: string;
  readonly sha256: string;
  readonly sm3: string;
  readonly stamp: Stamp;
}

/** One consultation from request to delivered opinion; the result of replaying its commands in platform order. */
export interface CaseRecord {
  readonly id: string;
  readonly caseNo: string;
  /** Number of commands applied. */
  readonly version: number;
  readonly state: RequestState;
  readonly requestingHospitalId: string;
  readonly leadHospitalId: string;
  readonly created: Stamp;
  readonly transitions: readonly Transition[];
  readonly request: RequestFields;
  readonly imaging: readonly ManifestEntry[];
  readonly meetingId: string | null;
  readonly presence: Readonly<Record<string, { readonly present: number; readonly total: number; readonly stamp: Stamp }>>;
  readonly opinions: readonly Opinion[];
  readonly changeRequests: readonly ChangeRequest[];
  readonly evidence: readonly Evidence[];
  readonly decision: DecisionFields;
  readonly dissents: readonly Dissent[];
  readonly readBack: (PayloadOf<'decision.readBack'> & { readonly stamp: Stamp; readonly decisionSha256: string }) | null;
  readonly frozen: Frozen | null;
  /** The minutes as frozen; absent before, and where nothing was typed. */
  readonly minutes?: FrozenMinutes;
  readonly signatures: readonly Signature[];
  readonly report: (PayloadOf<'report.deliver'> & { readonly stamp: Stamp }) | null;
  readonly receipt: { readonly sha256: string; readonly stamp: Stamp } | null;
  readonly conflicts: readonly Conflict[];
  /** Last version and value's author per field path, for the merge by field. */
  readonly fieldStamps: Readonly<Record<string, { readonly version: number; readonly stamp: Stamp }>>;
}

/** Disciplines whose opinion waits for a signature; physics comes after the others, the chair after all. */
export function openDisciplines(record: CaseRecord): Discipline[] {
  const spoken = [...new Set(record.opinions.filter((opinion) => opinion.stance !== 'noOpinion').map((opinion) => opinion.discipline))];
  return spoken.filter((discipline) => !record.signatures.some((signature) => signature.role !== 'chair' && signature.discipline === discipline));
}

/** What is frozen and signed: the whole clinical content, without sync bookkeeping. */
export function signedContent(record: CaseRecord): object {
  const { id, caseNo, requestingHospitalId, leadHospitalId, request, imaging, meetingId, opinions, changeRequests, evidence, decision, dissents, readBack, minutes } = record;
  return {
    schema: 'mdt-opinion/1',
    id, caseNo, requestingHospitalId, leadHospitalId, request, meetingId, opinions, changeRequests, evidence, decision, dissents, readBack,
    ...(minutes ? { minutes } : {}),
    imaging: imaging.map(({ sopInstanceUID, sha256 }) => ({ sopInstanceUID, sha256 })),
  };
}
