/** What a file that is no DICOM object holds other files in. */
export type ArchiveKind = 'zip' | 'RAR' | '7z' | 'gzip' | 'bzip2' | 'xz' | 'tar' | 'ISO 9660';

const signatures: readonly (readonly [ArchiveKind, number, string])[] = [
  ['zip', 0, 'PK\x03\x04'],
  ['zip', 0, 'PK\x05\x06'],
  // Split archives begin with a marker of their own before the first entry.
  ['zip', 0, 'PK\x07\x08PK'],
  ['RAR', 0, 'Rar!\x1a\x07'],
  ['7z', 0, '7z\xbc\xaf\x27\x1c'],
  ['gzip', 0, '\x1f\x8b\x08'],
  ['bzip2', 0, 'BZh'],
  ['xz', 0, '\xfd7zXZ\0'],
  ['tar', 257, 'ustar'],
  ['ISO 9660', 32769, 'CD001'],
];

/** The DICM prefix: a file that has it is DICOM whatever its preamble looks like (PS3.10 7.1 leaves that free). */
export const hasPrefix = (bytes: Uint8Array): boolean => hasText(bytes, 128, 'DICM');

/**
 * The archive a file without DICM prefix is, by its content; null where it is none.
 *
 * @param bytes at least the first 33 KB of the file, or all of it
 */
export function archiveKindOf(bytes: Uint8Array): ArchiveKind | null {
  return signatures.find(([, offset, text]) => hasText(bytes, offset, text))?.[0] ?? null;
}

function hasText(bytes: Uint8Array, offset: number, text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (bytes[offset + at] !== text.charCodeAt(at)) return false;
  return true;
}
