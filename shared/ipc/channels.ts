import { z } from 'zod';
import type { PixelBox } from '../deid/burnIn.ts';
import type { ErrorShape } from '../errors/appError.ts';
import type { ChainLink, InstanceHeader, ReferenceChain, Reject } from '../dicom/types.ts';
import type { StreamRecord } from '../mdt/apply.ts';
import type { CaseRecord } from '../mdt/caseRecord.ts';
import { commandSchema, streamSchema, type CommandType, type Stream } from '../mdt/command.ts';
import { directorySchema, personSchema } from '../mdt/directory.ts';
import type { MeetingRecord } from '../mdt/meetingRecord.ts';
import type { MinutesState } from '../mdt/minutesRules.ts';
import { maximumUpdateBytes } from '../minutes/admitUpdate.ts';
import type { LateEdit } from '../minutes/lateEdits.ts';
import { heardPresenceSchema, minutesPresenceSchema } from '../minutes/presence.ts';
import type { RequestState } from '../mdt/states.ts';
import type { PlatformAuditRow } from '../platform/auditContract.ts';
import { begunFactorSchema, confirmedFactorSchema, factorCodeSchema, factorStateSchema, presenceSchema, ticketSchema } from '../platform/contract.ts';
import { removalReportSchema } from '../sync/protocol.ts';
import { notedActions } from './notedActions.ts';
import { transferSettingsSchema, type StorageState } from './storageShapes.ts';
import { call, event, type CallDef, type EventDef } from './channel.ts';

/** A value core built itself and the renderer only shows: checked to be an object, typed here. */
const trusted = <T extends object>(): z.ZodType<T> => z.custom<T>((value) => typeof value === 'object' && value !== null);
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const none = z.object({});
/** What a person arranged: each name is one JSON value, checked by its reader in shared/viewing. */
const preferenceName = z.enum(['desk', 'hanging', 'presets', 'shortcuts', 'display']);
const caseId = z.object({ caseId: z.uuid() });
const auditFilter = { caseId: z.uuid().optional(), personId: z.string().max(100).optional(), fromMs: z.number().optional(), toMs: z.number().optional() };
const secret = z.string().min(1).max(200);
/** Text of a recovery key file. */
const keyFile = z.string().min(1).max(20_000);
const uid = z.string().regex(/^[0-9.]{1,64}$/);
/** PS3.5 6.2, AE. */
const aeTitle = z.string().trim().regex(/^[\x21-\x5b\x5d-\x7e](?:[\x20-\x5b\x5d-\x7e]{0,14}[\x21-\x5b\x5d-\x7e])?$/);
const path = z.string().min(1).max(4096);
const importSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('paths'), paths: z.array(path).min(1).max(10_000) }),
  z.object({ kind: z.literal('node'), nodeId: z.uuid(), studyInstanceUIDs: z.array(uid).min(1).max(100) }),
  z.object({ kind: z.literal('inbox'), studyInstanceUID: uid }),
]);
const networkNode = z.discriminatedUnion('kind', [
  z.object({ id: z.uuid(), name: z.string().trim().min(1).max(60), kind: z.literal('dicomweb'), url: z.url({ protocol: /^https?$/ }).max(300), userName: z.string().max(100).nullable() }),
  z.object({ id: z.uuid(), name: z.string().trim().min(1).max(60), kind: z.literal('dimse'), aeTitle, host: z.string().trim().regex(/^[A-Za-z0-9._:-]{1,253}$/), port: z.number().int().min(1).max(65535), useTls: z.boolean(), retrieveBy: z.enum(['get', 'move']) }),
]);
const studyDate = z.string().regex(/^\d{8}$/);
const studyQuery = z.object({
  patientID: z.string().max(64).nullable(), patientName: z.string().max(64).nullable(), accessionNumber: z.string().max(16).nullable(),
  dateFrom: studyDate.nullable(), dateTo: studyDate.nullable(), modality: z.string().regex(/^[A-Z0-9_]{1,16}$/).nullable(),
});
const pixelBox = z.object({ x: z.number().int().min(0), y: z.number().int().min(0), width: z.number().int().min(1), height: z.number().int().min(1) });

/** A case as one console sees it: the record with its own pending commands applied, and how far it is synced. */
export interface CaseView {
  readonly record: CaseRecord;
  /** Commands not yet ordered by the platform. */
  readonly pending: number;
  /** Commands of the reader's hospital that were refused and that nobody has dealt with. */
  readonly refused: readonly RefusedCommand[];
  /** What others changed in the decision while the reader was writing, until they have checked it. */
  readonly overtaken: readonly Overtaken[];
  /** When the values that wait for a choice reached the platform, by its clock, by command id. */
  readonly orderedAtMs: Readonly<Record<string, number>>;
  readonly imaging: { readonly present: number; readonly total: number };
}

/** What an archive of a case holds and who signed it. `problems` name the part that is wrong; empty when everything holds. */
export interface ArchiveReport {
  readonly archiveId: string;
  readonly caseId: string;
  readonly caseNo: string;
  readonly version: number;
  readonly createdAtMs: number;
  readonly isEncrypted: boolean;
  readonly hasObjects: boolean;
  readonly signer: { readonly personId: string; readonly personName: string; readonly personTitle: string; readonly hospitalId: string; readonly publicKey: string; readonly certificateId: string };
  readonly isValid: boolean;
  readonly problems: readonly string[];
  readonly patientName: string;
  readonly diagnosis: string;
  readonly state: RequestState;
  readonly requestingHospitalId: string;
  readonly objects: number;
  readonly byteLength: number;
  readonly signatures: number;
}

export interface ArchiveProgress {
  readonly jobId: string;
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

/** Whether the record is whole, as far as it was looked at. */
export interface RecordHealth {
  readonly running: 'backUp' | 'check' | 'restore' | null;
  /** The last complete check; null before the first. */
  readonly lastCheck: { readonly atMs: number; readonly damage: readonly string[]; readonly isAuditIntact: boolean } | null;
  /** Why the last copy could not be made; null when it was. */
  readonly backupError: ErrorShape | null;
}

/** The copies of the record on this computer. What a copy of an earlier version holds is not known: null. */
export interface BackupList extends RecordHealth {
  readonly backups: readonly {
    readonly id: string;
    readonly createdAtMs: number | null;
    readonly cause: 'daily' | 'migration' | 'request' | null;
    readonly byteLength: number | null;
    readonly cases: number | null;
    readonly commands: number | null;
    /** Not yet sent when the copy was made. */
    readonly waiting: number | null;
    readonly lastCommandAtMs: number | null;
  }[];
  readonly present: { readonly cases: number; readonly commands: number; readonly waiting: number; readonly lastCommandAtMs: number | null };
  /** Never sent commands of a record put aside that wait until this one has caught up. */
  readonly held: number;
}

/** A case found by a search, with the piece of text that was found. */
export interface CaseHit {
  readonly caseId: string;
  readonly state: RequestState;
  readonly caseNo: string;
  readonly patientName: string;
  readonly hospitalNumber: string;
  readonly diagnosis: string;
  /** Which field holds the words, and around them; null where only the index tells. */
  readonly snippet: { readonly field: string; readonly parts: readonly { readonly text: string; readonly isHit: boolean }[] } | null;
}

/** Decision fields others had changed, unseen by the author, when a command of theirs was committed. */
export interface Overtaken {
  readonly commandId: string;
  readonly changes: readonly { readonly path: string; readonly name: string; readonly atMs: number; readonly value: unknown }[];
}

/** A command that did not get into the record, with what was meant. */
export interface RefusedCommand {
  readonly commandId: string;
  readonly stream: Stream;
  readonly type: CommandType;
  /** The rule that refused it, or `undeliverable` where the platform could not process it. */
  readonly reason: string;
  readonly message: string;
  readonly atMs: number;
  readonly madeAtMs: number;
  readonly authorName: string;
  readonly payload: unknown;
  /** Whether the reader can send it again: now; only its author can; it has to be done anew in the case. */
  readonly again: 'now' | 'author' | 'inCase';
}

export interface MeetingView {
  readonly record: MeetingRecord;
  readonly pending: number;
}

/** The minutes of a case as one console holds them. */
export interface MinutesView {
  /** A Yjs document (version 1 encoding) without what came too late. */
  readonly document: Uint8Array;
  readonly state: MinutesState;
  /** Whether this person may type while they are open. */
  readonly mayWrite: boolean;
  /** Changes typed here that the platform does not have yet. */
  readonly unsent: number;
  /** What came after the minutes were closed, by person. */
  readonly late: readonly (LateEdit & { readonly name: string })[];
}

/** News of the minutes of a case. */
export interface MinutesChange {
  readonly caseId: string;
  /** A change to be applied; null where only `unsent` is new. */
  readonly update: Uint8Array | null;
  readonly unsent: number;
  /** Something left the document or came too late: to be opened again. */
  readonly isReset: boolean;
}

/** One stored instance: its header and where its bytes are. */
export interface StoredInstance {
  readonly header: Omit<InstanceHeader, 'references'>;
  readonly sha256: string;
  readonly byteLength: number;
  readonly isPresent: boolean;
}

/** The first bytes of one stored object. */
export interface ObjectHead {
  readonly sopInstanceUID: string;
  readonly sha256: string;
  readonly byteLength: number;
  readonly bytes: Uint8Array;
  readonly isWhole: boolean;
}

export interface CaseImaging {
  readonly instances: readonly StoredInstance[];
  readonly chain: ReferenceChain;
}

/**
 * How far an import is. scanning: files are listed and the patients in them found; reading: bytes are taken.
 * interrupted: the console ended in the middle; `import.resume` goes on.
 */
export interface ImportProgress {
  readonly importId: string;
  readonly phase: 'scanning' | 'reading' | 'done' | 'cancelled' | 'choosePatient' | 'failed' | 'interrupted';
  readonly filesDone: number;
  readonly filesTotal: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly elapsedMs: number;
  /** Of the last seconds, not of the whole run; null while too little has been read to say. */
  readonly bytesPerSecond: number | null;
  /** At that rate; null while it cannot be said. */
  readonly msLeft: number | null;
}

/** Where the objects of an import come from. */
export type ImportSource =
  /** Folders, single files, zip archives and DICOMDIR files of this computer. */
  | { readonly kind: 'paths'; readonly paths: string[] }
  /** Studies of a network node, by C-GET, C-MOVE or WADO. */
  | { readonly kind: 'node'; readonly nodeId: string; readonly studyInstanceUIDs: string[] }
  /** A study another system sent to this console, waiting in its inbox. */
  | { readonly kind: 'inbox'; readonly studyInstanceUID: string };

/** What an import did. `patients` has more than one entry when the source mixes patients: then nothing is taken until one is chosen. */
export interface ImportReport {
  readonly importId: string;
  readonly caseId: string;
  readonly source: ImportSource;
  readonly startedAtMs: number;
  readonly elapsedMs: number;
  readonly phase: ImportProgress['phase'];
  readonly imported: number;
  readonly duplicates: number;
  readonly rejects: readonly Reject[];
  readonly warnings: readonly { readonly path: string; readonly message: string }[];
  readonly patients: readonly { readonly key: string; readonly patientID: string; readonly patientName: string; /** YYYYMMDD; null where no object says. */ readonly birthDate: string | null; readonly instances: number }[];
  readonly links: readonly ChainLink[];
  readonly problems: readonly string[];
  readonly error: ErrorShape | null;
}

/** A PACS or archive this console talks to. The password never leaves core. */
export type NetworkNode =
  | { readonly id: string; readonly name: string; readonly kind: 'dicomweb'; /** Root of QIDO, WADO and STOW, as https://host/dicom-web. */ readonly url: string; readonly userName: string | null; readonly hasPassword: boolean }
  | { readonly id: string; readonly name: string; readonly kind: 'dimse'; readonly aeTitle: string; readonly host: string; readonly port: number; readonly useTls: boolean; /** How studies are fetched. */ readonly retrieveBy: 'get' | 'move' };

/** This console as a DICOM node: who it says it is, and whether others may send to it. */
export interface LocalNode {
  readonly aeTitle: string;
  readonly port: number;
  readonly isReceiving: boolean;
  /** The port is open; only AE titles of the node list may send. */
  readonly isListening: boolean;
  readonly error: ErrorShape | null;
}

/** Why a step of the test ended as it did. Errors of find, send and retrieve carry the same literal in `detail.why`. */
export type NetworkTestReason =
  | 'ok'
  /** Skipped because an earlier step failed. */
  | 'notTried'
  /** Skipped: the connection is not encrypted. */
  | 'plain'
  /** Skipped: the other side's answer does not tell. */
  | 'notProven'
  | 'nameNotResolved' | 'connectionRefused' | 'timedOut' | 'connectionLost'
  | 'certificateExpired' | 'certificateSelfSigned' | 'certificateWrongHost' | 'certificateUntrusted' | 'notTls'
  | 'calledAeUnknown' | 'callingAeUnknown' | 'associationRejected' | 'notDicom'
  /** No account is set and the other side wants one; the account is wrong; the account may not do this. */
  | 'accountNeeded' | 'wrongPassword' | 'forbidden'
  | 'wrongPath' | 'notDicomWeb' | 'redirected' | 'serverError'
  /** The other side does not offer this service, or not for our objects. */
  | 'notOffered'
  /** C-MOVE needs this console to receive, and that is switched off or failed. */
  | 'notReceiving'
  | 'refused';

/** One thing the test button tried, in order: address, tls, then aeTitle and rights (DIMSE) or rights (DICOMweb), find, store. */
export interface NetworkTestStep {
  readonly step: 'address' | 'tls' | 'aeTitle' | 'rights' | 'find' | 'store';
  readonly outcome: 'ok' | 'failed' | 'skipped';
  readonly reason: NetworkTestReason;
  readonly message: string;
}

export interface RemoteStudy {
  readonly studyInstanceUID: string;
  readonly patientID: string | null;
  readonly patientName: string | null;
  readonly birthDate: string | null;
  readonly sex: string | null;
  readonly date: string | null;
  readonly description: string | null;
  readonly accessionNumber: string | null;
  readonly modalities: readonly string[];
  readonly seriesCount: number | null;
  readonly instanceCount: number | null;
}

export interface InboxStudy {
  readonly studyInstanceUID: string;
  readonly patientID: string | null;
  readonly patientName: string | null;
  readonly date: string | null;
  readonly description: string | null;
  readonly modalities: readonly string[];
  readonly instances: number;
  readonly byteLength: number;
  readonly from: string;
  readonly receivedAtMs: number;
}

/** A transfer of a case's objects to a node. */
export interface SendProgress {
  readonly sendId: string;
  readonly phase: 'sending' | 'done' | 'failed' | 'cancelled';
  readonly done: number;
  readonly total: number;
  readonly failures: readonly { readonly sopInstanceUID: string; readonly message: string }[];
  readonly error: ErrorShape | null;
}

/** One series as the de-identification page shows it. */
export interface BurnInSeries {
  readonly seriesInstanceUID: string;
  readonly modality: string;
  readonly description: string | null;
  readonly instances: number;
  /** likely: of a kind that carries text in the pixels, or says so; unknown: cannot be told; none: no sign of it. */
  readonly burnIn: 'likely' | 'unknown' | 'none';
  readonly reason: string;
  /** Blob of an instance to show under the mask tool; null where the series has no image. */
  readonly sampleSha256: string | null;
  /** Regions proposed for this manufacturer and modality. */
  readonly proposedBoxes: readonly PixelBox[];
}

export interface DeidentifyProgress {
  readonly jobId: string;
  readonly phase: 'running' | 'done' | 'failed' | 'cancelled';
  readonly filesDone: number;
  readonly filesTotal: number;
  readonly error: ErrorShape | null;
}

/** What was changed, for a person to check; never holds an original value. */
export interface DeidentifyReport {
  readonly preset: 'teaching' | 'qualityControl' | 'research';
  readonly filesWritten: number;
  readonly folder: string;
  readonly changes: readonly { readonly tag: string; readonly keyword: string; readonly action: 'removed' | 'emptied' | 'replaced' | 'cleaned' | 'uidMapped' | 'dateShifted'; readonly count: number }[];
  readonly refused: readonly { readonly path: string; readonly reason: string; readonly message: string }[];
  readonly warnings: readonly { readonly path: string; readonly message: string }[];
}

export interface SyncStatus {
  readonly state: 'online' | 'offline' | 'syncing' | 'signedOut';
  readonly platformUrl: string;
  readonly isEmbedded: boolean;
  readonly outbox: number;
  readonly uploads: { readonly waiting: number; readonly bytesLeft: number };
  readonly downloads: { readonly waiting: number; readonly bytesLeft: number };
  readonly lastContactMs: number | null;
  /** Platform clock minus ours, ms; named to the user when beyond a minute. */
  readonly clockDriftMs: number | null;
  /** The platform was put back from an older copy and nobody here has read so yet: commands given back, refused then, and places nobody holds. */
  readonly restored: { readonly atMs: number; readonly returned: number; readonly refused: number; readonly gaps: number } | null;
  readonly error: ErrorShape | null;
}

/** One row of this console's access log; holds ids, never a name. */
export interface AuditRow {
  readonly seq: number;
  readonly atMs: number;
  readonly personId: string;
  readonly action: string;
  readonly subject: string;
  readonly caseId: string | null;
  readonly hospitalId: string;
  readonly deviceId: string;
  readonly sessionId: string;
  /** What gave access: request, consultation, meeting:<id>, archive, new, none; empty where no case is concerned. */
  readonly why: string;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
  readonly hash: string;
}

/** Whether the access log is as it was written. */
export interface AuditIntegrity {
  readonly checkedAtMs: number;
  readonly rows: number;
  /** Each names the row and what is wrong with it; empty when nothing is. */
  readonly breaks: readonly { readonly seq: number; readonly what: 'changed' | 'missing' | 'unlinked' | 'cut'; readonly message: string }[];
  /** When a platform last noted the end of the log; null when none has. */
  readonly anchoredAtMs: number | null;
}

/** Result of verifying a signed record; `problems` is empty when everything holds. */
export interface Verification {
  readonly isValid: boolean;
  readonly digest: { readonly sha256: string; readonly sm3: string } | null;
  readonly signatures: readonly { readonly personName: string; readonly role: string; readonly discipline: string | null; readonly atMs: number; readonly isValid: boolean }[];
  readonly problems: readonly string[];
}

/** Content of an exported record file. */
export interface RecordExport {
  readonly schema: 'mdt-record/1';
  readonly record: CaseRecord;
}

/** The channel table: request, response and validator of every message between renderer, main and core. */
export const calls = {
  // main
  'vault.status': call('main', none, z.object({
    state: z.enum(['new', 'locked', 'open']), protection: z.enum(['keystore', 'passphrase']),
    organisation: z.object({ name: z.string(), keyId: z.string() }).nullable(), isRotating: z.boolean(),
  })),
  'vault.create': call('main', z.object({ passphrase: secret.min(8).nullable() }), z.object({ recoveryCode: z.string() })),
  'vault.unlock': call('main', z.object({ passphrase: secret.optional(), recoveryCode: secret.optional(), recoveryFile: keyFile.optional(), recoveryPassphrase: secret.optional() }), none),
  'vault.changePassphrase': call('main', z.object({ current: secret.nullable(), next: secret.min(8) }), none),
  /** Makes the organisation's public recovery key (text of its file) another way to open this record. */
  'vault.installRecoveryKey': call('main', z.object({ file: keyFile }), z.object({ name: z.string(), keyId: z.string() })),
  /** Moves the record to a new key; core starts again. The recovery code is a new one, shown once. */
  'vault.rotate': call('main', z.object({ passphrase: secret.nullable() }), z.object({ recoveryCode: z.string() })),
  /** Copies of the record by their manifests, for a record that does not open. */
  'repair.list': call('main', none, z.object({ backups: z.array(trusted<BackupList['backups'][number]>()) })),
  /** Starts core with a copy in the record's place; the damaged record is put aside. */
  'repair.restore': call('main', z.object({ id: z.string().max(120) }), none),
  'app.language': call('main', z.object({ set: z.enum(['zh', 'en']).optional() }), z.object({ language: z.enum(['zh', 'en']) })),
  /** Asks for a folder, or for files (zip archives and DICOMDIR among them); empty when the person cancels. */
  'dialog.chooseImport': call('main', z.object({ kind: z.enum(['folder', 'files']) }), z.object({ paths: z.array(z.string()) })),
  /** Asks for an empty or new folder to write into. */
  'dialog.chooseTarget': call('main', none, z.object({ folder: z.string().nullable() })),
  /** Asks where to write an archive. */
  'dialog.saveArchive': call('main', z.object({ name: z.string().max(120) }), z.object({ path: z.string().nullable() })),
  'dialog.saveText': call('main', z.object({ name: z.string().max(120), extension: z.enum(['txt', 'csv', 'jsonl']), caseId: z.uuid().nullable(), text: z.string().max(20_000_000) }), z.object({ path: z.string().nullable() })),
  'dialog.savePdf': call('main', z.object({ name: z.string().max(120), caseId: z.uuid(), bytes }), z.object({ path: z.string().nullable() })),
  /** Screens of this computer and the desk windows open on them. */
  'screens.list': call('main', none, z.object({ screens: z.array(z.object({ id: z.string(), label: z.string(), width: z.number(), height: z.number(), isPrimary: z.boolean() })) })),
  /** Keeps a picture the desk shows, as PNG. */
  'dialog.savePng': call('main', z.object({ name: z.string().max(120), caseId: z.uuid(), bytes }), z.object({ path: z.string().nullable() })),
  'report.print': call('main', caseId, z.object({ bytes })),
  // core: session
  'session.current': call('core', none, z.object({ person: personSchema.nullable() }), { isRetrySafe: true }),
  'session.signIn': call('core', z.object({ account: secret, password: secret, code: z.string().max(40).optional() }), z.object({ person: personSchema, hasSigningKey: z.boolean() })),
  'secondFactor.get': call('core', none, factorStateSchema),
  'secondFactor.begin': call('core', none, begunFactorSchema),
  'secondFactor.confirm': call('core', factorCodeSchema, confirmedFactorSchema),
  'secondFactor.end': call('core', factorCodeSchema, none),
  'session.signOut': call('core', none, none),
  'session.createSigningKey': call('core', z.object({ pin: z.string().min(6).max(64) }), none),
  'directory.get': call('core', none, directorySchema, { isRetrySafe: true }),
  /** Accounts of the sample network, for the sign-in page of a first try; empty on a real platform. */
  'sample.accounts': call('core', none, z.object({ accounts: z.array(z.object({ account: z.string(), password: z.string(), pin: z.string(), name: z.string(), title: z.string(), hospital: z.string() })), folder: z.string().nullable() }), { isRetrySafe: true }),
  // core: record
  'case.list': call('core', none, z.object({ cases: z.array(trusted<CaseView>()) }), { isRetrySafe: true }),
  'case.get': call('core', caseId, trusted<CaseView>(), { isRetrySafe: true }),
  /** By Han characters, pinyin or its initials, numbers and words; audited by a digest of the query. */
  'case.search': call('core', z.object({ query: z.string().trim().min(1).max(200) }), z.object({ hits: z.array(trusted<CaseHit>()), isComplete: z.boolean() }), { isRetrySafe: true }),
  'meeting.list': call('core', none, z.object({ meetings: z.array(trusted<MeetingView>()) }), { isRetrySafe: true }),
  'meeting.get': call('core', z.object({ meetingId: z.uuid() }), trusted<MeetingView>(), { isRetrySafe: true }),
  /** Any command but decision.freeze, decision.sign and report.deliver, which have calls of their own. `commandId` is chosen by the caller, so that sending it again after a restart applies it once. */
  'record.submit': call(
    'core',
    z.object({ commandId: z.uuid(), stream: streamSchema, type: commandSchema.shape.type, baseVersion: z.number().int().min(0), payload: z.unknown() }),
    z.object({ version: z.number().int(), record: trusted<StreamRecord>() }),
    { isRetrySafe: true },
  ),
  'decision.freeze': call('core', caseId, trusted<CaseView>()),
  /** Signs for the person signed in, or for a colleague at this console who gives account and password as well, and the code of their second factor. */
  'decision.sign': call('core', z.object({ caseId: z.uuid(), role: z.enum(['expert', 'physicist', 'chair']), pin: secret, account: secret.optional(), password: secret.optional(), code: z.string().max(40).optional(), openReason: z.string().max(2000).nullable() }), trusted<CaseView>()),
  'report.deliver': call('core', z.object({ caseId: z.uuid(), bytes }), trusted<CaseView>()),
  'report.read': call('core', caseId, z.object({ bytes: bytes.nullable() }), { isRetrySafe: true }),
  'record.verify': call('core', caseId, trusted<Verification>(), { isRetrySafe: true }),
  /** The case as a file that `mdt verify` checks without this console: a {@link RecordExport} as JSON. */
  'record.export': call('core', caseId, z.object({ json: z.string() }), { isRetrySafe: true }),
  /** Hospitals that left a case or a meeting, and which of their consoles have said that they deleted it; asked of the platform. */
  'removal.list': call('core', z.object({ stream: streamSchema }), removalReportSchema, { isRetrySafe: true }),
  /** Digests of the local record and of the platform's replay of it. */
  'record.digest': call('core', z.object({ stream: streamSchema }), z.object({ local: z.string(), version: z.number().int(), platform: z.string().nullable(), platformVersion: z.number().int().nullable() }), { isRetrySafe: true }),
  /** Rows of one case, or of the person's hospital at this console; the newest that match, 500 where `limit` says nothing else. */
  'audit.list': call(
    'core', z.object({ ...auditFilter, subject: z.string().max(200).optional(), limit: z.number().int().min(1).max(5000).optional() }), z.object({ rows: z.array(trusted<AuditRow>()), isIntact: z.boolean(), integrity: trusted<AuditIntegrity>() }), { isRetrySafe: true },
  ),
  /** What the platform noted of a case: bytes sent out, commands, tickets, refusals. */
  'audit.platform': call('core', caseId, z.object({ rows: z.array(trusted<PlatformAuditRow>()) }), { isRetrySafe: true }),
  /** The same rows as lines that `mdt verify` checks; those in between stand there by their hashes alone. */
  'audit.export': call('core', z.object(auditFilter), z.object({ text: z.string(), rows: z.number().int() }), { isRetrySafe: true }),
  /** Something done outside core: main tells of exports, a window of sharing. */
  'audit.note': call('core', z.object({ action: z.enum(notedActions), caseId: z.uuid().optional(), meetingId: z.uuid().optional() }), none, { isRetrySafe: true }),
  // core: minutes
  'minutes.open': call('core', caseId, trusted<MinutesView>(), { isRetrySafe: true }),
  /** One change of the editor; answered when it is stored. The same bytes again change nothing. */
  'minutes.update': call('core', z.object({ caseId: z.uuid(), sessionId: z.uuid(), update: bytes.refine((update) => update.byteLength <= maximumUpdateBytes, 'is too large') }), none, { isRetrySafe: true }),
  /** Whether an editor is open, and where its caret is. */
  'minutes.watch': call('core', minutesPresenceSchema, none, { isRetrySafe: true }),
  /** Every refused command of the reader's hospital, also of cases that never came to be. */
  'refused.list': call('core', none, z.object({ refused: z.array(trusted<RefusedCommand>()) }), { isRetrySafe: true }),
  /** The author has checked what others changed meanwhile. */
  'overtaken.checked': call('core', z.object({ commandId: z.uuid() }), none, { isRetrySafe: true }),
  /** Sends a refused command again; `newCommandId` is chosen by the caller, so that asking twice sends it once. */
  'refused.sendAgain': call('core', z.object({ commandId: z.uuid(), newCommandId: z.uuid() }), none, { isRetrySafe: true }),
  'refused.setAside': call('core', z.object({ commandId: z.uuid(), reason: z.string().trim().min(1).max(2000) }), none, { isRetrySafe: true }),
  // core: imaging
  'import.start': call('core', z.object({ importId: z.uuid(), caseId: z.uuid(), source: importSource, patientKey: z.string().nullable() }), none),
  /** Goes on with an import that a crash or a closed console ended; what was taken is recognised. */
  'import.resume': call('core', z.object({ importId: z.uuid() }), none),
  'import.cancel': call('core', z.object({ importId: z.uuid() }), none),
  'import.report': call('core', z.object({ importId: z.uuid() }), trusted<ImportReport>(), { isRetrySafe: true }),
  /** Imports into a case, the newest first, running and interrupted ones among them. */
  'import.list': call('core', caseId, z.object({ imports: z.array(trusted<ImportReport>()) }), { isRetrySafe: true }),
  'imaging.get': call('core', caseId, trusted<CaseImaging>(), { isRetrySafe: true }),
  /** Bytes of a blob for the app:// protocol; the renderer fetches app://console/blobs/<sha256> instead. */
  'blob.read': call('core', z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }), z.object({ bytes }), { isRetrySafe: true }),
  /**
   * The beginning of every present object of a series, up to its pixels, so that a volume is laid out before its bytes
   * are read. `isWhole` where the object ends there.
   */
  'imaging.heads': call('core', z.object({ caseId: z.uuid(), seriesInstanceUID: uid }), z.object({ heads: z.array(trusted<ObjectHead>()) }), { isRetrySafe: true }),
  /** Takes objects this console made (reports, key images, presentation states; pictures and PDF from files) into the case, checked as an import checks them. */
  'imaging.add': call('core', z.object({ caseId: z.uuid(), objects: z.array(bytes).min(1).max(50) }), z.object({ added: z.array(z.object({ sopInstanceUID: z.string(), sha256: z.string() })) })),
  // core: archives of single cases
  /** Writes a case as an archive signed by the person signed in, encrypted under the passphrase; null leaves it readable to anyone. */
  'archive.export': call('core', z.object({ jobId: z.uuid(), caseId: z.uuid(), path, passphrase: secret.min(8).nullable(), hasObjects: z.boolean(), pin: secret }), z.object({ archiveId: z.string(), byteLength: z.number().int() })),
  /** Verifies all of an archive and says what it holds; nothing is taken. */
  'archive.inspect': call('core', z.object({ jobId: z.uuid(), path, passphrase: secret.nullable() }), trusted<ArchiveReport>()),
  /** Takes the case of an archive to be read here, or adds what is missing to a case that is known and equal. */
  'archive.import': call('core', z.object({ jobId: z.uuid(), path, passphrase: secret.nullable() }), z.object({ outcome: z.enum(['taken', 'merged']), caseId: z.string(), objects: z.number().int() })),
  'archive.cancel': call('core', z.object({ jobId: z.uuid() }), none),
  // core: copies of the record
  'backup.list': call('core', none, trusted<BackupList>(), { isRetrySafe: true }),
  /** Makes a copy now and proves it. */
  'backup.make': call('core', none, z.object({ id: z.string() })),
  /** Proves a copy and starts core again with it in the record's place; the present record is put aside, and what no platform has of it is carried over. */
  'backup.restore': call('core', z.object({ id: z.string().max(120) }), none),
  /** Puts the held commands of a record put aside into the outbox now, though it has not caught up with the platform. */
  'backup.releaseHeld': call('core', none, z.object({ released: z.number().int() })),
  /** Reads the whole record and its access log. */
  'record.check': call('core', none, trusted<RecordHealth>()),
  // core: preferences of the person signed in
  'preferences.get': call('core', z.object({ name: preferenceName }), z.object({ value: z.unknown() }), { isRetrySafe: true }),
  'preferences.set': call('core', z.object({ name: preferenceName, value: z.unknown() }), none, { isRetrySafe: true }),
  // core: network
  'network.nodes': call('core', none, z.object({ nodes: z.array(trusted<NetworkNode>()), local: trusted<LocalNode>() }), { isRetrySafe: true }),
  /** Adds or changes a node; `password` undefined keeps the stored one, null forgets it. */
  'network.saveNode': call('core', z.object({ node: networkNode, password: secret.nullable().optional() }), none, { isRetrySafe: true }),
  'network.removeNode': call('core', z.object({ nodeId: z.uuid() }), none, { isRetrySafe: true }),
  'network.saveLocal': call('core', z.object({ aeTitle, port: z.number().int().min(1).max(65535), isReceiving: z.boolean() }), trusted<LocalNode>()),
  /** Tries a node as it stands in the form, saved or not. */
  'network.test': call('core', z.object({ node: networkNode, password: secret.nullable().optional() }), z.object({ steps: z.array(trusted<NetworkTestStep>()) })),
  'network.find': call('core', z.object({ nodeId: z.uuid(), query: studyQuery }), z.object({ studies: z.array(trusted<RemoteStudy>()), isTruncated: z.boolean() })),
  /** Sends all objects of a case, or of some series, to a node. */
  'network.send': call('core', z.object({ sendId: z.uuid(), nodeId: z.uuid(), caseId: z.uuid(), seriesInstanceUIDs: z.array(uid).nullable() }), none),
  'network.cancelSend': call('core', z.object({ sendId: z.uuid() }), none),
  'inbox.list': call('core', none, z.object({ studies: z.array(trusted<InboxStudy>()) }), { isRetrySafe: true }),
  'inbox.discard': call('core', z.object({ studyInstanceUID: uid }), none),
  // core: de-identification
  'deidentify.plan': call('core', caseId, z.object({ series: z.array(trusted<BurnInSeries>()) }), { isRetrySafe: true }),
  /** Writes the case de-identified into a folder the person chose. A series that may carry text in its pixels is refused unless `isReviewed`. */
  'deidentify.start': call('core', z.object({
    jobId: z.uuid(), caseId: z.uuid(), folder: z.string().min(1), preset: z.enum(['teaching', 'qualityControl', 'research']), pseudonym: z.string().trim().min(1).max(32),
    series: z.array(z.object({ seriesInstanceUID: uid, isIncluded: z.boolean(), isReviewed: z.boolean(), boxes: z.array(pixelBox).max(40) })),
  }), none),
  'deidentify.cancel': call('core', z.object({ jobId: z.uuid() }), none),
  'deidentify.report': call('core', z.object({ jobId: z.uuid() }), trusted<DeidentifyReport>(), { isRetrySafe: true }),
  // core: sync and meeting
  'sync.status': call('core', none, trusted<SyncStatus>(), { isRetrySafe: true }),
  'sync.now': call('core', none, none, { isRetrySafe: true }),
  /** Somebody has read that the platform was put back from an older copy. */
  'sync.restoreSeen': call('core', none, none, { isRetrySafe: true }),
  /** How much of line and disk images take here, and where those of each case are. */
  'storage.get': call('core', none, trusted<StorageState>(), { isRetrySafe: true }),
  'storage.set': call('core', z.object({ settings: transferSettingsSchema }), trusted<StorageState>(), { isRetrySafe: true }),
  'settings.platform': call('core', z.object({ url: z.string().max(300).nullable().optional() }), z.object({ url: z.string().nullable(), isEmbedded: z.boolean() })),
  'meeting.ticket': call('core', z.object({ meetingId: z.uuid() }), ticketSchema.extend({ platformUrl: z.string(), deviceId: z.string() })),
  /** Who is in the room already, for the lobby; refused with `unreachable` while the platform cannot be asked. */
  'meeting.presence': call('core', z.object({ meetingId: z.uuid() }), presenceSchema, { isRetrySafe: true }),
} as const satisfies Record<string, CallDef>;

export const events = {
  'core.state': event(z.object({ state: z.enum(['starting', 'ready', 'restarting', 'failed']), restarts: z.number().int(), pid: z.number().nullable(), error: trusted<ErrorShape>().nullable() })),
  'record.changed': event(z.object({ stream: streamSchema, version: z.number().int() })),
  'import.progress': event(trusted<ImportProgress>()),
  'network.sendProgress': event(trusted<SendProgress>()),
  'inbox.changed': event(z.object({ studies: z.number().int() })),
  'archive.progress': event(trusted<ArchiveProgress>()),
  'deidentify.progress': event(trusted<DeidentifyProgress>()),
  'sync.changed': event(trusted<SyncStatus>()),
  'minutes.changed': event(trusted<MinutesChange>()),
  'minutes.presence': event(heardPresenceSchema),
} as const satisfies Record<string, EventDef>;

export type Calls = typeof calls;
export type CallName = keyof Calls;
export type RequestOf<C extends CallName> = z.input<Calls[C]['request']>;
export type ResponseOf<C extends CallName> = z.output<Calls[C]['response']>;
export type Events = typeof events;
export type EventName = keyof Events;
export type EventPayload<E extends EventName> = z.output<Events[E]['payload']>;

/** What preload puts on `window.mdt`. */
export interface Bridge {
  call<C extends CallName>(channel: C, request: RequestOf<C>): Promise<import('./channel.ts').Result<ResponseOf<C>>>;
  /** Paths of the `File`s a person dropped, now importable; empty where none is a file or folder of this computer. */
  rememberDropped(files: readonly object[]): Promise<import('./channel.ts').Result<{ readonly paths: readonly string[] }>>;
  on<E extends EventName>(channel: E, listener: (payload: EventPayload<E>) => void): () => void;
}
