import type { ObjectPlace } from '../files/objectPlace.ts';
import { readWhole } from '../files/readPlace.ts';
import type { ScannedInstance } from './scanFiles.ts';

/**
 * Instances without files that are byte for byte another one of them: a folder often holds an export twice. Files of one
 * UID that differ all stay, as nobody knows which is meant.
 *
 * @param places where the instances lie, by path
 */
export function withoutCopies(instances: readonly ScannedInstance[], places: ReadonlyMap<string, ObjectPlace>): readonly ScannedInstance[] {
  const kept = new Map<string, ScannedInstance[]>();
  return instances.filter((instance) => {
    const namesakes = kept.get(instance.sopInstanceUID);
    if (namesakes?.some((other) => isSameFile(places.get(instance.path), places.get(other.path))) === true) return false;
    if (namesakes === undefined) kept.set(instance.sopInstanceUID, [instance]);
    else namesakes.push(instance);
    return true;
  });
}

const isSameFile = (a: ObjectPlace | undefined, b: ObjectPlace | undefined): boolean => a !== undefined && b !== undefined && Buffer.compare(readWhole(a), readWhole(b)) === 0;
