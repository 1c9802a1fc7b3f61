import type { CaseView, MeetingView, Verification } from '../../shared/ipc/channels.ts';
import type { CaseCommandType, MeetingCommandType, PayloadOf } from '../../shared/mdt/command.ts';

/** What the pages of this folder may ask for; the shell passes the real ones in. All reject with an AppError shape. */
export interface RecordActions {
  /** Submits a command on a case; resolves when it is committed locally. */
  onCase<T extends CaseCommandType>(view: CaseView, type: T, payload: PayloadOf<T>): Promise<void>;
  onMeeting<T extends MeetingCommandType>(view: MeetingView, type: T, payload: PayloadOf<T>): Promise<void>;
  /** Sends a refused command again; one whose step has to be done anew is refused still. */
  sendAgain(commandId: string): Promise<void>;
  /** The author has looked at what others changed while they were writing. */
  checked(commandId: string): Promise<void>;
  setAside(commandId: string, reason: string): Promise<void>;
  freeze(caseId: string): Promise<void>;
  sign(request: { caseId: string; role: 'expert' | 'physicist' | 'chair'; pin: string; account?: string; password?: string; code?: string; openReason: string | null }): Promise<void>;
  /** Prints the report, delivers it and resolves with its bytes. */
  deliverReport(caseId: string): Promise<void>;
  readReport(caseId: string): Promise<Uint8Array | null>;
  saveReport(caseId: string, caseNo: string, bytes: Uint8Array): Promise<string | null>;
  verify(caseId: string): Promise<Verification>;
}
