import { DicomError } from '../../../shared/errors/appError.ts';

/** Size of a page as it is read, in points of 1/72 inch. */
export interface PdfPageSize {
  readonly width: number;
  readonly height: number;
}

/** An open PDF. Only pictures of pages come out of it: no links, forms, scripts or attachments. */
export interface PdfPages {
  readonly sizes: readonly PdfPageSize[];
  /**
   * Draws a page (from 0) on a canvas that takes its size.
   * @param pxPerPoint device pixels of a point
   */
  draw: (page: number, canvas: HTMLCanvasElement, pxPerPoint: number, signal: AbortSignal) => Promise<void>;
  /** Ends the worker and lets go of the memory. */
  close: () => Promise<void>;
}

/** Larger pictures in a file are left out: a forged one would fill the memory. */
const maxImagePixels = 64 * 1024 * 1024;

/**
 * Opens a PDF in a worker of its own, with the build for the oldest Chromium this console runs on.
 *
 * pdf.js 6 compiles nothing at run time, so the content policy needs no `unsafe-eval`; what it loads by name comes from
 * the bundle.
 *
 * @param bytes are copied, as the worker takes them over
 * @throws {DicomError} broken-value (no PDF, or damaged) | unsupported (protected with a password)
 */
export async function openPdf(bytes: Uint8Array): Promise<PdfPages> {
  const [{ getDocument, PDFWorker, InvalidPDFException, PasswordException, RenderingCancelledException, VerbosityLevel, AnnotationMode }, { default: workerUrl }, { BundledFiles }] = await Promise.all([
    import('pdfjs-dist/legacy/build/pdf.mjs'), import('pdfjs-dist/legacy/build/pdf.worker.min.mjs?url&no-inline'), import('./pdfAssets.ts'),
  ]);
  const port = new Worker(workerUrl, { type: 'module' });
  const worker = PDFWorker.create({ port, verbosity: VerbosityLevel.ERRORS });
  const end = (): void => {
    worker.destroy();
    port.terminate();
  };
  const task = getDocument({
    data: bytes.slice(), worker, verbosity: VerbosityLevel.ERRORS, enableXfa: false, maxImageSize: maxImagePixels, useWorkerFetch: false, BinaryDataFactory: BundledFiles,
    // Only their presence counts: the factory answers by name.
    cMapUrl: 'bundle/', cMapPacked: true, standardFontDataUrl: 'bundle/', wasmUrl: 'bundle/',
  });
  try {
    const document = await task.promise;
    const sizes: PdfPageSize[] = [];
    for (let number = 1; number <= document.numPages; number++) {
      const { width, height } = (await document.getPage(number)).getViewport({ scale: 1 });
      sizes.push({ width, height });
    }
    return {
      sizes,
      draw: async (index, canvas, pxPerPoint, signal) => {
        const page = await document.getPage(index + 1);
        if (signal.aborted) return;
        const viewport = page.getViewport({ scale: pxPerPoint });
        canvas.width = Math.max(1, Math.round(viewport.width));
        canvas.height = Math.max(1, Math.round(viewport.height));
        const render = page.render({ canvas, viewport, annotationMode: AnnotationMode.ENABLE });
        const stop = (): void => render.cancel();
        signal.addEventListener('abort', stop);
        try {
          await render.promise;
        } catch (error) {
          if (!(error instanceof RenderingCancelledException)) throw error;
        } finally {
          signal.removeEventListener('abort', stop);
        }
      },
      close: async () => {
        await task.destroy();
        end();
      },
    };
  } catch (cause) {
    await task.destroy();
    end();
    if (cause instanceof PasswordException) throw new DicomError('unsupported', 'The PDF is protected with a password and cannot be shown here; ask its sender for one without.', { cause });
    if (cause instanceof InvalidPDFException) throw new DicomError('broken-value', `The document is not a PDF that can be read (${cause.message}); send it again.`, { cause });
    throw cause;
  }
}
