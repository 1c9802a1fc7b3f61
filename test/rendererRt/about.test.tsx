// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { AboutButton } from '../../renderer/rt/about/AboutButton.tsx';
import { aboutLocale } from '../../renderer/rt/about/aboutLocale.ts';
import { countRows, filterRows, noFilter, versionsOf, worstFirst } from '../../renderer/rt/about/passFilter.ts';
import { rtLocale } from '../../renderer/rt/locale.ts';
import { closedFormTable } from '../../shared/rt/validation/closedFormTable.ts';

const rows = worstFirst(closedFormTable);

describe('the pass table', () => {
  it('puts what uses most of its tolerance first and what has none last', () => {
    const shares = rows.map(({ share }) => share ?? -1);
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    expect(rows.at(-1)?.verdict).toBe('not judged');
  });

  it('counts every line once, and none lies outside', () => {
    const { all, judged, passed, outside, unjudged } = countRows(rows);
    expect([all, judged]).toEqual([judged + unjudged, passed + outside]);
    expect(outside).toBe(0);
  });

  it('is narrowed by case, figure in any case of letters, spacing and verdict', () => {
    const chosen = filterRows(rows, { ...noFilter, caseId: 'sphere-ap', figure: 'd98', gridMm: '2', sliceMm: '0.5' });
    expect(chosen.map(({ figure, gridMm, sliceMm }) => [figure, gridMm, sliceMm])).toEqual([['D98%', 2, 0.5]]);
    expect(filterRows(rows, { ...noFilter, verdict: 'near' }).every(({ share }) => (share ?? 0) >= 0.8)).toBe(true);
    expect(filterRows(rows, { ...noFilter, figure: 'nothing' })).toEqual([]);
  });

  it('has a name in both languages for every case', () => {
    for (const language of ['zh', 'en'] as const) {
      expect(Object.keys(aboutLocale[language].case)).toEqual(closedFormTable.cases.map(({ id }) => id));
    }
    expect(aboutLocale.zh.sections.length).toBe(aboutLocale.en.sections.length);
  });

  it('names program and runtime, not the engines a browser claims to be', () => {
    expect(versionsOf('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) mdt-console/0.1.0 Chrome/140.0.1 Electron/38.1.2 Safari/537.36')).toEqual(['mdt-console/0.1.0', 'Chrome/140.0.1', 'Electron/38.1.2']);
    expect(versionsOf('')).toEqual([]);
  });
});

describe('the page about the calculation', () => {
  beforeAll(async () => {
    vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined, addListener: () => undefined, removeListener: () => undefined }));
    vi.stubGlobal('ResizeObserver', class { observe(): void {} unobserve(): void {} disconnect(): void {} });
    await createInstance().use(initReactI18next).init({ lng: 'zh', fallbackLng: false, interpolation: { escapeValue: false }, resources: { zh: { rt: rtLocale.zh } } });
  });
  afterEach(cleanup);

  it('opens by F1 where the button has no place, says all counts and closes again', async () => {
    render(<MantineProvider env="test"><AboutButton isShown={false} /></MantineProvider>);
    expect(screen.queryByTestId('about-open')).toBeNull();
    fireEvent.keyDown(window, { key: 'F1' });
    const table = await screen.findByTestId('about-table');
    expect(screen.getByTestId('about-counts').textContent).toContain(String(countRows(rows).all));
    expect(within(table).getAllByRole('row').length).toBe(61);
    for (const { title } of aboutLocale.zh.sections) expect(screen.getByText(title)).toBeTruthy();
    fireEvent.click(screen.getByLabelText(rtLocale.zh.about.close));
    expect(screen.queryByTestId('about-table')).toBeNull();
  });

  it('narrows the table and says when nothing matches', async () => {
    render(<MantineProvider env="test"><AboutButton isShown /></MantineProvider>);
    fireEvent.click(screen.getByTestId('about-open'));
    fireEvent.change(await screen.findByTestId('about-figure'), { target: { value: 'D0.03cc' } });
    const cells = within(screen.getByTestId('about-table')).getAllByRole('row').slice(1).map((row) => within(row).getAllByRole('cell')[1]?.textContent);
    expect(new Set(cells)).toEqual(new Set(['D0.03cc']));
    fireEvent.change(screen.getByTestId('about-figure'), { target: { value: '没有' } });
    expect(screen.getByRole('status').textContent).toBe(rtLocale.zh.about.noRows);
  });
});
