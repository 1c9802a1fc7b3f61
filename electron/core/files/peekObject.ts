import { parseDataSet, type DataSet } from '../../../shared/dicom/dataSet.ts';
import { headerOf } from '../../../shared/dicom/readHeader.ts';
import { sopClass } from '../../../shared/dicom/sopClasses.ts';
import type { InstanceHeader, Reject } from '../../../shared/dicom/types.ts';
import { AppError } from '../../../shared/errors/appError.ts';
import { archiveKindOf, hasPrefix } from './archiveKind.ts';
import type { ObjectPlace } from './objectPlace.ts';
import { patientKeyOf } from './patientKey.ts';
import { readStart, readWholeOnce } from './readPlace.ts';

/** An object that was found, not yet taken. */
export interface PeekedObject {
  readonly kind: 'object';
  readonly byteLength: number;
  /** Whole ms since 1970; 0 for an object that is no file. */
  readonly modifiedAtMs: number;
  readonly header: InstanceHeader;
  readonly patientKey: string;
}

/** Something to tell that is no reject. */
export interface Note {
  readonly path: string;
  readonly message: string;
}

/** What a file is. */
export type Peeked =
  | PeekedObject
  | { readonly kind: 'zip' }
  | { readonly kind: 'mediaDirectory' }
  | { readonly kind: 'reject'; readonly reject: Reject }
  | { readonly kind: 'note'; readonly note: Note };

const desktopFiles: ReadonlySet<string> = new Set(['.ds_store', 'thumbs.db', 'desktop.ini']);
/** Holds the header of most images, and costs little to read. */
const shortStart = 16 * 1024;
/** An ISO 9660 image shows what it is at byte 32,769. */
const longStart = 128 * 1024;
/** Pixel data in any of its forms (7FE0,0008), (7FE0,0009), (7FE0,0010). */
const pixelDataTag = 'x7fe00008';

/**
 * Finds out what a file is, from its beginning where that holds the header.
 * @param isWhole read all of it, which finds a cut-off end of compressed pixels too
 */
export function peekObject(place: ObjectPlace, isWhole: boolean): Peeked {
  if (isDesktopFile(place.name)) return { kind: 'note', note: { path: place.name, message: 'A file of the desktop, not of the study; passed over.' } };
  try {
    return look(place, isWhole);
  } catch (error) {
    return { kind: 'reject', reject: { path: place.name, ...reasonOf(error) } };
  }
}

function look(place: ObjectPlace, isWhole: boolean): Peeked {
  const { bytes, byteLength, modifiedAtMs } = readStart(place, shortStart);
  const archive = hasPrefix(bytes) ? null : archiveKindOf(readStart(place, longStart).bytes);
  if (archive === 'zip' && place.kind === 'file') return { kind: 'zip' };
  if (archive !== null) {
    const what = place.kind === 'zipEntry' ? `a ${archive} archive inside an archive` : `a ${archive} archive`;
    return { kind: 'reject', reject: { path: place.name, reason: 'archive', message: `This is ${what}; unpack it first and import the folder.` } };
  }
  const dataSet = isWhole ? parseDataSet(readWholeOnce(place)) : parseHeader(place, bytes, byteLength);
  if (isMediaDirectory(dataSet)) return { kind: 'mediaDirectory' };
  const header = headerOf(dataSet);
  return { kind: 'object', byteLength, modifiedAtMs, header, patientKey: patientKeyOf(header) };
}

/** Private attributes, structure sets and enhanced images may go on for long before any pixel. */
function parseHeader(place: ObjectPlace, start: Uint8Array, fileLength: number): DataSet {
  try {
    return parseDataSet(start, { until: pixelDataTag, fileLength });
  } catch (error) {
    if (!(error instanceof AppError) || error.detail['needBytes'] === undefined) throw error;
    // Of an entry packed tightly there may be no more to have without unpacking all of it.
    const longer = start.length < longStart ? readStart(place, longStart).bytes : start;
    if (longer.length > start.length) return parseHeader(place, longer, fileLength);
    return parseDataSet(readWholeOnce(place), { until: pixelDataTag });
  }
}

const isMediaDirectory = (dataSet: DataSet): boolean => (dataSet.text('SOPClassUID') ?? dataSet.metaText('MediaStorageSOPClassUID')) === sopClass.mediaDirectory;

function isDesktopFile(name: string): boolean {
  const parts = name.split('/');
  const base = parts.at(-1) ?? '';
  return desktopFiles.has(base.toLowerCase()) || base.startsWith('._') || parts.includes('__MACOSX');
}

/** Why a file could not be read, as a person can act on it. */
export function reasonOf(error: unknown): { readonly reason: string; readonly message: string } {
  if (error instanceof AppError) return { reason: error.reason, message: error.message };
  // Which system error it was does not change what a person can do.
  if (error instanceof Error && 'syscall' in error) return { reason: 'unreadable', message: 'The file cannot be read; check its rights or the medium and import again.' };
  return { reason: 'broken-value', message: 'The file could not be understood; export the study again.' };
}

