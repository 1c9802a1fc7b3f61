import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { DeviceProblem, isDeviceProblem } from './DeviceProblem.tsx';
import type { MeetingSession } from './meetingSession.ts';
import type { MeetingState } from './meetingState.ts';

export interface MeetingNoticeProps {
  readonly state: MeetingState;
  readonly session: Pick<MeetingSession, 'clearError'>;
}

/** The last thing refused in the room, until it is closed. A platform that is away is told by the banner. */
export function MeetingNotice({ state, session }: MeetingNoticeProps) {
  const { error, connection } = state;
  if (!error || connection === 'reconnecting') return null;
  if (isDeviceProblem(error)) return <DeviceProblem problem={error} onClose={() => session.clearError()} />;
  return <ErrorNotice error={error} onClose={() => session.clearError()} testId="meeting-error" />;
}
