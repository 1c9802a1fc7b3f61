import type { CaseImaging } from '../../shared/ipc/channels.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';

/** What a series is called on screen: modality, number and description. */
export function seriesName(imaging: CaseImaging, volume: ImageVolume): string {
  const header = imaging.instances.find((instance) => instance.header.seriesInstanceUID === volume.seriesInstanceUID)?.header;
  return [volume.modality, header?.series.number ?? null, header?.series.description ?? null].filter((part) => part !== null).join(' · ');
}
