import { useEffect } from 'react';
import { callBridge } from './bridge.ts';

interface Props {
  readonly isPresenting: boolean;
  readonly meetingId: string;
  readonly caseId: string | null;
}

/** Tells the access log that this person shows a case to the meeting; draws nothing. */
export function NotePresenting({ isPresenting, meetingId, caseId }: Props) {
  useEffect(() => {
    if (!isPresenting || caseId === null) return;
    // A core on its way back after a crash is asked again by the bridge; the room itself goes on without it.
    void callBridge('audit.note', { action: 'meeting.present', meetingId, caseId });
  }, [isPresenting, meetingId, caseId]);
  return null;
}
