import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { deskPlace, deskScreenOf, isFullScreenKey, mostDeskWindows, rememberDeskPlace } from '../../../electron/main/deskRules.ts';
import { createMainHandlers, type MainCallOptions } from '../../../electron/main/mainCalls.ts';
import { describeScreens, type Display } from '../../../electron/main/screenNames.ts';

const folder = mkdtempSync(join(tmpdir(), 'mdt-desk-'));
afterAll(() => rmSync(folder, { recursive: true }));

const asked = { opener: 'app://console/index.html', url: 'app://console/screen.html?screen=60', frameName: 'desk-1', open: 0 };
const display = (id: number, label: string, x: number): Display => ({ id, label, bounds: { x, y: 0, width: 1920, height: 1080 }, workArea: { x, y: 40, width: 1920, height: 1040 } });
const screens = describeScreens([display(7, 'BARCO', 1920), display(5, '', 0), display(9, 'BARCO', 3840)], 5);

describe('windows of the desk', () => {
  it('open for the page of the console, on the screen it names', () => {
    expect(deskScreenOf(asked)).toBe('60');
    expect(deskScreenOf({ ...asked, url: 'app://console/screen.html?screen=-2147483000', open: mostDeskWindows - 1 })).toBe('-2147483000');
  });

  it.each([
    ['another page of the console', { url: 'app://console/index.html' }],
    ['a blob', { url: `app://console/blobs/${'a'.repeat(64)}` }],
    ['no page', { url: 'about:blank' }],
    ['another host of the scheme', { url: 'app://other/screen.html?screen=60' }],
    ['another site', { url: 'https://console/screen.html?screen=60' }],
    ['a page without a screen', { url: 'app://console/screen.html' }],
    ['a second query', { url: 'app://console/screen.html?screen=60&preload=x' }],
    ['a fragment', { url: 'app://console/screen.html?screen=60#x' }],
    ['a path around', { url: 'app://console/x/../screen.html?screen=60' }],
    ['another name', { frameName: 'other' }],
    ['a name that reaches out', { frameName: 'desk-1 _top' }],
    ['another asker', { opener: 'https://example.invalid/' }],
    ['a fifth window', { open: 4 }],
  ])('stay closed for %s', (_what, change) => {
    expect(deskScreenOf({ ...asked, ...change })).toBeNull();
  });

  it('fill their screen at first and come back where they were closed', () => {
    const first = deskPlace(undefined, '7', screens);
    expect(first).toEqual({ screen: 'BARCO', place: { x: 1920, y: 40, width: 1920, height: 1040, isMaximized: true } });
    const kept = rememberDeskPlace({ other: 1 }, 'BARCO', { x: 2000, y: 100, width: 1200, height: 800, isMaximized: false });
    expect(kept).toEqual({ other: 1, BARCO: { x: 2000, y: 100, width: 1200, height: 800, isMaximized: false } });
    expect(deskPlace(kept, '7', screens).place).toEqual({ x: 2000, y: 100, width: 1200, height: 800, isMaximized: false });
  });

  it('go to the primary screen where theirs is gone, and fill it where the place they had is on another', () => {
    expect(deskPlace('broken', '1234', screens).screen).toBe('1920 × 1080');
    const elsewhere = rememberDeskPlace('broken', 'BARCO (2)', { x: 0, y: 0, width: 1200, height: 800, isMaximized: false });
    expect(deskPlace(elsewhere, '9', screens).place).toEqual({ x: 3840, y: 40, width: 1920, height: 1040, isMaximized: true });
  });

  it('change to full screen by F11 alone', () => {
    const key = { type: 'keyDown', key: 'F11', shift: false, control: false, alt: false, meta: false };
    expect(isFullScreenKey(key)).toBe(true);
    expect([{ type: 'keyUp' }, { key: 'F1' }, { control: true }, { shift: true }, { alt: true }, { meta: true }].map((change) => isFullScreenKey({ ...key, ...change }))).toEqual(Array.from({ length: 6 }, () => false));
  });
});

describe('screens', () => {
  it('are listed from left to right, each with a name of its own', () => {
    expect(screens.map(({ id, label, isPrimary }) => [id, label, isPrimary])).toEqual([['5', '1920 × 1080', true], ['7', 'BARCO', false], ['9', 'BARCO (2)', false]]);
    expect(screens[0]).toMatchObject({ width: 1920, height: 1080 });
  });
});

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const save = async (bytes: Uint8Array, path: string | null): Promise<unknown> => {
  const handlers = createMainHandlers({ chooseSavePath: (name: string) => Promise.resolve(path === null ? null : join(folder, name)) } as unknown as MainCallOptions);
  return handlers['dialog.savePng']({ name: '../关键图像.png', bytes });
};

describe('a picture of the desk', () => {
  it('is saved under a plain name, and nowhere when the person cancels', async () => {
    const bytes = Uint8Array.of(...signature, 1, 2, 3);
    expect(await save(bytes, '')).toEqual({ path: join(folder, '关键图像.png') });
    expect(new Uint8Array(readFileSync(join(folder, '关键图像.png')))).toEqual(bytes);
    expect(await save(bytes, null)).toEqual({ path: null });
  });

  it('is refused where it is none, or larger than 50 MB', async () => {
    await expect(save(Uint8Array.of(0x4d, 0x5a, 0x90), '')).rejects.toMatchObject({ reason: 'corrupt' });
    const large = new Uint8Array(50_000_001);
    large.set(signature);
    await expect(save(large, '')).rejects.toMatchObject({ reason: 'bad-request' });
    expect(await save(large.subarray(0, 50_000_000), null)).toEqual({ path: null });
  });
});
