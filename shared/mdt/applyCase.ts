import { RecordError } from '../errors/appError.ts';
import { canonicalJson, digestRecord, digestText } from './canonical.ts';
import { openDisciplines, signedContent, type CaseRecord, type Conflict, type Stamp } from './caseRecord.ts';
import type { CaseCommand } from './command.ts';
import { checkDecisionDose } from './decisionNumbers.ts';
import { assertAttached, assertMayAttach } from './evidenceObjects.ts';
import { decisionFieldsSchema, emptyDecision, emptyRequest, isFilled, missingOfDecision, requestFieldsSchema, requiredRequestFields, type RequestFields } from './fields.ts';
import { isSameHand, mergeFields } from './mergeFields.ts';
import { assertPermitted } from './rights.ts';
import { stateDissent, stateOpinion } from './statements.ts';
import { isSignatureValid } from './signature.ts';
import type { Signature } from './signatureSchema.ts';
import { editableIn, transitions, type RequestState } from './states.ts';

/**
 * The rules of a case: the record before and one command give the record after. Pure; core and platform run this same function.
 * @throws {RecordError} with the rule that refuses the command.
 */
export function applyCase(record: CaseRecord | null, command: CaseCommand): CaseRecord {
  const stamp: Stamp = { commandId: command.id, actor: command.actor, deviceId: command.deviceId, atMs: command.atMs };
  if (command.type === 'case.create') {
    if (record) throw new RecordError('illegal-transition', `The case ${record.caseNo} exists already.`);
    assertPermitted(command.type, command.actor, { requestingHospitalId: command.actor.hospitalId, leadHospitalId: command.payload.leadHospitalId });
    return createCase(command, stamp);
  }
  if (!record) throw new RecordError('not-found', `${command.type} names a case that does not exist here.`);
  if (command.type === 'case.attachImaging') assertMayAttach(record, command.actor, command.payload.instances);
  else assertPermitted(command.type, command.actor, record);
  const next = { ...moveState(record, command, stamp), version: record.version + 1 };
  switch (command.type) {
    case 'case.edit': {
      assertEditable(record, 'request');
      const merged = mergeFields(record, 'request', record.request, command.payload.fields, command.baseVersion, stamp);
      return { ...next, request: merged.fields, fieldStamps: merged.fieldStamps, conflicts: merged.conflicts };
    }
    case 'case.attachImaging':
      return { ...next, ...attachImaging(record, command.payload.instances) };
    case 'case.submit':
      assertComplete(record);
      return next;
    case 'case.schedule':
      return { ...next, meetingId: command.payload.meetingId };
    case 'case.reportPresence':
      return { ...next, presence: { ...record.presence, [command.actor.hospitalId]: { ...command.payload, stamp } } };
    case 'case.withdraw':
      assertUnspoken(record);
      return { ...next, meetingId: null, presence: {} };
    case 'case.confirmReady':
      assertImagesPresent(record);
      return next;
    case 'opinion.state':
      assertEditable(record, 'opinions');
      return stateOpinion(next, command, stamp);
    case 'change.request':
      assertEditable(record, 'opinions');
      return { ...next, changeRequests: [...record.changeRequests, { ...command.payload, stamp }] };
    case 'evidence.cite':
      assertEditable(record, 'opinions');
      assertAttached(record, command.payload.objectUIDs ?? []);
      return { ...next, evidence: [...record.evidence, { ...command.payload, stamp }] };
    case 'decision.edit': {
      assertEditable(record, 'decision');
      const merged = mergeFields(record, 'decision', record.decision, command.payload.fields, command.baseVersion, stamp);
      return { ...next, decision: merged.fields, fieldStamps: merged.fieldStamps, conflicts: merged.conflicts };
    }
    case 'decision.readBack':
      assertEditable(record, 'decision');
      assertDecidable(record);
      assertUnchangedSince(record, command.baseVersion, stamp);
      return { ...next, readBack: { ...command.payload, stamp, decisionSha256: digestRecord(record.decision) } };
    case 'dissent.state':
      assertEditable(record, 'decision');
      return stateDissent(next, command, stamp);
    case 'decision.freeze':
      return freeze(next, command.payload, stamp);
    case 'decision.reopen':
      if (record.signatures.length > 0) throw new RecordError('signed-record', 'A signature has been given; the content can no longer change. Write an addendum instead.');
      return withoutMinutes({ ...next, frozen: null, readBack: null });
    case 'decision.sign':
      return sign(next, command.payload.signature, command);
    case 'report.deliver':
      return { ...next, report: { ...command.payload, stamp } };
    case 'report.receive':
      if (record.report?.sha256 !== command.payload.sha256) throw new RecordError('invalid', 'The receipt names a report that was not delivered.');
      return { ...next, receipt: { sha256: command.payload.sha256, stamp } };
    case 'conflict.write':
      return writeConflict(next, command, stamp);
    case 'conflict.resolve':
      return resolveConflict(next, command, stamp);
    case 'case.return': case 'case.decline': case 'case.accept': case 'case.openDiscussion': case 'case.defer': case 'case.cancel':
      return next;
  }
}

function createCase(command: Extract<CaseCommand, { type: 'case.create' }>, stamp: Stamp): CaseRecord {
  return {
    id: command.stream.id, caseNo: command.payload.caseNo, version: 1, state: 'draft',
    requestingHospitalId: command.actor.hospitalId, leadHospitalId: command.payload.leadHospitalId, created: stamp,
    transitions: [{ ...stamp, from: null, to: 'draft', type: command.type, reason: null }],
    request: { ...emptyRequest, ...definedOf(command.payload.fields) }, imaging: [], meetingId: null, presence: {}, opinions: [], changeRequests: [], evidence: [],
    decision: emptyDecision, dissents: [], readBack: null, frozen: null, signatures: [], report: null, receipt: null, conflicts: [], fieldStamps: {},
  };
}

/** The members that are set; an absent field and an undefined one mean the same. */
const definedOf = (fields: Partial<Record<keyof RequestFields, unknown>>): Partial<RequestFields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

function moveState(record: CaseRecord, command: CaseCommand, stamp: Stamp): CaseRecord {
  const moves = transitions[command.type];
  if (!moves) return record;
  const to = moves[record.state];
  if (!to) throw illegal(record.state, command.type, Object.keys(moves));
  const reason = 'reason' in command.payload && typeof command.payload.reason === 'string' ? command.payload.reason : null;
  return { ...record, state: to, transitions: [...record.transitions, { ...stamp, from: record.state, to, type: command.type, reason }] };
}

const illegal = (state: RequestState, type: string, allowed: readonly string[]): RecordError =>
  new RecordError('illegal-transition', `${type} is not possible while the case is ${state}; it needs ${allowed.join(' or ')}.`, { detail: { type, state } });

function assertEditable(record: CaseRecord, what: keyof typeof editableIn): void {
  const states: readonly RequestState[] = editableIn[what];
  if (record.signatures.length > 0) throw new RecordError('signed-record', 'The opinion is signed; its content no longer changes. Write an addendum instead.');
  if (!states.includes(record.state)) throw illegal(record.state, `a change of ${what}`, states);
}

/** Other bytes under a known UID: what the sites reported as present is not that object any more. */
function attachImaging(record: CaseRecord, instances: CaseRecord['imaging']): Pick<CaseRecord, 'imaging' | 'presence'> {
  const byUID = new Map(record.imaging.map((entry) => [entry.sopInstanceUID, entry]));
  const isReplacing = instances.some((entry) => (byUID.get(entry.sopInstanceUID)?.sha256 ?? entry.sha256) !== entry.sha256);
  for (const entry of instances) byUID.set(entry.sopInstanceUID, entry);
  return { imaging: [...byUID.values()], presence: isReplacing ? {} : record.presence };
}

function assertComplete(record: CaseRecord): void {
  const missing = requiredRequestFields.filter((key) => !isFilled(record.request[key]));
  if (record.imaging.length === 0) throw new RecordError('incomplete', 'No images are attached; import the study before sending the request.', { detail: { missing: 'imaging' } });
  if (missing.length > 0) throw new RecordError('incomplete', `Required items are empty: ${missing.join(', ')}.`, { detail: { missing: missing.join(',') } });
  if (record.conflicts.length > 0) throw openConflicts(record);
}

const openConflicts = (record: CaseRecord): RecordError =>
  new RecordError('incomplete', `Two values wait for a choice: ${record.conflicts.map((conflict) => conflict.path).join(', ')}.`, { detail: { missing: 'conflicts' } });

/** What the lead hospital has said about a patient it keeps, as the law has it keep it. */
function assertUnspoken(record: CaseRecord): void {
  const hasSpoken = record.opinions.length > 0 || record.changeRequests.length > 0 || Object.keys(record.fieldStamps).some((path) => path.startsWith('decision.'));
  if (hasSpoken) throw new RecordError('illegal-transition', 'Opinions about this case have been written down, and those who gave them keep them; cancel the request instead of withdrawing it.');
}

function assertImagesPresent(record: CaseRecord): void {
  const lead = record.presence[record.leadHospitalId];
  if (!lead || lead.present < record.imaging.length) {
    throw new RecordError('incomplete', `The images are not complete at the lead hospital yet (${lead?.present ?? 0} of ${record.imaging.length}); wait for the transfer.`, { detail: { missing: 'images' } });
  }
}

/** Everything that must hold before the decision is read back: required fields, plausible numbers, no open conflict. */
export function assertDecidable(record: CaseRecord): void {
  const missing = missingOfDecision(record.decision);
  if (missing.length > 0) throw new RecordError('incomplete', `Required items are empty: ${missing.join(', ')}.`, { detail: { missing: missing.join(',') } });
  const dose = checkDecisionDose(record.decision);
  if (dose.status === 'disagrees') {
    throw new RecordError('numbers-disagree', `The total dose ${dose.totalGy} Gy is not ${record.decision.rtFractions} × ${record.decision.rtDosePerFractionGy} Gy = ${dose.productGy} Gy; correct one of the three.`);
  }
  if (dose.status === 'incomplete') throw new RecordError('incomplete', `The radiotherapy numbers are incomplete: ${dose.missing.join(', ')}.`, { detail: { missing: dose.missing.join(',') } });
  if (dose.status === 'implausible') throw new RecordError('numbers-disagree', 'Dose, fractions and dose per fraction must be positive and the fractions a whole number.');
  if (record.conflicts.length > 0) throw openConflicts(record);
}

/** What is read aloud is what is signed: a decision somebody changed while it was being read has not been read back. */
function assertUnchangedSince(record: CaseRecord, baseVersion: number, stamp: Stamp): void {
  const changed = Object.entries(record.fieldStamps).filter(([path, last]) => path.startsWith('decision.') && last.version > baseVersion && !isSameHand(last.stamp, stamp));
  if (changed.length === 0) return;
  throw new RecordError('incomplete', `The decision changed while it was being read back (${changed.map(([path]) => path).join(', ')}); read it back again.`, { detail: { missing: 'readBack' } });
}

function freeze(before: CaseRecord, stated: Extract<CaseCommand, { type: 'decision.freeze' }>['payload'], stamp: Stamp): CaseRecord {
  assertDecidable(before);
  const record: CaseRecord = stated.minutes ? { ...before, minutes: stated.minutes } : before;
  if (!record.readBack) throw new RecordError('incomplete', 'The decision has not been read back; read it back first.', { detail: { missing: 'readBack' } });
  if (record.readBack.decisionSha256 !== digestRecord(record.decision)) {
    throw new RecordError('incomplete', 'The decision changed after it was read back; read it back again.', { detail: { missing: 'readBack' } });
  }
  const canonical = canonicalJson(signedContent(record));
  const digest = digestText(canonical);
  if (digest.sha256 !== stated.sha256 || digest.sm3 !== stated.sm3) {
    throw new RecordError('invalid', 'The content changed while it was being frozen; look at it again and freeze once more.', { detail: { expected: stated.sha256, found: digest.sha256 } });
  }
  return { ...record, frozen: { canonical, ...digest, stamp } };
}

/** Opened again, the minutes are the document people type in, not what was frozen of it. */
function withoutMinutes({ minutes: _frozen, ...record }: CaseRecord): CaseRecord {
  return record;
}

/** Order of `mdt-workflow` section 7: every discipline that gave an opinion, then physics, then the chair last. */
function sign(record: CaseRecord, signature: Signature, command: CaseCommand): CaseRecord {
  const { frozen } = record;
  if (!frozen || record.state !== 'opinionDraft') throw new RecordError('illegal-transition', 'There is no frozen opinion to sign; freeze the decision first.');
  if (signature.personId !== command.actor.personId || signature.hospitalId !== command.actor.hospitalId) throw new RecordError('signature-invalid', 'The signature was made by another person than the one who sends it.');
  if (signature.personName !== command.actor.name || signature.personTitle !== command.actor.title) throw new RecordError('signature-invalid', 'The signature names its signer otherwise than the directory does.');
  if (!isSignatureValid(record.id, signature, frozen)) throw new RecordError('signature-invalid', 'The signature does not match the frozen content.');
  if (record.signatures.some((given) => given.personId === signature.personId && given.role === signature.role && given.discipline === signature.discipline)) throw new RecordError('invalid', 'This person has signed in this role already.');
  const open = openDisciplines(record);
  if (signature.role === 'chair') {
    if (!command.actor.roles.includes('chair') || command.actor.hospitalId !== record.leadHospitalId) throw new RecordError('not-permitted', 'Only a chair of the lead hospital signs as chair.');
    if (open.length > 0 && !signature.openReason) throw new RecordError('incomplete', `These disciplines have not signed: ${open.join(', ')}. Wait for them or write a reason.`, { detail: { missing: open.join(',') } });
    const to = 'opinionSigned';
    const stamp: Stamp = { commandId: command.id, actor: command.actor, deviceId: command.deviceId, atMs: command.atMs };
    return { ...record, state: to, signatures: [...record.signatures, signature], transitions: [...record.transitions, { ...stamp, from: record.state, to, type: command.type, reason: signature.openReason }] };
  }
  if (!record.opinions.some((opinion) => opinion.personId === signature.personId && opinion.discipline === signature.discipline)) {
    throw new RecordError('not-permitted', 'Only a person who stated an opinion in this discipline signs for it.');
  }
  const others = open.filter((discipline) => discipline !== 'physics');
  if ((signature.role === 'physicist') !== (signature.discipline === 'physics')) throw new RecordError('invalid', 'The physics part is signed in the role of physicist, every other opinion as expert.');
  if (signature.role === 'physicist' && !command.actor.roles.includes('physicist')) throw new RecordError('not-permitted', 'Only a physicist signs the physics part.');
  if (signature.role === 'expert' && record.signatures.some((given) => given.role === 'physicist')) {
    throw new RecordError('illegal-transition', 'Physics has signed after the other disciplines already; every discipline that spoke has its signature, and only the chair signs now.');
  }
  if (signature.role === 'physicist' && others.length > 0) throw new RecordError('incomplete', `Physics signs after the other disciplines; still open: ${others.join(', ')}.`, { detail: { missing: others.join(',') } });
  return { ...record, signatures: [...record.signatures, signature] };
}

/** Choosing a value is editing the field: the same right, and only among values the person has seen. */
function resolveConflict(record: CaseRecord, command: Extract<CaseCommand, { type: 'conflict.resolve' }>, stamp: Stamp): CaseRecord {
  const conflict = openConflict(record, command, stamp);
  const chosen = conflict.values[command.payload.chosen];
  if (!chosen) throw new RecordError('not-found', `No open choice for ${conflict.path}.`);
  return settled(record, conflict, chosen.value, stamp);
}

/** A value of the person's own settles it as well, under the same conditions. */
function writeConflict(record: CaseRecord, command: Extract<CaseCommand, { type: 'conflict.write' }>, stamp: Stamp): CaseRecord {
  const conflict = openConflict(record, command, stamp);
  const [group, key] = conflict.path.split('.') as ['request' | 'decision', string];
  const schemas: Readonly<Record<string, { safeParse(value: unknown): { success: boolean } }>> = group === 'request' ? requestFieldsSchema.shape : decisionFieldsSchema.shape;
  if (!schemas[key]?.safeParse(command.payload.value).success) throw new RecordError('invalid', `The value does not fit the field ${conflict.path}; enter it as in the form.`);
  return settled(record, conflict, command.payload.value, stamp);
}

function openConflict(record: CaseRecord, command: Extract<CaseCommand, { type: 'conflict.resolve' | 'conflict.write' }>, stamp: Stamp): Conflict {
  const { path } = command.payload;
  if (record.frozen) throw new RecordError('signed-record', 'The content is frozen for signing; reopen it before choosing a value.');
  const conflict = record.conflicts.find((entry) => entry.path === path);
  if (!conflict) throw new RecordError('not-found', `No open choice for ${path}.`);
  assertPermitted(path.startsWith('request.') ? 'case.edit' : 'decision.edit', command.actor, record);
  if (conflict.values.some((entry) => entry.version > command.baseVersion && !isSameHand(entry.stamp, stamp))) {
    throw new RecordError('incomplete', `Another value of ${path} arrived while one was being chosen; look at all of them and choose again.`, { detail: { missing: 'conflicts' } });
  }
  return conflict;
}

function settled(record: CaseRecord, conflict: Conflict, value: unknown, stamp: Stamp): CaseRecord {
  const [group, key] = conflict.path.split('.') as ['request' | 'decision', string];
  return {
    ...record,
    [group]: { ...record[group], [key]: value },
    conflicts: record.conflicts.filter((entry) => entry !== conflict),
    fieldStamps: { ...record.fieldStamps, [conflict.path]: { version: record.version, stamp } },
  };
}
