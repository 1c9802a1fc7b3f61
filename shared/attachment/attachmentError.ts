import { AppError } from '../errors/appError.ts';

/** Why a file cannot become an object of a case; the page has words for each, with what to do. */
export const attachmentReasons = ['empty', 'too-large', 'too-many-pixels', 'heic', 'tiff', 'other-picture', 'office', 'dicom', 'unknown', 'cut-short', 'broken', 'protected', 'unreadable'] as const;
export type AttachmentReason = (typeof attachmentReasons)[number];

/** A file that is not taken. The message never holds what is in the file. */
export class AttachmentError extends AppError {
  constructor(reason: AttachmentReason, message: string, options: { readonly cause?: unknown; readonly detail?: Readonly<Record<string, string | number | boolean>> } = {}) {
    super('attachment', reason, message, options);
  }
}
