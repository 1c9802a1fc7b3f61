import { AppError, DicomError } from '../errors/appError.ts';
import { nameAttribute } from './attributes.ts';
import type { Keyword } from './attributes.ts';
import type { DataSet } from './dataSet.ts';

/** One file that a DICOMDIR lists. What stands above it in the index is null where the index does not say. */
export interface ListedObject {
  /** Names of folders and file, from the folder of the DICOMDIR on. */
  readonly path: readonly string[];
  /** IMAGE, SR DOCUMENT, RT DOSE and so on (PS3.3 table F.4-1). */
  readonly recordType: string;
  readonly sopClassUID: string | null;
  readonly sopInstanceUID: string | null;
  readonly transferSyntaxUID: string | null;
  readonly instanceNumber: number | null;
  readonly patientID: string | null;
  readonly patientName: string | null;
  readonly studyInstanceUID: string | null;
  readonly studyDate: string | null;
  readonly studyDescription: string | null;
  readonly seriesInstanceUID: string | null;
  readonly seriesNumber: number | null;
  readonly modality: string | null;
}

export interface MediaDirectory {
  readonly fileSetID: string | null;
  readonly objects: readonly ListedObject[];
  readonly warnings: readonly string[];
}

const parents = new Map([['STUDY', 'PATIENT'], ['SERIES', 'STUDY']]);

/**
 * Files listed in a DICOMDIR (PS3.3 annex F), whether or not they are there.
 *
 * Levels are taken from the offsets where those lead to records, and from the order of the records where they do
 * not, as in directories that were copied, re-ordered or written without offsets. Records marked inactive are left out.
 *
 * @throws {DicomError} missing-attribute where the data set is no directory
 */
export function readMediaDirectory(dataSet: DataSet): MediaDirectory {
  if (!dataSet.has('DirectoryRecordSequence')) {
    throw new DicomError('missing-attribute', `${nameAttribute('DirectoryRecordSequence')} is absent; this is not a media directory.`, { detail: { tag: '(0004,1220)' } });
  }
  const records = dataSet.items('DirectoryRecordSequence');
  const byOffset = new Map(dataSet.itemOffsets('DirectoryRecordSequence').map((offset, index) => [offset, index]));
  const warnings: string[] = [];
  const parentOf = parentsByOffset(dataSet, records, byOffset) ?? parentsByOrder(records, warnings);
  const objects = records.flatMap((record, index) => {
    const path = record.texts('ReferencedFileID')?.filter((part) => part !== '') ?? [];
    // 0 marks a record that is no longer in use (F.3.2.2).
    if (path.length === 0 || numberOf(record, 'RecordInUseFlag') === 0) return [];
    const above = ancestors(records, parentOf, index);
    return [describe(record, path, above)];
  });
  return { fileSetID: dataSet.text('FileSetID'), objects, warnings: [...dataSet.warnings, ...warnings] };
}

type Levels = ReadonlyMap<string, DataSet>;

function describe(record: DataSet, path: readonly string[], above: Levels): ListedObject {
  const of = (level: string, keyword: Keyword): string | null => above.get(level)?.text(keyword) ?? null;
  const series = above.get('SERIES');
  return {
    path,
    recordType: record.text('DirectoryRecordType') ?? '',
    sopClassUID: record.text('ReferencedSOPClassUIDInFile'),
    sopInstanceUID: record.text('ReferencedSOPInstanceUIDInFile'),
    transferSyntaxUID: record.text('ReferencedTransferSyntaxUIDInFile'),
    instanceNumber: numberOf(record, 'InstanceNumber'),
    patientID: of('PATIENT', 'PatientID'),
    patientName: of('PATIENT', 'PatientName'),
    studyInstanceUID: of('STUDY', 'StudyInstanceUID'),
    studyDate: of('STUDY', 'StudyDate'),
    studyDescription: of('STUDY', 'StudyDescription'),
    seriesInstanceUID: of('SERIES', 'SeriesInstanceUID'),
    seriesNumber: series === undefined ? null : numberOf(series, 'SeriesNumber'),
    modality: of('SERIES', 'Modality'),
  };
}

/** Follows the offsets from the root; null where they do not reach every record that lists a file. */
function parentsByOffset(directory: DataSet, records: readonly DataSet[], byOffset: ReadonlyMap<number, number>): readonly (number | null)[] | null {
  const parentOf: (number | null)[] = records.map(() => null);
  const seen = new Set<number>();
  const first = byOffset.get(numberOf(directory, 'OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity') ?? 0);
  const pending: (readonly [index: number, parent: number | null])[] = first === undefined ? [] : [[first, null]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [index, parent] = next;
    const record = records[index];
    if (record === undefined || seen.has(index)) continue;
    seen.add(index);
    parentOf[index] = parent;
    const sibling = byOffset.get(numberOf(record, 'OffsetOfTheNextDirectoryRecord') ?? 0);
    const child = byOffset.get(numberOf(record, 'OffsetOfReferencedLowerLevelDirectoryEntity') ?? 0);
    if (sibling !== undefined) pending.push([sibling, parent]);
    if (child !== undefined) pending.push([child, index]);
  }
  const isWhole = records.every((record, index) => seen.has(index) || !record.has('ReferencedFileID'));
  return isWhole ? parentOf : null;
}

/** A record belongs to the last one above it that can hold it. */
function parentsByOrder(records: readonly DataSet[], warnings: string[]): readonly (number | null)[] {
  warnings.push('the offsets of the directory records do not lead to all of them; patient, study and series are taken from the order of the records');
  const last = new Map<string, number>();
  return records.map((record, index) => {
    const type = record.text('DirectoryRecordType') ?? '';
    if (type === 'PATIENT' || type === 'STUDY' || type === 'SERIES') {
      const parent = last.get(parents.get(type) ?? '') ?? null;
      last.set(type, index);
      if (type === 'PATIENT') last.delete('STUDY');
      if (type !== 'SERIES') last.delete('SERIES');
      return parent;
    }
    return last.get('SERIES') ?? last.get('STUDY') ?? last.get('PATIENT') ?? null;
  });
}

function ancestors(records: readonly DataSet[], parentOf: readonly (number | null)[], start: number): Levels {
  const levels = new Map<string, DataSet>();
  for (let index = parentOf[start] ?? null; index !== null; index = parentOf[index] ?? null) {
    const record = records[index];
    if (record !== undefined) levels.set(record.text('DirectoryRecordType') ?? '', record);
  }
  return levels;
}

/** An index is worth reading though one of its numbers is none. */
function numberOf(record: DataSet, keyword: Keyword): number | null {
  try {
    return record.number(keyword);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
