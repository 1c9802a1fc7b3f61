import '@mantine/core/styles.css';
import '@fontsource-variable/noto-sans-sc';
import { MantineProvider } from '@mantine/core';
import { createInstance } from 'i18next';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import type { CaseImaging } from '../../../shared/ipc/channels.ts';
import { initialView } from '../../../shared/meeting/view.ts';
import type { Pointer, View } from '../../../shared/meeting/view.ts';
import { rtLocale } from '../../../renderer/rt/locale.ts';
import { ReviewDesk } from '../../../renderer/rt/ReviewDesk.tsx';
import type { FrameTimes } from '../../../renderer/viewport/planeRenderer.ts';

/** The desk without Electron: `?language=en`, `?driving=0`, `?imaging=other.json`; state and frame times on `window.desk`. */
const query = new URLSearchParams(location.search);
const frames: FrameTimes[] = [];

declare global {
  interface Window {
    desk: { view: View; setView: (fields: Partial<View>) => void; frames: FrameTimes[] };
  }
}

const pointer: Pointer = { personId: 'chen.chair', name: '陈立群', plane: 'axial', pointMm: null };

function Page() {
  const [imaging, setImaging] = useState<CaseImaging | null>(null);
  const [view, setView] = useState<View>(query.get('driving') === '0' ? { ...initialView, visibleStructures: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], zoom: 1.8 } : initialView);
  useEffect(() => {
    void fetch(query.get('imaging') ?? '/imaging.json').then(async (response) => setImaging((await response.json()) as CaseImaging));
  }, []);
  const change = (fields: Partial<View>): void => setView((old) => ({ ...old, ...fields }));
  useEffect(() => {
    window.desk = { view, setView: change, frames };
  });
  const [x, y, z] = view.crosshairMm ?? [0, 0, 0];
  const pointers = query.get('pointer') === '1' ? [{ ...pointer, pointMm: [x + 40, y - 30, z] as const }] : [];
  return (
    <MantineProvider forceColorScheme="dark" theme={{ fontFamily: '"Noto Sans SC Variable", system-ui, sans-serif' }}>
      <div style={{ height: '100%' }}>
        <ReviewDesk imaging={imaging} view={view} onView={change} pointers={pointers} isDriving={query.get('driving') !== '0'} baseUrl={`${location.origin}/blobs/`} onFrame={(times) => frames.push(times)} />
      </div>
    </MantineProvider>
  );
}

const language = query.get('language') ?? 'zh';
const i18n = createInstance();
void i18n.use(initReactI18next).init({ lng: language, fallbackLng: 'en', defaultNS: 'rt', resources: { zh: { rt: rtLocale.zh }, en: { rt: rtLocale.en } }, interpolation: { escapeValue: false } });
const host = document.querySelector('#root');
if (host) createRoot(host).render(<I18nextProvider i18n={i18n}><Page /></I18nextProvider>);
