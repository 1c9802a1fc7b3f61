import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MantineProvider } from '@mantine/core';
import { render } from '@testing-library/react';
import { createInstance } from 'i18next';
import type { ReactNode } from 'react';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { errorLocale } from '../../renderer/app/locale.ts';
import { documentsLocale } from '../../renderer/documents/locale.ts';
import { contentsLocale } from '../../renderer/mdt/contents/locale.ts';
import { objectKind } from '../../shared/dicom/objectKind.ts';
import type { StoredInstance } from '../../shared/ipc/channels.ts';

/** As in test/dicom/realData.ts, which cannot be imported where a page stands in for Node: there module addresses are no files. */
const dataFolder = join(import.meta.dirname, '../../../shared/data');
export const hasRealData = existsSync(join(dataFolder, 'README.md'));
export const readReal = (path: string): Uint8Array => new Uint8Array(readFileSync(join(dataFolder, path)));

const words = (code: 'zh' | 'en') => ({ documents: documentsLocale[code], contents: contentsLocale[code], errors: errorLocale[code] });

/** Shows a document in one language; keys show where a word is missing. */
export async function show(page: ReactNode, language: 'zh' | 'en' = 'zh'): Promise<void> {
  window.matchMedia ??= (query: string) => ({ matches: false, media: query, addEventListener: () => undefined, removeEventListener: () => undefined }) as unknown as MediaQueryList;
  const i18n = createInstance();
  await i18n.use(initReactI18next).init({ lng: language, fallbackLng: false, defaultNS: 'documents', interpolation: { escapeValue: false }, resources: { [language]: words(language) } });
  render(<I18nextProvider i18n={i18n}><MantineProvider env="test">{page}</MantineProvider></I18nextProvider>);
}

export const instance = (sopClassUID: string, own: { isPresent?: boolean; label?: string } = {}): StoredInstance => ({
  sha256: 'a'.repeat(64), byteLength: 1, isPresent: own.isPresent ?? true,
  header: {
    sopInstanceUID: '1.2.3', sopClassUID, kind: objectKind(sopClassUID), modality: 'OT', transferSyntaxUID: '1.2.840.10008.1.2.1', studyInstanceUID: '9.1', seriesInstanceUID: '9.1.1', frameOfReferenceUID: null, instanceNumber: 1,
    patient: { patientID: 'P', patientName: null, birthDate: null, sex: null }, study: { date: null, time: null, description: null, accessionNumber: null }, series: { number: 1, description: null, date: null, time: null, bodyPart: null },
    image: null, label: own.label ?? null, warnings: [],
  },
});
