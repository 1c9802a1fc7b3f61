import { z } from 'zod';
import { pointerSchema, viewPatchSchema } from './view.ts';

/** A console in the room. `peerId` is the connection; it changes on reconnection, `deviceId` does not. */
export const participantSchema = z.object({
  peerId: z.string(), deviceId: z.string(), personId: z.string(), name: z.string(), title: z.string(), hospitalId: z.string(), hospitalName: z.string(),
  hasCamera: z.boolean(), isMuted: z.boolean(), joinedAtMs: z.number(),
});
export type Participant = z.infer<typeof participantSchema>;

/** Who drives the view. The platform counts the epochs, so that a patch of a former presenter is recognised anywhere. */
export const presenterSchema = z.object({ personId: z.string().nullable(), deviceId: z.string().nullable(), epoch: z.number().int() });
export type Presenter = z.infer<typeof presenterSchema>;

/** What travels between consoles, over a data channel, or through the socket where none is open. */
export const roomMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('view'), patch: viewPatchSchema }),
  z.object({ kind: z.literal('pointer'), pointer: pointerSchema }),
]);
export type RoomMessage = z.infer<typeof roomMessageSchema>;

/**
 * socket.io events of a meeting room (namespace `/`, path /v1/socket, auth { ticket }).
 * Client → platform (all acknowledged with {ok:true,value}|{ok:false,error}):
 *   room:join   { hasCamera, isMuted }                → { self: Participant, participants, presenter, patches: ViewPatch[] }  patches: last value of every view field
 *   room:state  { hasCamera, isMuted }                → {}
 *   room:leave  {}                                    → {}
 *   signal      { to: peerId, data: unknown }         → {}   (opaque simple-peer signal)
 *   relay       { to: peerId | null, message }        → {}   (null: everyone else); `view` patches pass here always once, so the platform can answer late joiners; a patch of another epoch than the current one, or not by the presenter, is refused with MeetingError not-presenter
 *   presenter:take {}                                 → Presenter   (granted when nobody holds it, the holder is gone, or the caller is chair; otherwise it becomes a request shown to the holder → { requested: true })
 *   presenter:give { deviceId }                       → Presenter   (holder or chair)
 * Platform → client:
 *   room:participants Participant[] · presenter Presenter · presenter:requested { personId, deviceId, name } · signal { from, data } · relay { from, message }
 * Attendance: platform stamps join and leave (a heartbeat keeps the last-seen time across its own crash) and appends `meeting.attended` as actor role `platform`.
 */
export const joinAnswerSchema = z.object({ self: participantSchema, participants: z.array(participantSchema), presenter: presenterSchema, patches: z.array(viewPatchSchema) });
export type JoinAnswer = z.infer<typeof joinAnswerSchema>;
