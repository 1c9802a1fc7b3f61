// @vitest-environment happy-dom
import { Menu, MantineProvider } from '@mantine/core';
import { act, cleanup, render } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { passOn } from '../../renderer/reading/screens/passOn.ts';
import { ScreenWindow } from '../../renderer/reading/screens/ScreenWindow.tsx';

interface OtherWindow {
  closed: boolean;
  readonly document: Document;
  readonly close: () => void;
}

function otherWindow(): OtherWindow {
  const page = document.implementation.createHTMLDocument('');
  page.body.innerHTML = '<div id="root"></div>';
  Object.defineProperty(page, 'readyState', { value: 'complete' });
  const made: OtherWindow = { closed: false, document: page, close: () => {
    made.closed = true;
  } };
  return made;
}

const screen = { id: '42', label: 'right', width: 1920, height: 1080, isPrimary: false };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  document.head.querySelector('#test-style')?.remove();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const wait = (): void => act(() => void vi.advanceTimersByTime(200));

describe('a window on another screen', () => {
  it('is opened for that screen, gets the styles of the page, and shows what is drawn into it', () => {
    const other = otherWindow();
    const open = vi.spyOn(window, 'open').mockReturnValue(other as unknown as Window);
    document.head.insertAdjacentHTML('beforeend', '<style id="test-style">.a { color: red; }</style>');
    render(<ScreenWindow screen={screen} number={1} title="屏幕 1" onClosed={vi.fn()}><p>格</p></ScreenWindow>);
    expect(open).toHaveBeenCalledWith('app://console/screen.html?screen=42', 'desk-1', 'popup');
    wait();
    expect([other.document.getElementById('root')?.textContent, other.document.title]).toEqual(['格', '屏幕 1']);
    expect(other.document.head.textContent).toContain('color: red');
  });

  it('is closed when the desk lets go of it, and leaves no timer', () => {
    const other = otherWindow();
    vi.spyOn(window, 'open').mockReturnValue(other as unknown as Window);
    const { unmount } = render(<ScreenWindow screen={screen} number={1} title="t" onClosed={vi.fn()}><p>格</p></ScreenWindow>);
    wait();
    unmount();
    expect([other.closed, vi.getTimerCount()]).toEqual([true, 0]);
  });

  it('tells when the person closed it, once, and when it was refused', () => {
    const other = otherWindow();
    vi.spyOn(window, 'open').mockReturnValueOnce(other as unknown as Window).mockReturnValueOnce(null);
    const onClosed = vi.fn();
    render(<ScreenWindow screen={screen} number={1} title="t" onClosed={onClosed}><p>格</p></ScreenWindow>);
    wait();
    other.closed = true;
    wait();
    wait();
    expect(onClosed.mock.calls).toEqual([['closed']]);
    const refused = vi.fn();
    render(<ScreenWindow screen={screen} number={2} title="t" onClosed={refused}><p>格</p></ScreenWindow>);
    expect(refused.mock.calls).toEqual([['refused']]);
  });
});

const press = (on: Element | null): void => void on?.dispatchEvent(new MouseEvent('mousedown', { bubbles: true }));

describe('what the UI library opens in another window', () => {
  it('opens there, and closes with a press beside it', () => {
    const other = otherWindow();
    vi.spyOn(window, 'open').mockReturnValue(other as unknown as Window);
    render(
      <MantineProvider env="test">
        <ScreenWindow screen={screen} number={1} title="t" onClosed={vi.fn()}>
          <Menu><Menu.Target><button type="button">方案</button></Menu.Target><Menu.Dropdown><Menu.Item>轴位</Menu.Item></Menu.Dropdown></Menu>
        </ScreenWindow>
      </MantineProvider>,
    );
    wait();
    act(() => other.document.querySelector('button')?.click());
    wait();
    expect([other.document.querySelector('[role=menu]')?.textContent, document.querySelector('[role=menu]')]).toEqual(['轴位', null]);
    act(() => press(other.document.querySelector('[role=menuitem]')));
    wait();
    expect(other.document.querySelector('[role=menu]')).not.toBeNull();
    act(() => press(other.document.body));
    wait();
    expect(other.document.querySelector('[role=menu]')).toBeNull();
  });

  it('hears Escape over a dialog there, and nothing once the window is gone', () => {
    const { document: there } = otherWindow();
    const heard = vi.fn();
    const stop = new AbortController();
    document.addEventListener('keydown', ({ key }) => heard(key), { signal: stop.signal });
    const stopPassing = passOn(there, document);
    there.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    there.body.innerHTML = '<div class="mantine-Modal-content"></div>';
    there.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    stopPassing();
    there.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    stop.abort();
    expect(heard.mock.calls).toEqual([['Escape']]);
  });
});
