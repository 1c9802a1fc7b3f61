// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { appLocale } from '../../renderer/app/locale.ts';
import { Page } from '../../renderer/app/Page.tsx';

beforeAll(async () => {
  await createInstance().use(initReactI18next).init({ lng: 'zh', resources: { zh: { app: appLocale.zh } } });
  // React tells the console of every error a boundary caught.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(cleanup);

function Part({ isBroken }: { isBroken: boolean }) {
  if (isBroken) throw new Error('no window of level');
  return <p>影像</p>;
}

const around = (name: string, isBroken: boolean) => <MantineProvider><nav>病例</nav><Page name={name}><Part isBroken={isBroken} /></Page></MantineProvider>;

it('a page that breaks says so in words, and what is around it goes on', () => {
  render(around('case 1', true));
  const notice = screen.getByRole('alert').textContent ?? '';
  expect(notice).toContain('此页面出错');
  expect(notice).toContain('已保存的内容不受影响');
  expect(notice).toContain('no window of level');
  expect(screen.getByRole('navigation').textContent).toBe('病例');
});

it('is shown again on demand, and stays away while it breaks', () => {
  const { rerender } = render(around('case 1', true));
  fireEvent.click(screen.getByTestId('page-again'));
  expect(screen.getByTestId('page-broken')).toBeTruthy();
  rerender(around('case 1', false));
  fireEvent.click(screen.getByTestId('page-again'));
  expect(screen.queryByTestId('page-broken')).toBeNull();
  expect(screen.getByText('影像')).toBeTruthy();
});

it('another page is shown at once', () => {
  const { rerender } = render(around('case 1', true));
  rerender(around('cases', false));
  expect(screen.getByText('影像')).toBeTruthy();
});
