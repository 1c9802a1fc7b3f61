import '@mantine/core/styles.css';
import { MantineProvider } from '@mantine/core';
import { createInstance } from 'i18next';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { initReactI18next } from 'react-i18next';
import { initialView, type Pointer } from '../../../shared/meeting/view.ts';
import { Lobby } from '../../../renderer/meeting/Lobby.tsx';
import { meetingLocale } from '../../../renderer/meeting/locale.ts';
import { MeetingControls } from '../../../renderer/meeting/MeetingControls.tsx';
import { MeetingNotice } from '../../../renderer/meeting/MeetingNotice.tsx';
import { ParticipantStrip } from '../../../renderer/meeting/ParticipantStrip.tsx';
import { PresenterBanner } from '../../../renderer/meeting/PresenterBanner.tsx';
import { PresenterRequestDialog } from '../../../renderer/meeting/PresenterRequestDialog.tsx';
import type { Ticket } from '../../../renderer/meeting/roomConnection.ts';
import { useMeeting } from '../../../renderer/meeting/useMeeting.ts';
import { theme } from '../../../renderer/ui/theme.ts';

declare global {
  interface Window {
    /** Given by twoTabs.ts. */
    readonly getTicket: () => Promise<Ticket>;
  }
}

/** The meeting's components on a page of their own; name and person come from the address. */
function Page() {
  const words = new URLSearchParams(window.location.search);
  const self = { personId: words.get('person') ?? '', name: words.get('name') ?? '' };
  const [view, setView] = useState(initialView);
  const [pointer, setPointer] = useState<Pointer | null>(null);
  // The proxy on this origin stands for the platform's address.
  const meeting = useMeeting({ ticket: async () => ({ ...(await window.getTicket()), platformUrl: window.location.origin }), self, onView: setView, onPointer: setPointer });
  const { state, session } = meeting;
  if (!state || !session) return <Lobby media={meeting.media} meetingTitle="食管癌远程会诊" self={{ name: self.name, hospitalName: '' }} present={[]} onJoin={meeting.join} />;
  return (
    <div style={{ padding: 8, display: 'grid', gap: 8 }}>
      <PresenterBanner state={state} session={session} />
      <MeetingNotice state={state} session={session} />
      <ParticipantStrip state={state} />
      <MeetingControls state={state} session={session} isChair={words.get('chair') === '1'} onLeave={() => void meeting.leave()} />
      <PresenterRequestDialog state={state} session={session} />
      <button type="button" data-testid="point" onClick={() => session.point({ cell: 0, pointMm: [1, 2, 3] })}>point</button>
      <pre data-testid="view">{JSON.stringify({ crosshairMm: view.crosshairMm, window: view.cells[0]?.window, pointer })}</pre>
    </div>
  );
}

async function show(): Promise<void> {
  await createInstance().use(initReactI18next).init({ lng: 'zh', defaultNS: 'meeting', interpolation: { escapeValue: false }, resources: { zh: { meeting: meetingLocale.zh }, en: { meeting: meetingLocale.en } } });
  const root = document.getElementById('root');
  if (root) createRoot(root).render(<StrictMode><MantineProvider theme={theme} forceColorScheme="dark"><Page /></MantineProvider></StrictMode>);
}

void show();
