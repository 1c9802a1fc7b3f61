import { describe, expect, it } from 'vitest';
import { RtError } from '../../../shared/errors/appError.ts';
import { defaultSite } from '../../../shared/rt/site/defaultSite.ts';
import { defaultTolerances, toleranceSources } from '../../../shared/rt/site/defaultTolerances.ts';
import { readSiteSettings } from '../../../shared/rt/site/readSiteSettings.ts';

const refused = (json: unknown): unknown => {
  try {
    readSiteSettings(json);
  } catch (error) {
    if (error instanceof RtError) return error.detail['field'];
    throw error;
  }
  return 'accepted';
};

describe('settings of a site', () => {
  it('are the defaults where the file states nothing', () => {
    expect(readSiteSettings({})).toEqual(defaultSite);
  });

  it('accept their own defaults written out', () => {
    expect(readSiteSettings(structuredClone(defaultSite))).toEqual(defaultSite);
  });

  it('name a source for every tolerance', () => {
    expect(Object.keys(toleranceSources).sort()).toEqual(Object.keys(defaultTolerances).sort());
  });

  it('take one tolerance and leave the others', () => {
    const { tolerances } = readSiteSettings({ tolerances: { metersetMU: [1, 2000] } });
    expect(tolerances).toEqual({ ...defaultTolerances, metersetMU: [1, 2000] });
  });

  it('replace a protocol of the same key and add others', () => {
    const { protocols } = readSiteSettings({ protocols: [{ key: 'thorax', organs: ['Heart'] }, { key: 'mediastinum', organs: ['Heart', 'Lungs'] }] });
    expect(protocols.filter(({ key }) => key === 'thorax')).toEqual([{ key: 'thorax', organs: ['Heart'] }]);
    expect(protocols).toHaveLength(defaultSite.protocols.length + 1);
  });

  it('keep machines and names as written', () => {
    const machine = { name: 'TB1', sourceAxisDistanceMm: 1000, energies: [{ radiationType: 'PHOTON', energy: 6, isFlatteningFilterFree: true, maximumDoseRateMUPerMin: 1400 }], travelMm: { ASYMX: [-200, 20] } };
    const settings = readSiteSettings({ name: '一院', machines: [machine], structureNames: { 脊髓1: 'SpinalCord' } });
    expect(settings.machines).toEqual([machine]);
    expect(settings.structureNames).toEqual({ 脊髓1: 'SpinalCord' });
  });

  it.each([
    [{ tolerances: { metersetMu: [5, 100] } }, 'tolerances.metersetMu'],
    [{ tolerances: { metersetMU: [100, 5] } }, 'tolerances.metersetMU'],
    [{ tolerances: { gridMm: { conventional: '3', stereotactic: 2 } } }, 'tolerances.gridMm.conventional'],
    [{ tolerances: { coveragePercent: 101 } }, 'tolerances.coveragePercent'],
    [{ tolerances: { doseGy: Number.NaN } }, 'tolerances.doseGy'],
    [{ tolerances: { dosePerFractionGy: { conventional: [1, 6], stereotacticAbove: 5, failAbove: 25 } } }, 'tolerances.dosePerFractionGy'],
    [{ couchStructure: 'maybe' }, 'couchStructure'],
    [{ machines: [{ name: 'TB1' }] }, 'machines.0.sourceAxisDistanceMm'],
    [{ protocols: [{ key: 'a', organs: [] }] }, 'protocols.0.organs'],
    [{ protocols: [{ key: 'a', organs: ['Heart'] }, { key: 'a', organs: ['Heart'] }] }, 'protocols'],
    [{ structureNames: { Cord: 3 } }, 'structureNames.Cord'],
    [{ tolerance: {} }, 'tolerance'],
    [[], ''],
    [null, ''],
    ['site', ''],
  ])('refuse %j and name the field', (json, field) => {
    expect(refused(json)).toBe(field);
  });

  it('say in a sentence which field is wrong', () => {
    expect(() => readSiteSettings({ couchStructure: 'maybe' })).toThrow(/Site settings: couchStructure /u);
  });
});
