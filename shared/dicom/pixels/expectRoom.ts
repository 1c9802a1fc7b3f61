import { DicomError } from '../../errors/appError.ts';

/**
 * Refuses compressed bytes that cannot hold the image they are said to be, before memory is taken for it.
 *
 * @param leastBytes what the image takes when everything compresses as well as its coding allows
 * @throws {DicomError} truncated
 */
export function expectRoom(bytes: Uint8Array, leastBytes: number, what: string): void {
  if (bytes.length >= Math.floor(leastBytes)) return;
  throw new DicomError('truncated', `A ${what} of ${bytes.length} bytes cannot hold its image, which takes ${Math.floor(leastBytes)} at least; the image is incomplete. Send it again.`);
}
