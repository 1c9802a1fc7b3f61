import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import type { MeetingProbe } from '../../../renderer/meeting/probe.ts';
import { startRoom, type Console, type RoomUnderTest } from '../startRoom.ts';

/**
 * Two consoles in two Chromium contexts with fake devices, in one meeting of a real platform:
 * `node test/meeting/browser/twoTabs.ts [screenshot folder]` prints what was measured as JSON and
 * exits 1 when something did not happen. MDT_CHROMIUM names another browser.
 */
const root = join(import.meta.dirname, '../../..');
const shots = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'meeting-shots-'));
const measured: Record<string, unknown> = { screenshots: shots };

declare global {
  interface Window {
    __mdtProbe?: MeetingProbe;
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

async function until<T>(what: string, read: () => Promise<T>, isDone: (value: T) => boolean, timeoutMs = 20_000): Promise<T> {
  const startMs = Date.now();
  for (;;) {
    const value = await read();
    if (isDone(value)) return value;
    if (Date.now() - startMs > timeoutMs) throw new Error(`${what} did not happen within ${timeoutMs} ms; last: ${JSON.stringify(value)}`);
    await pause(20);
  }
}

// oxlint-disable no-underscore-dangle -- the probe's name, see renderer/meeting/probe.ts
const state = (page: Page) => page.evaluate(() => window.__mdtProbe?.state() ?? null);
const media = async (page: Page) => (await page.evaluate(() => window.__mdtProbe?.measureMedia() ?? [])).at(0);
const view = (page: Page) => page.evaluate(() => window.__mdtProbe?.view() ?? null);
const patches = (page: Page) => page.evaluate(() => window.__mdtProbe?.patches() ?? []);
const isOpen = (value: Awaited<ReturnType<typeof state>>): boolean => value?.links[0]?.state === 'open';
const zOf = async (page: Page): Promise<number | undefined> => (await view(page))?.crosshairMm?.[2];
const present = (page: Page, z: number) => page.evaluate((mm) => window.__mdtProbe?.present({ crosshairMm: [0, 0, mm] }), z);

async function openPage(browser: Browser, origin: string, console: Console, name: string, isChair: boolean): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'], viewport: { width: 900, height: 560 } });
  const page = await context.newPage();
  page.on('pageerror', (error) => process.stderr.write(`${name}: ${error.stack ?? error.message}\n`));
  await page.exposeFunction('getTicket', () => console.ticket());
  await page.goto(`${origin}/test/meeting/browser/index.html?${new URLSearchParams({ probe: '1', name, person: console.account, chair: isChair ? '1' : '0' }).toString()}`);
  await page.getByTestId('join').waitFor();
  return { context, page };
}

async function run(room: RoomUnderTest, server: ViteDevServer, browser: Browser): Promise<void> {
  const origin = server.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? '';
  const a = await openPage(browser, origin, await room.console('chen.chair'), '陈立群', true);
  const b = await openPage(browser, origin, await room.console('he.doctor'), '何静', false);
  await pause(1500);
  await a.page.screenshot({ path: join(shots, '1-lobby.png') });

  await a.page.getByTestId('join').click();
  await until('A in the room', () => state(a.page), (value) => value?.connection === 'online');
  const joinMs = Date.now();
  await b.page.getByTestId('join').click();
  await until('link at B', () => state(b.page), isOpen);
  await until('link at A', () => state(a.page), isOpen);
  measured['joinClickToLinkOpenMs'] = Date.now() - joinMs;

  await b.page.keyboard.press('t');
  await until('B presents', () => state(b.page), (value) => value?.myRole === 'presenter');
  await pause(4000);
  for (const [name, page] of [['a', a.page], ['b', b.page]] as const) {
    const seen = await until(`media at ${name}`, () => media(page), (value) => (value?.videoFramesDecoded ?? 0) > 0 && (value?.audioPacketsReceived ?? 0) > 0);
    measured[`mediaAt${name.toUpperCase()}`] = seen;
    await page.screenshot({ path: join(shots, `2-room-${name}.png`) });
  }

  for (let z = 1; z <= 200; z += 1) {
    await present(b.page, z / 2);
    await pause(16);
  }
  await until('last slice at A', () => zOf(a.page), (z) => z === 100);
  const delays = (await patches(a.page)).map(({ sentAtMs, appliedAtMs }) => appliedAtMs - sentAtMs).sort((x, y) => x - y);
  measured['view'] = { patches: delays.length, p50Ms: delays[Math.floor(delays.length / 2)], p95Ms: delays[Math.floor(delays.length * 0.95)], maxMs: delays.at(-1) };

  await b.page.getByTestId('point').click();
  await until('pointer at A', () => a.page.getByTestId('view').textContent(), (text) => text?.includes('"name":"何静"') === true);

  // The chair takes the token, and B asks for it back.
  await a.page.getByTestId('take-token').click();
  await until('A presents', () => state(a.page), (value) => value?.myRole === 'presenter');
  await b.page.getByTestId('take-token').click();
  await a.page.getByTestId('presenter-request').waitFor();
  await a.page.screenshot({ path: join(shots, '3-request.png') });
  await a.page.getByTestId('request-allow').click();
  await until('B presents again', () => state(b.page), (value) => value?.myRole === 'presenter');
  await a.page.getByTestId('follow').click();
  await present(b.page, 111);
  await pause(300);
  if ((await zOf(a.page)) !== 100) throw new Error('A moved while roaming');
  await a.page.getByTestId('follow').click();
  await until('A follows again', () => zOf(a.page), (z) => z === 111);

  // Camera off and on again without negotiation.
  await b.page.getByTestId('camera').click();
  const offAt = (await media(a.page))?.videoFramesDecoded ?? 0;
  await pause(1000);
  await b.page.getByTestId('camera').click();
  await until('picture after camera on', () => media(a.page), (value) => (value?.videoFramesDecoded ?? 0) > offAt + 15);

  // The platform goes away: the view goes on over the channel, and the link survives its return.
  const before = await media(a.page);
  await room.stop();
  await until('A notices', () => state(a.page), (value) => value?.connection === 'reconnecting');
  await until('B notices', () => state(b.page), (value) => value?.connection === 'reconnecting');
  await present(b.page, 222);
  await until('view without platform', () => zOf(a.page), (z) => z === 222, 2000);
  await a.page.screenshot({ path: join(shots, '4-platform-away.png') });
  await pause(3000);
  const startMs = Date.now();
  await room.startAgain();
  await until('A is back', () => state(a.page), (value) => value?.connection === 'online');
  await until('B is back', () => state(b.page), (value) => value?.connection === 'online');
  measured['backOnlineAfterPlatformStartMs'] = Date.now() - startMs;
  await pause(1500);
  const after = await state(a.page);
  const later = await media(a.page);
  measured['linkAfterPlatformRestart'] = { ...after?.links[0], framesMeanwhile: (later?.videoFramesDecoded ?? 0) - (before?.videoFramesDecoded ?? 0), roleOfB: (await state(b.page))?.myRole };
  if (after?.links[0]?.replacements !== 0) throw new Error('the link was not kept');
  await present(b.page, 223);
  await until('view after restart', () => zOf(a.page), (z) => z === 223);

  // B's page is loaded again: same device, new peer.
  await b.page.reload();
  const reloadMs = Date.now();
  await b.page.getByTestId('join').click();
  await until('B sees the last view', () => zOf(b.page), (z) => z === 223);
  await until('link after reload at B', () => state(b.page), isOpen);
  await until('link after reload at A', () => state(a.page), isOpen);
  measured['reloadToLinkOpenMs'] = Date.now() - reloadMs;
  if ((await state(b.page))?.myRole === 'presenter') {
    await present(b.page, 300);
    await until('presenter counts on after reload', () => zOf(a.page), (z) => z === 300);
  }

  await b.page.getByTestId('leave').click();
  await until('A is alone', () => state(a.page), (value) => value?.participants.length === 1 && value.links.length === 0, 5000);
  await a.page.getByTestId('leave').click();
  await a.context.close();
  await b.context.close();
}

mkdirSync(shots, { recursive: true });
const room = await startRoom();
const server = await createServer({
  root, configFile: false, plugins: [react()], logLevel: 'error', cacheDir: join(tmpdir(), 'meeting-vite'),
  // The platform hears only the console's own origin.
  server: { port: 0, host: '127.0.0.1', hmr: false, watch: null, proxy: { '/v1': { target: room.url, ws: true, headers: { origin: 'app://console' } } } },
  optimizeDeps: { entries: ['test/meeting/browser/index.html'] },
});
await server.listen();
const browser = await chromium.launch({
  executablePath: process.env['MDT_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
    '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required', '--disable-features=WebRtcHideLocalIpsWithMdns'],
});
try {
  await run(room, server, browser);
} catch (error) {
  measured['failed'] = error instanceof Error ? error.message : String(error);
  process.exitCode = 1;
} finally {
  await browser.close();
  await server.close();
  await room.stop();
}
process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`);
