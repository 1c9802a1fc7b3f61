import type { InstanceHeader } from '../../shared/dicom/types.ts';
import type { HungView } from '../../shared/viewing/mammography.ts';
import { inFrameOrder } from '../study/flatStack.ts';

/** Digital X-ray, mammography and intra-oral images for processing (PS3.4 B.5). */
const rawClasses: ReadonlySet<string> = new Set(['1.1', '2.1', '3.1'].map((end) => `1.2.840.10008.5.1.4.1.1.1.${end}`));

/** Pictures of one series in the order its frames are shown in. */
export function hungViews(headers: readonly Pick<InstanceHeader, 'sopClassUID' | 'sopInstanceUID' | 'instanceNumber' | 'image'>[]): readonly HungView[] {
  const ordered = headers.toSorted(inFrameOrder);
  let frame = 0;
  return ordered.map(({ sopClassUID, image }) => {
    const view = { frame, projection: image?.projection ?? null, isRaw: rawClasses.has(sopClassUID) };
    frame += image?.frames ?? 1;
    return view;
  });
}
