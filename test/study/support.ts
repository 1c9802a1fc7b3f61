import { createHash } from 'node:crypto';
import { readHeader } from '../../shared/dicom/readHeader.ts';
import { buildReferenceChain } from '../../shared/dicom/referenceChain.ts';
import type { CaseImaging } from '../../shared/ipc/channels.ts';
import { makeSampleCase } from '../../shared/rt/phantom/makeSampleCase.ts';
import type { SampleExpectations } from '../../shared/rt/phantom/makeSampleCase.ts';

/** A small sample case as core stores it. */
export function storedSample(): { readonly imaging: CaseImaging; readonly blobs: Map<string, Uint8Array>; readonly expected: SampleExpectations } {
  const { files, expected } = makeSampleCase({ slices: 32, matrixSize: 96 });
  const blobs = new Map<string, Uint8Array>();
  const instances = files.map(({ bytes }) => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    blobs.set(sha256, bytes);
    return { header: readHeader(bytes), sha256, byteLength: bytes.length, isPresent: true };
  });
  return { imaging: { instances, chain: buildReferenceChain(instances.map(({ header }) => header)) }, blobs, expected };
}
