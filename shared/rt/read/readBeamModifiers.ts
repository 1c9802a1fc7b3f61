import type { DataSet } from '../../dicom/dataSet.ts';
import { notice, type RtNotice } from '../notices.ts';
import type { Block, Wedge } from '../types.ts';
import { optionalValues, type OptionalValues } from './optionalValue.ts';

/** One item of WedgeSequence or IonWedgeSequence. */
export function readWedge(item: DataSet, index: number, beam: number, warnings: RtNotice[]): Wedge {
  const values = optionalValues(item, warnings, (detail) => notice('beam-value-unreadable', { beam, detail }));
  return {
    number: values.number('WedgeNumber') ?? index + 1,
    type: item.text('WedgeType'),
    id: item.text('WedgeID'),
    angleDeg: values.number('WedgeAngle'),
    orientationDeg: values.number('WedgeOrientation'),
    factor: values.number('WedgeFactor'),
  };
}

/** One item of BlockSequence or IonBlockSequence. The tray of an ion block is measured from the isocentre, so its distance from the source is unknown. */
export function readBlock(item: DataSet, index: number, beam: number, warnings: RtNotice[]): Block {
  const values = optionalValues(item, warnings, (detail) => notice('beam-value-unreadable', { beam, detail }));
  const number = values.number('BlockNumber') ?? index + 1;
  return {
    number,
    name: item.text('BlockName'),
    type: item.text('BlockType'),
    divergence: item.text('BlockDivergence'),
    trayDistanceMm: values.number('SourceToBlockTrayDistance'),
    outlineMm: outlineOf(values, number, beam, warnings),
  };
}

/** Pairs of x and y; data that are no pairs, or not as many as stated, draw no outline anybody could trust. */
function outlineOf(values: OptionalValues, block: number, beam: number, warnings: RtNotice[]): Float64Array {
  const outline = values.numbers('BlockData') ?? new Float64Array(0);
  const points = values.number('BlockNumberOfPoints');
  if (outline.length % 2 === 0 && outline.length >= 6 && (points === null || points * 2 === outline.length)) return outline;
  warnings.push(notice('block-outline', { beam, block, numbers: outline.length, points: points ?? '–' }));
  return new Float64Array(0);
}
