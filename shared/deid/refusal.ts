import { AppError } from '../errors/appError.ts';

/** Why an object is not written de-identified. The other reasons are those of reading it ({@link AppError} of family dicom). */
export type RefusalReason =
  | 'directory'
  | 'encapsulated-document'
  | 'raw-data'
  | 'unknown-class'
  | 'missing-uid'
  | 'needs-review'
  | 'not-maskable'
  | 'graphics-in-pixels'
  | 'residual-identifier'
  | 'unsafe-pseudonym'
  | 'folder-not-empty';

/** An object that is kept back rather than leaked. The message never holds an original value. */
export class DeidError extends AppError {
  constructor(reason: RefusalReason, message: string, options: { readonly cause?: unknown; readonly detail?: Readonly<Record<string, string | number | boolean>> } = {}) {
    super('deid', reason, message, options);
  }
}

const storageRoot = '1.2.840.10008.5.1.4.1.1.';
/** Classes under the storage root whose content cannot be looked through: documents, 3D models, sound, raw data. */
const closed: readonly (readonly [RegExp, RefusalReason, string])[] = [
  [/^104\./, 'encapsulated-document', 'The object holds a whole document (PDF, CDA, model), whose inside is not looked through; leave it out or export it as an image and mask that.'],
  [/^66$/, 'raw-data', 'The object holds raw data of a manufacturer, which may contain anything; leave it out.'],
  [/^9\.4\./, 'raw-data', 'The object holds recorded sound, which may name the patient; leave it out.'],
];

/**
 * Refuses what cannot be looked through.
 *
 * @param sopClassUID of the object; empty where it names none
 * @throws {DeidError} directory | encapsulated-document | raw-data | unknown-class
 */
export function assertClassIsOpen(sopClassUID: string): void {
  if (sopClassUID === '1.2.840.10008.1.3.10') {
    throw new DeidError('directory', 'This is the index of a medium (DICOMDIR), which lists patients; it is left out, and the folder written needs none.');
  }
  if (!sopClassUID.startsWith(storageRoot)) {
    throw new DeidError('unknown-class', sopClassUID === '' ? 'The object names no SOP class, so nobody knows what it holds; leave it out.' : 'The object is of a class the standard does not define, so nobody knows what it holds; leave it out.');
  }
  const number = sopClassUID.slice(storageRoot.length);
  const found = closed.find(([pattern]) => pattern.test(number));
  if (found !== undefined) throw new DeidError(found[1], found[2]);
}
