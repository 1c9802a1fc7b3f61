import { v7 } from 'uuid';
import { RecordError } from '../../../shared/errors/appError.ts';
import { canonicalJson, digestText } from '../../../shared/mdt/canonical.ts';
import { openDisciplines, signedContent, type CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import { actorOf, type Discipline, type Person } from '../../../shared/mdt/directory.ts';
import type { FrozenMinutes } from '../../../shared/mdt/minutesSchema.ts';
import { signDigest } from '../../../shared/mdt/signature.ts';
import type { Signature } from '../../../shared/mdt/signatureSchema.ts';
import type { SigningKey } from '../../../shared/platform/contract.ts';
import type { AttemptLimit } from './attemptLimit.ts';
import { certificateIdOf } from './certificateId.ts';
import { getCase } from './caseView.ts';
import type { RecordContext } from './recordContext.ts';
import { openSealedKey } from './sealedKey.ts';
import { submitCommand } from './submitCommand.ts';

/** Freezes the content for signing: the digests are made over exactly what this console shows. */
export function freezeDecision(context: RecordContext, person: Person, caseId: string, minutes: FrozenMinutes | null): void {
  const record = getCase(context, person, caseId);
  const taken = minutes ? { minutes } : {};
  const payload = { ...digestText(canonicalJson(signedContent({ ...record, ...taken }))), ...taken };
  submitCommand(context, { commandId: v7(), stream: { kind: 'case', id: caseId }, type: 'decision.freeze', actor: actorOf(person), baseVersion: record.version, payload });
}

export interface SignRequest {
  readonly caseId: string;
  readonly role: Signature['role'];
  readonly pin: string;
  readonly openReason: string | null;
  /** Who signs: the person signed in, or a colleague who proved who they are. */
  readonly signer: Person;
  readonly signingKey: SigningKey | null;
  /** Counts wrong PINs: six digits are guessed in an afternoon where nobody does. */
  readonly pins: AttemptLimit;
  /** Time of the signature; from the platform's clock when it was compared in this session. */
  readonly atMs: number;
  readonly timeSource: Signature['timeSource'];
}

/**
 * Signs the frozen content; the private key is open for this one signature only.
 * @throws {RecordError} the PIN is wrong, there is no key, or the rule of order that refuses it
 */
export async function signDecision(context: RecordContext, request: SignRequest): Promise<void> {
  const { signer, signingKey, role } = request;
  const record = getCase(context, signer, request.caseId);
  if (!record.frozen) throw new RecordError('illegal-transition', 'There is no frozen opinion to sign; freeze the decision first.');
  if (!signingKey) throw new RecordError('signature-invalid', 'This account has no signing key yet; create one with a PIN first.');
  const privateKey = await request.pins.attempt(signer.id, () => openSealedKey(signingKey, request.pin));
  const signature = signDigest(
    record.id,
    {
      personId: signer.id, personName: signer.name, personTitle: signer.title, hospitalId: signer.hospitalId, role, discipline: disciplineFor(record, signer, role),
      atMs: Math.round(request.atMs), timeSource: request.timeSource, algorithm: 'SM2-SM3', publicKey: signingKey.publicKey, certificateId: certificateIdOf(signingKey.publicKey),
      sha256: record.frozen.sha256, sm3: record.frozen.sm3, openReason: role === 'chair' ? request.openReason : null,
    },
    privateKey,
  );
  submitCommand(context, { commandId: v7(), stream: { kind: 'case', id: record.id }, type: 'decision.sign', actor: actorOf(signer), baseVersion: record.version, payload: { signature }, atMs: request.atMs });
}

/** The discipline a signature stands for: one the person spoke for that is still open. */
function disciplineFor(record: CaseRecord, signer: Person, role: Signature['role']): Discipline | null {
  if (role === 'chair') return signer.discipline;
  if (role === 'physicist') return 'physics';
  const open = openDisciplines(record);
  const own = record.opinions.filter((opinion) => opinion.personId === signer.id && opinion.discipline !== 'physics').map((opinion) => opinion.discipline);
  return own.find((discipline) => open.includes(discipline)) ?? own[0] ?? signer.discipline;
}
