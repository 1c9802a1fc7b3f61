import { parseDataSet } from '../../../shared/dicom/dataSet.ts';
import { readMediaDirectory } from '../../../shared/dicom/mediaDirectory.ts';

/** What a DICOMDIR lists, as far as finding the files needs it. */
export interface MediaListing {
  /** Paths on the medium from the DICOMDIR's folder, with '/', each once. */
  readonly files: readonly string[];
  readonly warnings: readonly string[];
}

/** @throws {DicomError} where the bytes are no media directory */
export function listMedium(bytes: Uint8Array): MediaListing {
  const { objects, warnings } = readMediaDirectory(parseDataSet(bytes));
  return { files: [...new Set(objects.map(({ path }) => path.join('/')))], warnings };
}

/** One spelling for a listed name and the file's: media differ in case, in ISO 9660 versions (`;1`) and in a dot at the end. */
export const nameOnMedium = (name: string): string => name.toLowerCase().replace(/;\d+$/, '').replace(/\.$/, '');
