import type { AttachmentContext, Described } from '../../../shared/attachment/attachmentContext.ts';
import { examineFile } from '../../../shared/attachment/examine.ts';
import type { Filing } from '../../../shared/attachment/filing.ts';
import { isKeptAsCoded, takeJpegApart } from '../../../shared/attachment/jpeg.ts';
import type { PictureKind } from '../../../shared/attachment/kinds.ts';
import { writePdf } from '../../../shared/attachment/writePdf.ts';
import { writePicture } from '../../../shared/attachment/writePicture.ts';
import type { PictureContent } from '../../../shared/attachment/writePicture.ts';
import { AttachmentError } from '../../../shared/attachment/attachmentError.ts';
import type { DecodedPicture } from './decodePicture.ts';

/** One file and what is said of it; plain data, so that a worker can take it. */
export interface BuildJob {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly described: Described;
  readonly filing: Filing;
  readonly context: AttachmentContext;
}

/** What the worker answers: the object, or why there is none. */
export type BuildAnswer = { readonly object: Uint8Array; readonly refusal: null } | { readonly object: null; readonly refusal: { readonly reason: string; readonly message: string } };

export type Decode = (bytes: Uint8Array<ArrayBuffer>, mimeType: string) => Promise<DecodedPicture>;

const isPictureKind = (described: Described): described is Described<PictureKind> => described.kind !== 'pdf';
const isPdfKind = (described: Described): described is Described<'pdf'> => described.kind === 'pdf';

/**
 * The object of one file: its coded bytes as they are where they can stay, else the picture decoded.
 *
 * @throws {AttachmentError} as examining finds; broken; {DicomError} broken-value where name or title do not fit DICOM
 */
export async function buildObject({ bytes, described, filing, context }: BuildJob, decode: Decode): Promise<Uint8Array<ArrayBuffer>> {
  const facts = examineFile(bytes);
  if (facts.form === 'pdf' && isPdfKind(described)) return writePdf({ context, described, filing, pdf: bytes });
  if (facts.form === 'pdf' || !isPictureKind(described)) throw new AttachmentError('unknown', 'The file is another one than was looked at; choose it again.');
  return writePicture({ context, described, filing, content: await contentOf(bytes, facts.form, decode) });
}

async function contentOf(bytes: Uint8Array<ArrayBuffer>, form: 'jpeg' | 'png', decode: Decode): Promise<PictureContent> {
  if (form === 'png') return { coding: 'native', ...(await decode(bytes, 'image/png')), jpegBytes: null };
  const parts = takeJpegApart(bytes);
  if (isKeptAsCoded(parts)) return { coding: 'jpeg', ...parts };
  return { coding: 'native', ...(await decode(bytes, 'image/jpeg')), jpegBytes: parts.stream.length };
}
