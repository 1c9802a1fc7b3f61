import '@mantine/core/styles.css';
import '@fontsource-variable/noto-sans-sc';
import { MantineProvider } from '@mantine/core';
import { createInstance } from 'i18next';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { errorLocale } from '../../../renderer/app/locale.ts';
import { DocumentView } from '../../../renderer/documents/DocumentView.tsx';
import { GreyCheckPage } from '../../../renderer/documents/GreyCheckPage.tsx';
import type { GreyCheck } from '../../../renderer/documents/grey/greyCheck.ts';
import { documentsLocale } from '../../../renderer/documents/locale.ts';
import { TagBrowser } from '../../../renderer/documents/TagBrowser.tsx';
import { contentsLocale } from '../../../renderer/mdt/contents/locale.ts';
import { cssVariables, theme } from '../../../renderer/ui/theme.ts';
import type { CaseImaging } from '../../../shared/ipc/channels.ts';

/** Documents without the console: `?uid=<SOP instance>`, `?view=document|tags|grey`, `?language=en`. What is asked for is on `window.asked`. */
const query = new URLSearchParams(location.search);

declare global {
  interface Window {
    asked: unknown[];
  }
}
window.asked = [];

const read = async (sha256: string): Promise<Uint8Array> => new Uint8Array(await (await fetch(`/blobs/${sha256}`)).arrayBuffer());

function Page() {
  const [imaging, setImaging] = useState<Pick<CaseImaging, 'instances'> | null>(null);
  const [last, setLast] = useState<GreyCheck | null>(null);
  useEffect(() => {
    void fetch('/imaging.json').then(async (response) => setImaging((await response.json()) as Pick<CaseImaging, 'instances'>));
  }, []);
  if (query.get('view') === 'grey') return <GreyCheckPage lastCheck={last} onSave={async (check) => setLast(check)} />;
  const instance = imaging?.instances.find(({ header }) => header.sopInstanceUID === query.get('uid'));
  if (instance === undefined) return null;
  if (query.get('view') === 'tags') return <TagBrowser sha256={instance.sha256} read={read} />;
  return <DocumentView instance={instance} read={read} onShowImage={(...asked) => window.asked.push(asked)} />;
}

const language = query.get('language') ?? 'zh';
const i18n = createInstance();
const words = (code: 'zh' | 'en') => ({ documents: documentsLocale[code], contents: contentsLocale[code], errors: errorLocale[code] });
void i18n.use(initReactI18next).init({ lng: language, fallbackLng: false, defaultNS: 'documents', resources: { zh: words('zh'), en: words('en') }, interpolation: { escapeValue: false } });
const host = document.querySelector('#root');
if (host) {
  createRoot(host).render(
    <I18nextProvider i18n={i18n}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} forceColorScheme="dark"><div style={{ height: '100%' }}><Page /></div></MantineProvider>
    </I18nextProvider>,
  );
}
