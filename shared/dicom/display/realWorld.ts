import type { FrameView } from '../functionalGroups.ts';

/** Stored value → measured quantity (PS3.3 C.7.6.16.2.11): value · slope + intercept. */
export interface RealWorldMapping {
  readonly slope: number;
  readonly intercept: number;
  /** UCUM code of the unit; null where it is not given. */
  readonly unit: string | null;
}

/** The first linear mapping of a frame; tables of values are not covered. */
export function readRealWorld(view: FrameView): RealWorldMapping | null {
  const item = view.realWorldMappings().find((mapping) => mapping.has('RealWorldValueSlope'));
  if (item === undefined) return null;
  return {
    slope: item.requireNumber('RealWorldValueSlope'),
    intercept: item.requireNumber('RealWorldValueIntercept'),
    unit: item.items('MeasurementUnitsCodeSequence')[0]?.text('CodeValue') ?? null,
  };
}
