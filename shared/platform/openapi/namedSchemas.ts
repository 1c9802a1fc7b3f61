import type { z } from 'zod';
import { commandSchema, manifestEntrySchema, payloadSchemas, streamSchema } from '../../mdt/command.ts';
import { actorSchema, directorySchema, hospitalSchema, personSchema } from '../../mdt/directory.ts';
import { frozenMinutesSchema } from '../../mdt/minutesSchema.ts';
import { signatureSchema } from '../../mdt/signatureSchema.ts';
import { participantSchema, presenterSchema, roomMessageSchema } from '../../meeting/signalling.ts';
import { viewPatchSchema } from '../../meeting/view.ts';
import { committedSchema, outcomeSchema, removalSchema } from '../../sync/protocol.ts';
import { signingKeySchema } from '../contract.ts';
import { errorSchema } from './errorSchema.ts';

/** Name of a command type's payload among the document's schemas. */
export const payloadName = (type: string): string => `payload.${type}`;

/** Schemas the document gives a name, so that they stand in it once. Names are part of the contract: code is generated from them. */
export const namedSchemas: Readonly<Record<string, z.ZodType>> = {
  Error: errorSchema,
  Hospital: hospitalSchema, Person: personSchema, Directory: directorySchema, Actor: actorSchema, SigningKey: signingKeySchema, Signature: signatureSchema,
  Stream: streamSchema, Command: commandSchema, Committed: committedSchema, Outcome: outcomeSchema, Removal: removalSchema,
  ManifestEntry: manifestEntrySchema, FrozenMinutes: frozenMinutesSchema,
  Participant: participantSchema, Presenter: presenterSchema, RoomMessage: roomMessageSchema, ViewPatch: viewPatchSchema,
  ...Object.fromEntries(Object.entries(payloadSchemas).map(([type, schema]) => [payloadName(type), schema])),
};
