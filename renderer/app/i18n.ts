import { changeLanguage as changeTo, use } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { accountLocale } from '../mdt/account/locale.ts';
import { archiveLocale } from '../mdt/archive/locale.ts';
import { backupLocale } from '../mdt/backup/locale.ts';
import { accessLocale } from '../mdt/access/locale.ts';
import { contentsLocale } from '../mdt/contents/locale.ts';
import { deidentifyLocale } from '../mdt/deidentify/locale.ts';
import { importLocale } from '../mdt/import/locale.ts';
import { keysLocale } from '../mdt/keys/locale.ts';
import { mdtLocale } from '../mdt/locale.ts';
import { minutesLocale } from '../mdt/minutes/locale.ts';
import { networkLocale } from '../mdt/network/locale.ts';
import { removalLocale } from '../mdt/removal/locale.ts';
import { searchLocale } from '../mdt/search/locale.ts';
import { documentsLocale } from '../documents/locale.ts';
import { meetingLocale } from '../meeting/locale.ts';
import { readingLocale } from '../reading/locale.ts';
import { rtLocale } from '../rt/locale.ts';
import { auditLocale } from './auditLocale.ts';
import { restoreLocale } from './restoreLocale.ts';
import { appLocale, errorLocale } from './locale.ts';
import { storageLocale } from './storageLocale.ts';

export type Language = 'zh' | 'en';

/** Registers every folder's words; missing ones show their key, so that a test can find them. */
export async function startI18n(language: Language): Promise<void> {
  await use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'app',
    interpolation: { escapeValue: false },
    resources: Object.fromEntries(
      (['zh', 'en'] as const).map((code) => [code, { app: appLocale[code], errors: errorLocale[code], audit: auditLocale[code], restore: restoreLocale[code], access: accessLocale[code], mdt: mdtLocale[code], minutes: minutesLocale[code], import: importLocale[code], network: networkLocale[code], search: searchLocale[code], removal: removalLocale[code], account: accountLocale[code], backup: backupLocale[code], keys: keysLocale[code], archive: archiveLocale[code], contents: contentsLocale[code], deidentify: deidentifyLocale[code], meeting: meetingLocale[code], documents: documentsLocale[code], reading: readingLocale[code], rt: rtLocale[code], storage: storageLocale[code] }]),
    ),
  });
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
}

export async function changeLanguage(language: Language): Promise<void> {
  await changeTo(language);
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
}
