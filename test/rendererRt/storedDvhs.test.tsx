// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, within } from '@testing-library/react';
import { createInstance, type TFunction } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { DvhTable } from '../../renderer/rt/DvhTable.tsx';
import { rtLocale } from '../../renderer/rt/locale.ts';
import { signed, storedBeside, storedNotes } from '../../renderer/rt/storedDvhs.ts';
import { computeDvh } from '../../shared/rt/dvh/dvh.ts';
import type { StoredDvh } from '../../shared/rt/types.ts';
import { doseOf, rectangle, stackOf } from '../rt/shapes.ts';

/** A box of 16 cm³ under 10 … 30 Gy along x. */
const dvh = computeDvh(stackOf(40, 2, () => rectangle(-10, -10, 10, 10)), doseOf([2, 2, 2], 30, (x) => 20 + x));
const storedOf = (fields: Partial<StoredDvh> = {}): StoredDvh => ({
  rois: [{ number: dvh.roiNumber, contribution: 'INCLUDED' }], dvhType: 'CUMULATIVE', doseUnits: 'GY', doseType: 'PHYSICAL', volumeUnits: 'CM3',
  // The same falling line, 1 Gy higher, and a volume of 8 cm³: half of the box.
  dose: Float64Array.of(0, 11, 31), volume: Float64Array.of(8, 8, 0), minimum: 11, mean: 21, maximum: 31, ...fields,
});

let t: TFunction<'rt'>;
beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined, addListener: () => undefined, removeListener: () => undefined }));
  const words = createInstance();
  await words.use(initReactI18next).init({ lng: 'en', fallbackLng: false, interpolation: { escapeValue: false }, resources: { en: { rt: rtLocale.en } } });
  t = words.getFixedT('en', 'rt');
});
afterEach(cleanup);

describe('a stored histogram beside ours', () => {
  it('is found by its ROI and compared; another ROI has none', () => {
    const beside = storedBeside(dvh, [storedOf()]);
    expect(beside?.comparison.meanDifferenceGy).toBeCloseTo(1, 2);
    expect(beside?.comparison.volumeDifferencePercent).toBeCloseTo(-50, 3);
    expect(storedBeside(dvh, [storedOf({ rois: [{ number: 99, contribution: null }] })])).toBeNull();
  });

  it('gives D95%, D1cc and D0.1cc off its curve; in percent of volume no dose to cm³', () => {
    // 8 cm³ fall evenly from 11 to 31 Gy.
    const beside = storedBeside(dvh, [storedOf()]);
    expect([beside?.d95Gy, beside?.d1ccGy, beside?.d0_1ccGy]).toEqual([expect.closeTo(12, 6), expect.closeTo(28.5, 6), expect.closeTo(30.75, 6)]);
    const percent = storedBeside(dvh, [storedOf({ volumeUnits: 'PERCENT', volume: Float64Array.of(100, 100, 0) })]);
    expect([percent?.d95Gy, percent?.d1ccGy, percent?.d0_1ccGy]).toEqual([expect.closeTo(12, 6), null, null]);
  });

  it('in percent of volume is drawn on our volume inside the grid and says that it has none of its own', () => {
    const beside = storedBeside(dvh, [storedOf({ volumeUnits: 'PERCENT', volume: Float64Array.of(100, 100, 0) })]);
    expect(beside?.curve?.volumeCc[0]).toBeCloseTo(16, 3);
    expect(beside === null ? [] : storedNotes(t, beside, 1)).toContain(rtLocale.en.dvh.storedPercent);
  });

  it('with a relative dose gives no curve and no Gy, and says why', () => {
    const beside = storedBeside(dvh, [storedOf({ doseUnits: 'RELATIVE' })]);
    expect(beside?.curve).toBeNull();
    expect(beside?.comparison.stored.meanGy).toBeNull();
    expect(beside === null ? [] : storedNotes(t, beside, 1)).toEqual([rtLocale.en.dvh.storedRelative]);
  });

  it('stands below ours in the table, each with its source, its end cap and the difference', () => {
    render(<MantineProvider env="test"><DvhTable entries={[{ dvh, colour: 'red', dash: [], stored: storedBeside(dvh, [storedOf()]) }]} cursorGy={null} isRelativeVolume hasStored /></MantineProvider>);
    const rows = within(screen.getByTestId('dvh-table')).getAllByRole('row').map((row) => within(row).queryAllByRole('cell').map((cell) => cell.textContent));
    expect(rows[1]?.slice(1, 5)).toEqual(['recomputed here', '16.00', 'half a slice', '100.0%']);
    expect(rows[2]?.slice(1, 3)).toEqual(['stored by the planning system', '8.00']);
    expect(rows[3]?.slice(1, 8)).toEqual(['stored − recomputed', '−50.0 %', '', '', '+1.00', '+1.00', '+1.00']);
    expect(rows[4]?.[0]).toContain('widest gap');
  });

  it('is said to be missing where the planning system stored others only', () => {
    render(<MantineProvider env="test"><DvhTable entries={[{ dvh, colour: 'red', dash: [], stored: null }]} cursorGy={null} isRelativeVolume hasStored /></MantineProvider>);
    expect(screen.getByTestId('dvh-table').textContent).toContain(rtLocale.en.dvh.storedOther);
  });
});

describe('a signed number', () => {
  it.each([[0.004, '0.00'], [-0.004, '0.00'], [0.31, '+0.31'], [-0.5, '−0.50']])('%d reads %s', (value, text) => expect(signed(value, 2)).toBe(text));
});
