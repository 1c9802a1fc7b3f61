import { z } from 'zod';
import { actorSchema, disciplines } from './directory.ts';
import { decisionFieldsSchema, requestFieldsSchema } from './fields.ts';
import { frozenMinutesSchema } from './minutesSchema.ts';
import { signatureSchema } from './signatureSchema.ts';

const id = z.uuid();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const words = z.string().trim().min(1).max(8000);
const vector3 = z.tuple([z.number().finite(), z.number().finite(), z.number().finite()]);

export const manifestEntrySchema = z.object({
  sopInstanceUID: z.string(), sopClassUID: z.string(), seriesInstanceUID: z.string(), modality: z.string(), sha256, byteLength: z.number().int().positive(),
});
/** One instance of the case as it travels: what it is and which bytes it is. */
export type ManifestEntry = z.infer<typeof manifestEntrySchema>;

/** Payload of every command on a case, by type. One schema each; core and platform validate with the same one. */
export const casePayloads = {
  'case.create': z.object({ caseNo: words, leadHospitalId: words, fields: requestFieldsSchema.partial() }),
  'case.edit': z.object({ fields: requestFieldsSchema.partial() }),
  'case.attachImaging': z.object({ instances: z.array(manifestEntrySchema).min(1) }),
  'case.submit': z.object({}),
  'case.return': z.object({ reason: words }),
  'case.decline': z.object({ reason: words }),
  'case.accept': z.object({ route: z.enum(['mdt', 'deskReview']) }),
  'case.schedule': z.object({ meetingId: id }),
  'case.reportPresence': z.object({ present: z.number().int().min(0), total: z.number().int().min(0) }),
  'case.confirmReady': z.object({}),
  'case.openDiscussion': z.object({}),
  'case.defer': z.object({ reason: words }),
  'case.cancel': z.object({ reason: words }),
  /** The requesting hospital takes its request back before anything was discussed; the lead hospital's consoles delete it. */
  'case.withdraw': z.object({ reason: words }),
  'opinion.state': z.object({
    opinionId: id, personId: words, personName: words, personTitle: z.string(), hospitalId: words, discipline: z.enum(disciplines),
    stance: z.enum(['agree', 'agreeWithChange', 'dissent', 'noOpinion']), text: z.string().max(8000),
  }),
  'change.request': z.object({ changeId: id, text: words, about: z.string(), seriesInstanceUID: z.string().nullable(), positionMm: vector3.nullable() }),
  'evidence.cite': z.object({
    seriesInstanceUID: z.string(), sopInstanceUID: z.string().nullable(),
    /** Null for a picture without a place in the patient, and for one without a window. */
    positionMm: vector3.nullable(), window: z.object({ centre: z.number(), width: z.number() }).nullable(),
    note: z.string(),
    /** Reports, key object selections and presentation states that carry what was shown; all of them in the case. Absent in commands of earlier versions. */
    objectUIDs: z.array(z.string().regex(/^[0-9.]{1,64}$/)).max(50).optional(),
  }),
  'decision.edit': z.object({ fields: decisionFieldsSchema.partial() }),
  'decision.readBack': z.object({ text: words, objections: z.string() }),
  'dissent.state': z.object({ personId: words, personName: words, text: words }),
  /** `minutes` as the console shows them; absent where nothing was typed. */
  'decision.freeze': z.object({ sha256, sm3: sha256, minutes: frozenMinutesSchema.optional() }),
  'decision.reopen': z.object({ reason: words }),
  'decision.sign': z.object({ signature: signatureSchema }),
  'report.deliver': z.object({ sha256, byteLength: z.number().int().positive() }),
  'report.receive': z.object({ sha256 }),
  'conflict.resolve': z.object({ path: words, chosen: z.number().int().min(0) }),
  /** Settles a field with none of the values that wait, but one of the person's own. */
  'conflict.write': z.object({ path: words, value: z.unknown() }),
} as const;

export const meetingPayloads = {
  'meeting.plan': z.object({ title: words, startMs: z.number(), hospitalIds: z.array(words).min(1) }),
  'meeting.addCase': z.object({ caseId: id }),
  /** A hospital leaves the panel; its consoles delete the meeting. */
  'meeting.removeHospital': z.object({ hospitalId: words, reason: words }),
  'meeting.open': z.object({}),
  'meeting.callCase': z.object({ caseId: id }),
  'meeting.attended': z.object({ personId: words, personName: words, hospitalId: words, deviceId: words, joinedAtMs: z.number(), leftAtMs: z.number() }),
  'meeting.end': z.object({}),
} as const;

export type CaseCommandType = keyof typeof casePayloads;
export type MeetingCommandType = keyof typeof meetingPayloads;
export type CommandType = CaseCommandType | MeetingCommandType;
export const payloadSchemas = { ...casePayloads, ...meetingPayloads } as const;
export type PayloadOf<T extends CommandType> = z.infer<(typeof payloadSchemas)[T]>;

export const streamSchema = z.object({ kind: z.enum(['case', 'meeting']), id });
/** What commands are ordered within: one case or one meeting. */
export type Stream = z.infer<typeof streamSchema>;

/** Envelope common to all commands; `payload` is validated by the schema of `type`. */
export const commandSchema = z.object({
  id,
  stream: streamSchema,
  type: z.enum(Object.keys(payloadSchemas) as [CommandType, ...CommandType[]]),
  actor: actorSchema,
  deviceId: z.string().min(1),
  /** Version of the stream the author saw. */
  baseVersion: z.number().int().min(0),
  /** The author's clock, UTC. */
  atMs: z.number(),
  payload: z.unknown(),
});
export type AnyCommand = z.infer<typeof commandSchema>;
export type Command<T extends CommandType = CommandType> = Omit<AnyCommand, 'type' | 'payload'> & { readonly type: T; readonly payload: PayloadOf<T> };
/** Distributes over the types so that a switch on `type` narrows `payload`. */
export type CaseCommand = { [T in CaseCommandType]: Command<T> }[CaseCommandType];
export type MeetingCommand = { [T in MeetingCommandType]: Command<T> }[MeetingCommandType];
