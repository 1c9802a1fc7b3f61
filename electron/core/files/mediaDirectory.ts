import { parseDataSet } from '../../../shared/dicom/dataSet.ts';

/** One file a DICOMDIR lists. */
export interface ListedFile {
  /** Its path on the medium from the DICOMDIR's folder, with '/'. */
  readonly name: string;
}

/** Files a media directory lists (PS3.3 F.3.2.2, ReferencedFileID), in its order. @throws {DicomError} */
export function listedFiles(bytes: Uint8Array): readonly ListedFile[] {
  const names = parseDataSet(bytes)
    .items('DirectoryRecordSequence')
    .map((record) => (record.texts('ReferencedFileID') ?? []).join('/'))
    .filter((name) => name !== '');
  return [...new Set(names)].map((name) => ({ name }));
}

/** One spelling for a listed name and the file's: media differ in case, in ISO 9660 versions (`;1`) and in a dot at the end. */
export const nameOnMedium = (name: string): string => name.toLowerCase().replace(/;\d+$/, '').replace(/\.$/, '');
