import { Chunks, explicitHeader } from './chunks.ts';
import { encodeValue } from './encodeValue.ts';
import { uidFromSeed } from './uidFromSeed.ts';
import type { WrittenVr } from './dictionary.ts';

/** Names this writer in every file it makes (PS3.7 D.3.3.2). */
export const implementationClassUID = uidFromSeed('mdt-console/implementation');
const implementationVersionName = 'MDT_CONSOLE_1';

/**
 * Preamble, prefix and file meta information of a new file, in front of its data set (PS3.10 section 7.1).
 *
 * @throws {DicomError} broken-value when a UID does not have the form of one
 */
export function fileMeta(of: { readonly sopClassUID: string; readonly sopInstanceUID: string; readonly transferSyntaxUID: string }): Chunks {
  const body = new Chunks();
  add(body, 'FileMetaInformationVersion', 0x00020001, 'OB', Uint8Array.of(0, 1));
  add(body, 'MediaStorageSOPClassUID', 0x00020002, 'UI', of.sopClassUID);
  add(body, 'MediaStorageSOPInstanceUID', 0x00020003, 'UI', of.sopInstanceUID);
  add(body, 'TransferSyntaxUID', 0x00020010, 'UI', of.transferSyntaxUID);
  add(body, 'ImplementationClassUID', 0x00020012, 'UI', implementationClassUID);
  add(body, 'ImplementationVersionName', 0x00020013, 'SH', implementationVersionName);
  const file = new Chunks();
  file.push(new Uint8Array(128));
  file.push(Uint8Array.of(0x44, 0x49, 0x43, 0x4d));
  add(file, 'FileMetaInformationGroupLength', 0x00020000, 'UL', body.length);
  file.append(body);
  return file;
}

function add(chunks: Chunks, keyword: string, tag: number, vr: Exclude<WrittenVr, 'SQ'>, value: unknown): void {
  const bytes = encodeValue(keyword, vr, value);
  chunks.push(explicitHeader(tag, vr, bytes.length));
  chunks.push(bytes);
}
