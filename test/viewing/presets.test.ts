import { describe, expect, it } from 'vitest';
import { mostOwnPresets, presetOf, presetOfKey, presetsFor, readOwnPresets, withOwnPreset } from '../../shared/viewing/presets.ts';
import type { OwnPreset } from '../../shared/viewing/presets.ts';

const own = (fields: Partial<OwnPreset> = {}): OwnPreset => ({ id: '1', name: '淋巴结', modality: 'CT', window: { centre: 60, width: 250 }, unit: 'stored', ...fields });

describe('window presets', () => {
  it('gives the digit keys their CT windows in the order the plan review has them', () => {
    expect([1, 2, 3, 4, 5, 6].map((digit) => presetOfKey('CT', [], digit)?.name)).toEqual(['mediastinum', 'lung', 'bone', 'brain', 'liver', 'wide']);
  });

  it('spans SUV from 0 to the number it is named by', () => {
    for (const { name, window, unit } of presetsFor('PT', []).slice(1)) {
      expect(unit).toBe('suv');
      expect(window === null ? null : [window.centre - window.width / 2, window.centre + window.width / 2]).toEqual([0, Number(name.slice(3))]);
    }
  });

  it('has but the window of the header for MR, and own ones', () => {
    expect(presetsFor('MR', [own()]).map(({ name }) => name)).toEqual(['opening']);
    expect(presetsFor('MR', [own({ modality: 'MR', name: 'T1' })]).map(({ name }) => name)).toEqual(['opening', 'T1']);
  });

  it('replaces an own preset of the same name and modality and keeps a bounded number', () => {
    expect(withOwnPreset([own(), own({ modality: 'MR' })], own({ id: '2', window: { centre: 1, width: 2 } })).map(({ id, modality }) => [id, modality])).toEqual([['1', 'MR'], ['2', 'CT']]);
    const many = Array.from({ length: 80 }, (_, index) => index).reduce<readonly OwnPreset[]>((all, index) => withOwnPreset(all, own({ id: String(index), name: `n${index}` })), []);
    expect(many).toHaveLength(mostOwnPresets);
    expect(many.at(-1)?.name).toBe('n79');
  });

  it('tells which preset a window is', () => {
    expect(presetOf('CT', [], { centre: -600, width: 1500 }, 'stored')?.name).toBe('lung');
    expect(presetOf('CT', [], null, 'stored')?.name).toBe('opening');
    expect(presetOf('PT', [], { centre: 2.5, width: 5 }, 'stored')).toBeNull();
  });

  it('leaves out broken entries of the preference', () => {
    expect(readOwnPresets([own(), { ...own(), window: { centre: 0, width: 0 } }, { ...own(), name: '' }, null, 3])).toEqual([own()]);
    expect(readOwnPresets({ a: 1 })).toEqual([]);
  });
});
