import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { IpcError, StoreError } from '../../shared/errors/appError.ts';
import type { CallName, RequestOf, ResponseOf } from '../../shared/ipc/channels.ts';
import type { MainHandler } from './callGate.ts';
import type { Vault } from './keys.ts';
import type { Language } from './settings.ts';

/** What main's own channels act on; every window, dialog and process is behind a function. */
export interface MainCallOptions {
  readonly vault: Vault;
  /** Starts core with the key and waits until the record is open. @throws the reason core gave */
  openRecord(key: Uint8Array): Promise<void>;
  /** Closes core and opens the record again, to be moved to the vault's new key. @throws the reason core gave */
  reopenRecord(key: Uint8Array): Promise<void>;
  /** Copies of the record, for one that does not open. */
  listBackups(): ResponseOf<'repair.list'>['backups'];
  /** Starts core with a copy in the record's place. @throws the reason core gave */
  restoreBackup(id: string): Promise<void>;
  readonly language: { get(): Language; set(language: Language): void };
  chooseImport(kind: 'folder' | 'files'): Promise<readonly string[]>;
  chooseTarget(): Promise<string | null>;
  /** Asks where to write an archive and lets the page name that place; null when the person cancels. */
  chooseArchive(suggestedName: string): Promise<string | null>;
  chooseSavePath(suggestedName: string, extension: string): Promise<string | null>;
  listScreens(): ResponseOf<'screens.list'>['screens'];
  printReport(caseId: string): Promise<Uint8Array<ArrayBuffer>>;
}

/** Ending of the file one case is handed on in. */
export const archiveExtension = 'mdtcase';

type MainChannel = Extract<CallName, `vault.${string}` | `repair.${string}` | 'app.language' | `dialog.${string}` | 'screens.list' | 'report.print'>;
type Handlers = { readonly [C in MainChannel]: (request: RequestOf<C>) => Promise<ResponseOf<C>> | ResponseOf<C> };

/** The channels main answers itself. Requests have passed the table's validators. */
export function createMainHandlers(options: MainCallOptions): Readonly<Record<MainChannel, MainHandler>> {
  const handlers: Handlers = {
    'vault.status': () => options.vault.status(),
    'vault.create': async ({ passphrase }) => {
      const { key, recoveryCode } = await options.vault.create(passphrase);
      // The code is answered whatever becomes of the record: it exists nowhere else, and the key is on the disk already.
      // Why a record does not open every page learns from `core.state`.
      void options.openRecord(key).catch(() => undefined);
      return { recoveryCode };
    },
    'vault.unlock': async (given) => {
      await options.openRecord(await options.vault.unlock(given));
      return {};
    },
    'vault.changePassphrase': async ({ current, next }) => {
      await options.vault.changePassphrase(current, next);
      return {};
    },
    'vault.installRecoveryKey': ({ file }) => options.vault.installRecoveryKey(file),
    'vault.rotate': async ({ passphrase }) => {
      const { key, recoveryCode } = await options.vault.rotate(passphrase);
      // As when the key is made: the code exists nowhere else, and how the record opens every page learns from `core.state`.
      void options.reopenRecord(key).catch(() => undefined);
      return { recoveryCode };
    },
    'repair.list': () => ({ backups: [...options.listBackups()] }),
    'repair.restore': async ({ id }) => {
      await options.restoreBackup(id);
      return {};
    },
    'app.language': ({ set }) => {
      if (set !== undefined) options.language.set(set);
      return { language: options.language.get() };
    },
    'dialog.chooseImport': async ({ kind }) => ({ paths: [...(await options.chooseImport(kind))] }),
    'dialog.chooseTarget': async () => ({ folder: await options.chooseTarget() }),
    'dialog.saveArchive': async ({ name }) => ({ path: await options.chooseArchive(fileName(name, archiveExtension)) }),
    'dialog.savePdf': async ({ name, bytes }) => {
      requirePdf(bytes);
      const path = await options.chooseSavePath(fileName(name, 'pdf'), 'pdf');
      if (path !== null) await writeFile(path, bytes);
      return { path };
    },
    'dialog.saveText': async ({ name, extension, text }) => {
      const path = await options.chooseSavePath(fileName(name, extension), extension);
      // The byte order mark makes spreadsheet programs read Chinese as UTF-8.
      if (path !== null) await writeFile(path, `\ufeff${text}`);
      return { path };
    },
    'screens.list': () => ({ screens: options.listScreens() }),
    'dialog.savePng': async ({ name, bytes }) => {
      requirePng(bytes);
      const path = await options.chooseSavePath(fileName(name, 'png'), 'png');
      if (path !== null) await writeFile(path, bytes);
      return { path };
    },
    'report.print': async ({ caseId }) => ({ bytes: await options.printReport(caseId) }),
  };
  return handlers as unknown as Readonly<Record<MainChannel, MainHandler>>;
}

/** A page may only have PDF bytes written, so that it cannot place a program on the disk. */
function requirePdf(bytes: Uint8Array): void {
  if (new TextDecoder('latin1').decode(bytes.subarray(0, 5)) !== '%PDF-') throw new StoreError('corrupt', 'These bytes are not a PDF; nothing was saved.');
}

/** The largest desk, 4 screens of 4K, is far below it. */
const mostPngBytes = 50_000_000;
/** ISO/IEC 15948 5.2: what every PNG begins with. */
const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function requirePng(bytes: Uint8Array): void {
  if (bytes.length > mostPngBytes) throw new IpcError('bad-request', `The picture has ${bytes.length} bytes, more than the ${mostPngBytes} a picture may have; save a smaller part.`);
  if (!pngSignature.every((byte, at) => bytes[at] === byte)) throw new StoreError('corrupt', 'These bytes are not a PNG; nothing was saved.');
}

/** A file name without folders or characters Windows refuses, with the given ending. */
export function fileName(name: string, extension: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what a file name must not hold
  const plain = basename(name).replace(/[<>:"/\\|?*\u0000-\u001f]/g, '_').replace(new RegExp(`\\.${extension}$`, 'i'), '').trim();
  return `${plain === '' ? 'report' : plain}.${extension}`;
}
