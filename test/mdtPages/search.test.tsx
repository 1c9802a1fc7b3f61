// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { createInstance } from 'i18next';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { errorLocale } from '../../renderer/app/locale.ts';
import { mdtLocale } from '../../renderer/mdt/locale.ts';
import { CaseSearch } from '../../renderer/mdt/search/CaseSearch.tsx';
import { searchLocale } from '../../renderer/mdt/search/locale.ts';
import type { Search } from '../../renderer/mdt/search/useSearch.ts';
import type { CaseHit } from '../../shared/ipc/channels.ts';

const hit: CaseHit = {
  caseId: 'c1', state: 'draft', caseNo: 'MDT-1', patientName: '张三', hospitalNumber: 'T-1', diagnosis: '食管癌',
  snippet: { field: 'history', parts: [{ text: '既往', isHit: false }, { text: '放疗', isHit: true }] },
};

afterEach(cleanup);

async function show(onSearch: Search) {
  const words = createInstance();
  await words.use(initReactI18next).init({ lng: 'zh', fallbackLng: false, interpolation: { escapeValue: false }, resources: { zh: { mdt: mdtLocale.zh, search: searchLocale.zh, errors: errorLocale.zh } } });
  const onOpen = vi.fn<(caseId: string) => void>();
  render(<I18nextProvider i18n={words}><MantineProvider><CaseSearch onSearch={onSearch} onOpen={onOpen}><p>the list</p></CaseSearch></MantineProvider></I18nextProvider>);
  return { onOpen, field: screen.getByTestId<HTMLInputElement>('case-search') };
}

describe('the search above the list of cases', () => {
  it('takes the place of the list while words stand in it, with what was found marked, and opens a case by keyboard', async () => {
    const { onOpen, field } = await show(() => Promise.resolve({ hits: [hit], isComplete: true }));
    expect(screen.getByText('the list')).toBeTruthy();
    fireEvent.keyDown(window, { key: '/' });
    expect(document.activeElement).toBe(field);
    fireEvent.change(field, { target: { value: '放疗' } });
    const row = await screen.findByTestId('search-hit-c1');
    expect(screen.queryByText('the list')).toBeNull();
    expect(row.querySelector('mark')?.textContent).toBe('放疗');
    expect(row.textContent).toContain('病史');
    fireEvent.keyDown(field, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(row);
    fireEvent.keyDown(row, { key: 'Enter' });
    expect(onOpen).toHaveBeenCalledWith('c1');
    fireEvent.keyDown(field, { key: 'Escape' });
    expect(screen.getByText('the list')).toBeTruthy();
  });

  it('asks once for a word typed in one go, and says when nothing is found or the index is not complete', async () => {
    const onSearch = vi.fn<Search>(() => Promise.resolve({ hits: [], isComplete: false }));
    const { field } = await show(onSearch);
    for (const value of ['张', '张三', '张三丰']) fireEvent.change(field, { target: { value } });
    expect(await screen.findByText('没有找到“张三丰”')).toBeTruthy();
    expect(screen.getByText(searchLocale.zh.filling)).toBeTruthy();
    expect(onSearch.mock.calls).toEqual([['张三丰']]);
  });

  it('shows the newer answer when an older one comes late, and an error as one', async () => {
    const late = Promise.withResolvers<{ hits: CaseHit[]; isComplete: boolean }>();
    const { field } = await show((query) => (query === '张' ? late.promise : Promise.reject(new TypeError('broken'))));
    fireEvent.change(field, { target: { value: '张' } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    fireEvent.change(field, { target: { value: '李' } });
    late.resolve({ hits: [hit], isComplete: true });
    await waitFor(() => expect(screen.getByTestId('error')).toBeTruthy());
    expect(screen.queryByTestId('search-hit-c1')).toBeNull();
  });
});
