import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import type { ManifestEntry } from '../../../shared/mdt/command.ts';
import type { IndexedInstance } from '../store/imaging.ts';

const perCommand = 500;

/** Stored instances the manifest does not have yet, in lots small enough for one command. */
export function attachableLots(record: CaseRecord, instances: readonly IndexedInstance[]): ManifestEntry[][] {
  const attached = new Map(record.imaging.map((entry) => [entry.sopInstanceUID, entry.sha256]));
  const entries = instances
    .filter(({ header, sha256 }) => attached.get(header.sopInstanceUID) !== sha256)
    .map(({ header, sha256, byteLength }): ManifestEntry => ({
      sopInstanceUID: header.sopInstanceUID, sopClassUID: header.sopClassUID, seriesInstanceUID: header.seriesInstanceUID, modality: header.modality, sha256, byteLength,
    }));
  return Array.from({ length: Math.ceil(entries.length / perCommand) }, (_, lot) => entries.slice(lot * perCommand, (lot + 1) * perCommand));
}
