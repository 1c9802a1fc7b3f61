import { z } from 'zod';
import type { ErrorShape } from '../errors/appError.ts';
import type { ChainLink, InstanceHeader, ReferenceChain, Reject } from '../dicom/types.ts';
import type { StreamRecord } from '../mdt/apply.ts';
import type { CaseRecord } from '../mdt/caseRecord.ts';
import { commandSchema, streamSchema } from '../mdt/command.ts';
import { directorySchema, personSchema } from '../mdt/directory.ts';
import type { MeetingRecord } from '../mdt/meetingRecord.ts';
import { presenceSchema, ticketSchema } from '../platform/contract.ts';
import { call, event, type CallDef, type EventDef } from './channel.ts';

/** A value core built itself and the renderer only shows: checked to be an object, typed here. */
const trusted = <T extends object>(): z.ZodType<T> => z.custom<T>((value) => typeof value === 'object' && value !== null);
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const none = z.object({});
const caseId = z.object({ caseId: z.uuid() });
const secret = z.string().min(1).max(200);

/** A case as one console sees it: the record with its own pending commands applied, and how far it is synced. */
export interface CaseView {
  readonly record: CaseRecord;
  /** Commands not yet ordered by the platform. */
  readonly pending: number;
  readonly refused: readonly { readonly commandId: string; readonly type: string; readonly reason: string; readonly message: string; readonly atMs: number }[];
  readonly imaging: { readonly present: number; readonly total: number };
}

export interface MeetingView {
  readonly record: MeetingRecord;
  readonly pending: number;
}

/** One stored instance: its header and where its bytes are. */
export interface StoredInstance {
  readonly header: Omit<InstanceHeader, 'references'>;
  readonly sha256: string;
  readonly byteLength: number;
  readonly isPresent: boolean;
}

export interface CaseImaging {
  readonly instances: readonly StoredInstance[];
  readonly chain: ReferenceChain;
}

export interface ImportProgress {
  readonly importId: string;
  readonly phase: 'scanning' | 'reading' | 'done' | 'cancelled' | 'choosePatient' | 'failed';
  readonly filesDone: number;
  readonly filesTotal: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly elapsedMs: number;
}

/** What an import did. `patients` has more than one entry when the folder mixes patients: then nothing is taken until one is chosen. */
export interface ImportReport {
  readonly importId: string;
  readonly caseId: string;
  readonly folder: string;
  readonly phase: ImportProgress['phase'];
  readonly imported: number;
  readonly duplicates: number;
  readonly rejects: readonly Reject[];
  readonly warnings: readonly { readonly path: string; readonly message: string }[];
  readonly patients: readonly { readonly key: string; readonly patientID: string; readonly patientName: string; readonly instances: number }[];
  readonly links: readonly ChainLink[];
  readonly problems: readonly string[];
  readonly error: ErrorShape | null;
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
  readonly error: ErrorShape | null;
}

export interface AuditRow {
  readonly seq: number;
  readonly atMs: number;
  readonly personId: string;
  readonly action: string;
  readonly subject: string;
  readonly hash: string;
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
  'vault.status': call('main', none, z.object({ state: z.enum(['new', 'locked', 'open']), protection: z.enum(['keystore', 'passphrase']) })),
  'vault.create': call('main', z.object({ passphrase: secret.min(8).nullable() }), z.object({ recoveryCode: z.string() })),
  'vault.unlock': call('main', z.object({ passphrase: secret.optional(), recoveryCode: secret.optional() }), none),
  'app.language': call('main', z.object({ set: z.enum(['zh', 'en']).optional() }), z.object({ language: z.enum(['zh', 'en']) })),
  'dialog.chooseFolder': call('main', none, z.object({ folder: z.string().nullable() })),
  'dialog.savePdf': call('main', z.object({ name: z.string().max(120), bytes }), z.object({ path: z.string().nullable() })),
  'report.print': call('main', caseId, z.object({ bytes })),
  // core: session
  'session.current': call('core', none, z.object({ person: personSchema.nullable() }), { isRetrySafe: true }),
  'session.signIn': call('core', z.object({ account: secret, password: secret }), z.object({ person: personSchema, hasSigningKey: z.boolean() })),
  'session.signOut': call('core', none, none),
  'session.createSigningKey': call('core', z.object({ pin: z.string().min(6).max(64) }), none),
  'directory.get': call('core', none, directorySchema, { isRetrySafe: true }),
  /** Accounts of the sample network, for the sign-in page of a first try; empty on a real platform. */
  'sample.accounts': call('core', none, z.object({ accounts: z.array(z.object({ account: z.string(), password: z.string(), pin: z.string(), name: z.string(), title: z.string(), hospital: z.string() })), folder: z.string().nullable() }), { isRetrySafe: true }),
  // core: record
  'case.list': call('core', none, z.object({ cases: z.array(trusted<CaseView>()) }), { isRetrySafe: true }),
  'case.get': call('core', caseId, trusted<CaseView>(), { isRetrySafe: true }),
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
  /** Signs for the person signed in, or for a colleague at this console who gives account and password as well. */
  'decision.sign': call('core', z.object({ caseId: z.uuid(), role: z.enum(['expert', 'physicist', 'chair']), pin: secret, account: secret.optional(), password: secret.optional(), openReason: z.string().max(2000).nullable() }), trusted<CaseView>()),
  'report.deliver': call('core', z.object({ caseId: z.uuid(), bytes }), trusted<CaseView>()),
  'report.read': call('core', caseId, z.object({ bytes: bytes.nullable() }), { isRetrySafe: true }),
  'record.verify': call('core', caseId, trusted<Verification>(), { isRetrySafe: true }),
  /** The case as a file that `mdt verify` checks without this console: a {@link RecordExport} as JSON. */
  'record.export': call('core', caseId, z.object({ json: z.string() }), { isRetrySafe: true }),
  /** Digests of the local record and of the platform's replay of it. */
  'record.digest': call('core', z.object({ stream: streamSchema }), z.object({ local: z.string(), version: z.number().int(), platform: z.string().nullable(), platformVersion: z.number().int().nullable() }), { isRetrySafe: true }),
  'audit.list': call('core', z.object({ subject: z.string().optional() }), z.object({ rows: z.array(trusted<AuditRow>()), isIntact: z.boolean() }), { isRetrySafe: true }),
  // core: imaging
  'import.start': call('core', z.object({ importId: z.uuid(), caseId: z.uuid(), folder: z.string().min(1), patientKey: z.string().nullable() }), none),
  'import.cancel': call('core', z.object({ importId: z.uuid() }), none),
  'import.report': call('core', z.object({ importId: z.uuid() }), trusted<ImportReport>(), { isRetrySafe: true }),
  'imaging.get': call('core', caseId, trusted<CaseImaging>(), { isRetrySafe: true }),
  /** Bytes of a blob for the app:// protocol; the renderer fetches app://console/blobs/<sha256> instead. */
  'blob.read': call('core', z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }), z.object({ bytes }), { isRetrySafe: true }),
  // core: sync and meeting
  'sync.status': call('core', none, trusted<SyncStatus>(), { isRetrySafe: true }),
  'sync.now': call('core', none, none, { isRetrySafe: true }),
  'settings.platform': call('core', z.object({ url: z.string().max(300).nullable().optional() }), z.object({ url: z.string().nullable(), isEmbedded: z.boolean() })),
  'meeting.ticket': call('core', z.object({ meetingId: z.uuid() }), ticketSchema.extend({ platformUrl: z.string(), deviceId: z.string() })),
  /** Who is in the room already, for the lobby; refused with `unreachable` while the platform cannot be asked. */
  'meeting.presence': call('core', z.object({ meetingId: z.uuid() }), presenceSchema, { isRetrySafe: true }),
} as const satisfies Record<string, CallDef>;

export const events = {
  'core.state': event(z.object({ state: z.enum(['starting', 'ready', 'restarting', 'failed']), restarts: z.number().int(), pid: z.number().nullable(), error: trusted<ErrorShape>().nullable() })),
  'record.changed': event(z.object({ stream: streamSchema, version: z.number().int() })),
  'import.progress': event(trusted<ImportProgress>()),
  'sync.changed': event(trusted<SyncStatus>()),
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
  on<E extends EventName>(channel: E, listener: (payload: EventPayload<E>) => void): () => void;
}
