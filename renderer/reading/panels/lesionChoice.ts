import { newLesionName } from '../../../shared/annotation/lesions.ts';
import type { Annotation } from '../../../shared/annotation/types.ts';

type Lesion = NonNullable<Annotation['lesion']>;

/** Lesions measured so far, by name as people count. */
export function lesionsOf(annotations: readonly Annotation[]): readonly Lesion[] {
  const byUid = new Map<string, Lesion>();
  for (const { lesion } of annotations) if (lesion !== null) byUid.set(lesion.trackingUID, lesion);
  return [...byUid.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** A lesion not measured before, with the next free name and a UID of its own (2.25, PS3.5 B.2). */
export const newLesion = (annotations: readonly Annotation[], uuid: string): Lesion => ({ name: newLesionName(lesionsOf(annotations).map(({ name }) => name)), trackingUID: `2.25.${BigInt(`0x${uuid.replaceAll('-', '')}`)}` });
