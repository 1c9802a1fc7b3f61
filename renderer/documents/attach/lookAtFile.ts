import { AttachmentError } from '../../../shared/attachment/attachmentError.ts';
import { examineFile, tooLarge } from '../../../shared/attachment/examine.ts';
import type { FileFacts } from '../../../shared/attachment/examine.ts';
import { mostAttachmentBytes } from '../../../shared/attachment/limits.ts';
import { DicomError } from '../../../shared/errors/appError.ts';
import { openPdf } from '../pdf/openPdf.ts';

/** What was found in a file, with a small picture of it; the picture is closed by whoever lets go of it. */
export interface LookedAt {
  readonly facts: FileFacts;
  readonly preview: ImageBitmap | null;
}

const previewPx = 320;

/** @throws {AttachmentError} unreadable | too-large, before the bytes are read */
export async function readFileBytes(file: File): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size > mostAttachmentBytes) throw tooLarge();
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new AttachmentError('unreadable', 'The file cannot be read; it is a folder, or was moved or changed meanwhile. Choose it again.', { cause });
  }
}

/**
 * Reads a file, tells what it is and draws it small, so that a broken one is known before it is added.
 *
 * @throws {AttachmentError} with what to do
 */
export async function lookAtFile(file: File): Promise<LookedAt> {
  const bytes = await readFileBytes(file);
  const facts = examineFile(bytes);
  return { facts, preview: facts.form === 'pdf' ? await firstPage(bytes) : await smallPicture(bytes, facts) };
}

async function smallPicture(bytes: Uint8Array<ArrayBuffer>, { form, columns, rows }: Exclude<FileFacts, { form: 'pdf' }>): Promise<ImageBitmap> {
  const blob = new Blob([bytes], { type: `image/${form}` });
  try {
    // One side is enough: the other follows, also where EXIF turns the picture.
    return await createImageBitmap(blob, columns > rows ? { resizeWidth: Math.min(columns, previewPx), resizeQuality: 'medium' } : { resizeHeight: Math.min(rows, previewPx), resizeQuality: 'medium' });
  } catch (cause) {
    throw new AttachmentError('broken', 'The file is damaged and no picture can be read from it; copy it again.', { cause });
  }
}

async function firstPage(bytes: Uint8Array): Promise<ImageBitmap | null> {
  const pages = await openPdf(bytes).catch((cause: unknown) => {
    const isProtected = cause instanceof DicomError && cause.reason === 'unsupported';
    throw isProtected ? new AttachmentError('protected', 'The PDF is protected with a password; ask its sender for one without.', { cause }) : new AttachmentError('broken', 'The file is damaged and cannot be read as PDF; ask its sender for it again.', { cause });
  });
  try {
    const [size] = pages.sizes;
    if (size === undefined) return null;
    const canvas = document.createElement('canvas');
    await pages.draw(0, canvas, previewPx / Math.max(size.width, size.height), new AbortController().signal);
    return await createImageBitmap(canvas);
  } finally {
    await pages.close();
  }
}
