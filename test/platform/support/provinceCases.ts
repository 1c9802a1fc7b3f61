import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import type { BlobFiles } from '../../../platform/blobs/blobFiles.ts';
import { createOrderer } from '../../../platform/commands/orderer.ts';
import { deriveKey, type PlatformStore } from '../../../platform/store/openStore.ts';
import { importBlobKey, sealBlob } from '../../../shared/blob/cipher.ts';
import { randomCase, type RandomCase } from '../../fhir/support/randomCase.ts';
import { testKey } from './network.ts';

/** Where a platform of a test keeps what it has. */
export interface ProvinceStore {
  readonly dir: string;
  readonly store: PlatformStore;
  readonly files: BlobFiles;
}

/** A case as the platform got it, with its report where it was delivered. */
export async function finishCase(place: ProvinceStore, seed: number, goal: 'submitted' | 'delivered', hasReport = true): Promise<RandomCase> {
  const made = randomCase(seed, goal, { id: uuidv7(), hasMinutes: false });
  const outcomes = await createOrderer(place.store).push(made.commands, 'platform');
  const refused = outcomes.filter(({ status }) => status === 'refused');
  if (refused.length > 0) throw new Error(`The platform refused ${JSON.stringify(refused)}.`);
  if (goal === 'delivered' && hasReport) await keepReport(place, seed, made.record.id);
  return made;
}

/** The PDF of the random case of this seed, as if it had been uploaded for a case. */
export async function keepReport({ dir, store, files }: ProvinceStore, seed: number, caseId: string): Promise<void> {
  const bytes = new TextEncoder().encode(`%PDF-1.7 ${seed}`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const draft = join(dir, `draft-${sha256}`);
  await writeFile(draft, await sealBlob(await importBlobKey(deriveKey(testKey, 'blobs')), bytes));
  await files.place(draft, sha256);
  await store.blobs.addKept([{ uploadId: uuidv7(), sha256, byteLength: bytes.length, caseId, hospitalId: 'gd-cancer' }], Date.now());
}
