import { MantineProvider } from '@mantine/core';
import { render } from '@testing-library/react';
import { createInstance, type i18n } from 'i18next';
import type { ReactNode } from 'react';
import { initReactI18next } from 'react-i18next';
import { vi } from 'vitest';
import { auditLocale } from '../../renderer/app/auditLocale.ts';
import { errorLocale } from '../../renderer/app/locale.ts';
import { accessLocale } from '../../renderer/mdt/access/locale.ts';
import type { RecordActions } from '../../renderer/mdt/actions.ts';
import { contentsLocale } from '../../renderer/mdt/contents/locale.ts';
import { deidentifyLocale } from '../../renderer/mdt/deidentify/locale.ts';
import type { ImportActions } from '../../renderer/mdt/import/actions.ts';
import { importLocale } from '../../renderer/mdt/import/locale.ts';
import { mdtLocale } from '../../renderer/mdt/locale.ts';
import type { NetworkActions } from '../../renderer/mdt/network/actions.ts';
import { minutesLocale } from '../../renderer/mdt/minutes/locale.ts';
import { removalLocale } from '../../renderer/mdt/removal/locale.ts';
import { networkLocale } from '../../renderer/mdt/network/locale.ts';
import type { CaseView } from '../../shared/ipc/channels.ts';
import type { AnyCommand } from '../../shared/mdt/command.ts';
import type { Actor, Directory, Person } from '../../shared/mdt/directory.ts';
import { people, replay } from '../mdt/support.ts';

/** The pages' words in Chinese; keys show where a word is missing. */
export async function startWords(): Promise<i18n> {
  const words = createInstance();
  await words.use(initReactI18next).init({ lng: 'zh', fallbackLng: false, interpolation: { escapeValue: false }, resources: { zh: { mdt: mdtLocale.zh, minutes: minutesLocale.zh, import: importLocale.zh, network: networkLocale.zh, contents: contentsLocale.zh, deidentify: deidentifyLocale.zh, errors: errorLocale.zh, removal: removalLocale.zh, access: accessLocale.zh, audit: auditLocale.zh } } });
  return words;
}

/** The person of the directory an actor is. */
export const personOf = ({ personId, ...actor }: Actor): Person => ({ ...actor, id: personId, account: personId, nameEn: personId, publicKey: null });

export const directory: Directory = {
  hospitals: [
    { id: 'gd-cancer', name: '牵头医院', nameEn: 'Lead', prefecture: '', kind: 'lead' },
    { id: 'zhuhai', name: '协作医院', nameEn: 'Partner', prefecture: '', kind: 'partner' },
  ],
  people: Object.values(people).map(personOf),
};

/** The case as a page sees it after these commands. */
export function viewAfter(commands: readonly AnyCommand[]): CaseView {
  const record = replay(commands);
  return { record, pending: 0, refused: [], overtaken: [], orderedAtMs: {}, imaging: { total: record.imaging.length, present: record.imaging.length } };
}

export const onCase = vi.fn(() => Promise.resolve());
export const recordActions: RecordActions = {
  onCase, onMeeting: () => Promise.resolve(), freeze: () => Promise.resolve(), sendAgain: () => Promise.resolve(), setAside: () => Promise.resolve(), checked: () => Promise.resolve(), sign: () => Promise.resolve(), deliverReport: () => Promise.resolve(),
  readReport: () => Promise.resolve(null), saveReport: () => Promise.resolve(null), verify: () => Promise.reject(new Error('nothing to verify')),
};
export const importActions: ImportActions = {
  chooseImport: () => Promise.resolve([]), pathsOfDropped: () => Promise.resolve([]), start: () => Promise.resolve(''), resume: () => Promise.resolve(), cancel: () => Promise.resolve(), list: () => Promise.resolve([]),
  onProgress: () => () => undefined, onCoreBack: () => () => undefined, saveText: () => Promise.resolve(null),
};
export const networkActions: NetworkActions = {
  nodes: () => Promise.resolve({ nodes: [], local: { aeTitle: 'MDT', port: 11_112, isReceiving: false, isListening: false, error: null } }),
  saveNode: () => Promise.resolve(), removeNode: () => Promise.resolve(), saveLocal: () => Promise.reject(new Error('not saved')), test: () => Promise.resolve([]), find: () => Promise.resolve({ studies: [], isTruncated: false }),
  send: () => Promise.resolve(''), cancelSend: () => Promise.resolve(), onSendProgress: () => () => undefined, inbox: () => Promise.resolve([]), discard: () => Promise.resolve(), onInboxChanged: () => () => undefined,
};

export function show(page: ReactNode): void {
  window.matchMedia ??= (query: string) => ({ matches: false, media: query, addEventListener: () => undefined, removeEventListener: () => undefined }) as unknown as MediaQueryList;
  render(<MantineProvider env="test">{page}</MantineProvider>);
}
