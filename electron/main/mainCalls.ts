import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { StoreError } from '../../shared/errors/appError.ts';
import type { CallName, RequestOf, ResponseOf } from '../../shared/ipc/channels.ts';
import type { MainHandler } from './callGate.ts';
import type { Vault } from './keys.ts';
import type { Language } from './settings.ts';

/** What main's own channels act on; every window, dialog and process is behind a function. */
export interface MainCallOptions {
  readonly vault: Vault;
  /** Starts core with the key and waits until the record is open. @throws the reason core gave */
  openRecord(key: Uint8Array): Promise<void>;
  readonly language: { get(): Language; set(language: Language): void };
  chooseFolder(): Promise<string | null>;
  chooseSavePath(suggestedName: string): Promise<string | null>;
  printReport(caseId: string): Promise<Uint8Array<ArrayBuffer>>;
}

type MainChannel = Extract<CallName, `vault.${string}` | 'app.language' | `dialog.${string}` | 'report.print'>;
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
    'app.language': ({ set }) => {
      if (set !== undefined) options.language.set(set);
      return { language: options.language.get() };
    },
    'dialog.chooseFolder': async () => ({ folder: await options.chooseFolder() }),
    'dialog.savePdf': async ({ name, bytes }) => {
      requirePdf(bytes);
      const path = await options.chooseSavePath(pdfName(name));
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

/** A file name without folders or characters Windows refuses, ending in .pdf. */
export function pdfName(name: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what a file name must not hold
  const plain = basename(name).replace(/[<>:"/\\|?*\u0000-\u001f]/g, '_').replace(/\.pdf$/i, '').trim();
  return `${plain === '' ? 'report' : plain}.pdf`;
}
