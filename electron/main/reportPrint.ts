import { setTimeout as delay } from 'node:timers/promises';
import { RecordError } from '../../shared/errors/appError.ts';
import { appOrigin } from './contentPolicy.ts';

/** What printing needs of a hidden window; Electron's `BrowserWindow` has it all. */
export interface PrintablePage {
  loadURL(url: string): Promise<void>;
  destroy(): void;
  readonly webContents: {
    executeJavaScript(code: string): Promise<unknown>;
    printToPDF(options: Electron.PrintToPDFOptions): Promise<Uint8Array>;
  };
}

const readyTimeoutMs = 20_000;
const pollMs = 50;
/** The report page sets `data-ready` on its root element when its content is drawn and its fonts are loaded; its title becomes the footer. */
const readyState = `document.documentElement.dataset.ready ?? ''`;

const footer =
  '<div style="width:100%;font-size:8px;color:#555;padding:0 12mm;display:flex;justify-content:space-between;font-family:sans-serif"><span class="title"></span><span><span class="pageNumber"></span> / <span class="totalPages"></span></span></div>';

/**
 * Prints a case's opinion report as a tagged A4 PDF.
 *
 * @param open makes a hidden window with the console's own rights
 * @throws {RecordError} incomplete when the page does not become ready within 20 s or says why it cannot
 */
export async function printReport(caseId: string, open: () => PrintablePage, timeoutMs: number = readyTimeoutMs): Promise<Uint8Array<ArrayBuffer>> {
  const page = open();
  try {
    await page.loadURL(`${appOrigin}/report.html?case=${encodeURIComponent(caseId)}`);
    await waitUntilReady(page, timeoutMs);
    const pdf = await page.webContents.printToPDF({
      pageSize: 'A4',
      printBackground: true,
      generateTaggedPDF: true,
      generateDocumentOutline: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: footer,
      margins: { top: 0.6, bottom: 0.7, left: 0.6, right: 0.6 },
    });
    return new Uint8Array(pdf);
  } finally {
    page.destroy();
  }
}

async function waitUntilReady(page: PrintablePage, timeoutMs: number): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs;
  while (performance.now() < deadlineMs) {
    const state = await page.webContents.executeJavaScript(readyState);
    if (state === 'error') throw new RecordError('incomplete', 'The report page could not show this case. Open the case and look what is missing, then print again.');
    if (typeof state === 'string' && state !== '') return;
    await delay(pollMs);
  }
  throw new RecordError('incomplete', `The report did not finish drawing within ${Math.round(timeoutMs / 1000)} s. Try again; if it stays so, restart the console.`);
}
