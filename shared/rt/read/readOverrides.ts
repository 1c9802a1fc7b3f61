import type { DataSet } from '../../dicom/dataSet.ts';
import { nameTag } from '../../dicom/elements.ts';
import type { DeliveredBeam } from '../types.ts';

type Override = DeliveredBeam['overrides'][number];

/**
 * Overrides of a delivered beam, which the record repeats at every control point they held for: one entry per reason and
 * operator, with every parameter once, as `GantryAngle (300A,011E)`.
 *
 * @param items the session beam and its control points
 */
export function readOverrides(items: readonly DataSet[]): readonly Override[] {
  const overrides = new Map<string, Override>();
  for (const override of items.flatMap((item) => item.items('OverrideSequence'))) {
    const [reason, operator] = [override.text('OverrideReason'), override.text('OperatorsName')];
    const key = JSON.stringify([reason, operator]);
    const parameters = new Set([...(overrides.get(key)?.parameters ?? []), ...parametersOf(override)]);
    overrides.set(key, { reason, operator, parameters: [...parameters] });
  }
  return [...overrides.values()];
}

/** OverrideParameterPointer (AT): pairs of group and element. */
function parametersOf(override: DataSet): readonly string[] {
  const bytes = override.rawValue('OverrideParameterPointer')?.bytes ?? new Uint8Array();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, n) => {
    const [group, element] = [view.getUint16(n * 4, override.isLittleEndian), view.getUint16(n * 4 + 2, override.isLittleEndian)];
    return nameTag(`x${[group, element].map((part) => part.toString(16).padStart(4, '0')).join('')}`);
  });
}
