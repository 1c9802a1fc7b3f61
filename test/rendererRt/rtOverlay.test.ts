import { describe, expect, it } from 'vitest';
import { rtOnImages } from '../../renderer/rt/rtOverlay.ts';
import type { CaseImaging } from '../../shared/ipc/channels.ts';
import type { DoseGrid, StructureSet } from '../../shared/rt/types.ts';

const dose = (frameOfReferenceUID: string): DoseGrid => ({ frameOfReferenceUID }) as unknown as DoseGrid;
const structureSet = (frameOfReferenceUID: string | null): StructureSet => ({ frameOfReferenceUID, structures: [{ number: 1 }] }) as unknown as StructureSet;
const ct = '1.2.840.10008.5.1.4.1.1.2';
const imaging = (imageSeriesUID: string | null, ...frames: readonly string[]): CaseImaging =>
  ({ chain: { imageSeriesUID }, instances: frames.map((frameOfReferenceUID, index) => ({ header: { sopClassUID: ct, seriesInstanceUID: `s${index}`, frameOfReferenceUID } })) }) as unknown as CaseImaging;

describe('structures and dose on images', () => {
  it('belong to the images of their frame of reference', () => {
    expect(rtOnImages(imaging('s0', '1.1'), { dose: dose('1.1'), structureSet: structureSet('1.1') }, 60)).toMatchObject({ overlay: { frameOfReferenceUID: '1.1', dose: { frameOfReferenceUID: '1.1' }, structures: [{ number: 1 }], referenceDoseGy: 60, isDoseRefused: false }, refusals: [] });
  });
  it('are refused each by name where their frame is another than that of the planning images', () => {
    expect(rtOnImages(imaging('s0', '1.1'), { dose: dose('2.2'), structureSet: structureSet('1.1') }, null)).toMatchObject({ overlay: { dose: null, isDoseRefused: true, structures: [{ number: 1 }] }, refusals: ['dose'] });
    expect(rtOnImages(imaging('s0', '1.1', '2.2'), { dose: dose('2.2'), structureSet: structureSet('2.2') }, null)).toMatchObject({ overlay: { dose: null, structures: [] }, refusals: ['dose', 'structures'] });
  });
  it('are refused where no image has their frame', () => {
    expect(rtOnImages(imaging(null, '5.5'), { dose: dose('2.2'), structureSet: structureSet('2.2') }, null)).toEqual({ overlay: null, refusals: ['dose', 'structures'] });
  });
  it('take a structure set that names no frame as that of the planning images', () => {
    expect(rtOnImages(imaging('s0', '1.1'), { dose: null, structureSet: structureSet(null) }, null)).toMatchObject({ overlay: { frameOfReferenceUID: '1.1', structures: [{ number: 1 }] }, refusals: [] });
  });
});
