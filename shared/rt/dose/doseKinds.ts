import { RtError } from '../../errors/appError.ts';
import type { DoseGrid } from '../types.ts';

const quantityOf = ({ biological }: DoseGrid): string => biological?.quantity ?? 'not converted';

/**
 * Refuses two doses whose numbers do not mean the same: Gy and percent, physical and biologically weighted dose.
 *
 * @throws {RtError} unsupported
 */
export function assertSameKind(first: DoseGrid, second: DoseGrid): void {
  assertSameUnits(first, second);
  if (first.biological?.quantity !== second.biological?.quantity) {
    throw new RtError('unsupported', `One dose is ${quantityOf(first)}, the other ${quantityOf(second)}; they must not be mixed.`);
  }
  if (first.doseType === second.doseType || first.doseType === '' || second.doseType === '') return;
  throw new RtError('unsupported', `One dose is ${first.doseType}, the other ${second.doseType} (DoseType (3004,0004)); they must not be mixed.`, { detail: { first: first.doseType, second: second.doseType } });
}

/** @throws {RtError} unsupported (RELATIVE and GY) */
export function assertSameUnits(first: DoseGrid, second: DoseGrid): void {
  if (first.units === second.units) return;
  throw new RtError('unsupported', `One dose is in ${first.units}, the other in ${second.units} (DoseUnits (3004,0002)); they must not be mixed.`, { detail: { first: first.units, second: second.units } });
}
