import type { View, ViewChange, ViewPatch } from '../../shared/meeting/view.ts';
import type { LinkMedia } from './mediaStats.ts';
import type { MeetingSession } from './meetingSession.ts';
import type { MeetingState } from './meetingState.ts';

/** A presenter's patch as it arrived here. Clocks of two machines differ; on one machine the difference is the delay. */
export interface ReceivedPatch {
  readonly epoch: number;
  readonly counter: number;
  readonly fields: readonly string[];
  readonly sentAtMs: number;
  readonly appliedAtMs: number;
}

/**
 * What scripted runs read, as `window.__mdtProbe`, only when the page was opened with `?probe=1`
 * and only while in a meeting. It reads; nothing in the console depends on it.
 *
 * - `state()`: connection, participants, presenter, links (streams left out)
 * - `view()`: what this console shows now
 * - `measureMedia()`: frames decoded, packets, bytes and round trip by link
 * - `patches()`: the last 500 patches that changed the view, oldest first
 * - `present(fields)`: as if the person had changed the view
 */
export interface MeetingProbe {
  readonly state: () => Omit<MeetingState, 'remoteStreams' | 'localStream'>;
  readonly view: () => View;
  readonly measureMedia: () => Promise<readonly LinkMedia[]>;
  readonly patches: () => readonly ReceivedPatch[];
  readonly present: (fields: ViewChange) => 'presented' | 'roaming';
}

declare global {
  interface Window {
    __mdtProbe?: MeetingProbe;
  }
}

const maxPatches = 500;

export interface ProbeRecorder {
  /** Notes a patch at the moment it was applied. */
  readonly onPatch: (patch: ViewPatch) => void;
  readonly install: (session: MeetingSession) => void;
  readonly remove: () => void;
}

/** Whether scripted runs may look inside; decided by the page's address alone. */
export const isProbeWanted = (search: string): boolean => new URLSearchParams(search).get('probe') === '1';

/** Records and shows nothing unless the probe is wanted. */
export function createProbe(isWanted: boolean): ProbeRecorder {
  let received: ReceivedPatch[] = [];
  return {
    onPatch({ epoch, counter, fields, sentAtMs }) {
      if (isWanted) received = [...received, { epoch, counter, fields: Object.keys(fields), sentAtMs, appliedAtMs: Date.now() }].slice(-maxPatches);
    },
    install(session) {
      if (!isWanted) return;
      // oxlint-disable-next-line no-underscore-dangle -- the name scripted runs look for
      window.__mdtProbe = {
        state: () => {
          const { remoteStreams: _remote, localStream: _local, ...rest } = session.state;
          return rest;
        },
        view: () => session.view,
        measureMedia: () => session.measureMedia(),
        patches: () => received,
        present: (fields) => session.presentView(fields),
      };
    },
    remove() {
      received = [];
      // oxlint-disable-next-line no-underscore-dangle -- see install
      if (isWanted) delete window.__mdtProbe;
    },
  };
}
