import type { CaseImaging } from '../../shared/ipc/channels.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';

/** What a series is called on screen: modality, number and description, and which of its stacks it is. */
export function seriesName(imaging: CaseImaging, volume: ImageVolume): string {
  const header = imaging.instances.find((instance) => instance.header.seriesInstanceUID === volume.seriesInstanceUID)?.header;
  return [volume.modality, header?.series.number ?? null, header?.series.description ?? null, volume.stackLabel ?? null].filter((part) => part !== null).join(' · ');
}
