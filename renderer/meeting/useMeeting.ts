import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Pointer, View } from '../../shared/meeting/view.ts';
import { createLocalMedia, type LocalMedia } from './localMedia.ts';
import { createMeetingSession, type MeetingSession, type MeetingSessionOptions } from './meetingSession.ts';
import type { MeetingState } from './meetingState.ts';
import { createProbe, isProbeWanted } from './probe.ts';
import type { Ticket } from './roomConnection.ts';
import type { ViewCause } from './viewSharing.ts';

export interface UseMeetingOptions {
  readonly ticket: () => Promise<Ticket>;
  readonly self: MeetingSessionOptions['self'];
  /** Shows the view; called for own changes too. */
  readonly onView: (view: View, cause: ViewCause) => void;
  readonly onPointer: (pointer: Pointer) => void;
  readonly parts?: NonNullable<MeetingSessionOptions['parts']>;
}

/** A person's way through one meeting: the lobby while `session` is null, then the room. */
export interface Meeting {
  readonly media: LocalMedia;
  readonly session: MeetingSession | null;
  readonly state: MeetingState | null;
  readonly join: () => void;
  /** Leaves and releases every device; the page is then closed or mounted anew. */
  readonly leave: () => Promise<void>;
}

/** Opens the devices' side of a meeting with the component and releases all of it with the component. */
export function useMeeting(options: UseMeetingOptions): Meeting {
  const latest = useRef(options);
  useLayoutEffect(() => {
    latest.current = options;
  });
  const [media] = useState(createLocalMedia);
  const [session, setSession] = useState<MeetingSession | null>(null);
  const [state, setState] = useState<MeetingState | null>(null);
  const current = useRef<MeetingSession | null>(null);
  const [probe] = useState(() => createProbe(isProbeWanted(window.location.search)));

  useEffect(() => {
    // Nothing is opened here: the lobby opens the devices, `join` the session.
    return () => {
      const ending = current.current;
      current.current = null;
      probe.remove();
      if (ending) void ending.leave();
      media.release();
    };
  }, [media, probe]);

  const join = useCallback(() => {
    if (current.current) return;
    const { parts } = latest.current;
    const created = createMeetingSession({
      ticket: () => latest.current.ticket(),
      self: latest.current.self,
      media,
      onChange: setState,
      onView: (view, cause) => latest.current.onView(view, cause),
      onPointer: (pointer) => latest.current.onPointer(pointer),
      onPatch: probe.onPatch,
      ...(parts ? { parts } : {}),
    });
    current.current = created;
    probe.install(created);
    setState(created.state);
    setSession(created);
  }, [media, probe]);

  const leave = useCallback(async () => {
    probe.remove();
    await current.current?.leave();
  }, [probe]);

  return { media, session, state, join, leave };
}
