import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { _electron, type Page } from 'playwright-core';
import type { Result } from '../shared/ipc/channel.ts';
import type { Bridge, CallName, EventPayload, RequestOf, ResponseOf } from '../shared/ipc/channels.ts';
import { withDisplay } from './display.ts';
import { resolveElectron } from './electronRuntime.ts';
import { projectFolder } from './projectFolder.ts';

/**
 * Starts the built console and looks at its shell from inside a page: isolation, policy, refused
 * exits, refused calls, a key made with a passphrase, and core killed and back. An argument names
 * another built folder.
 */
const folder = process.argv[2] ?? projectFolder;
const coreBackWithinMs = 5000;
let failures = 0;

function check(name: string, isFine: boolean, seen: unknown = ''): void {
  if (!isFine) failures += 1;
  console.log(`${isFine ? 'ok  ' : 'FAIL'} ${name}${isFine ? '' : `: ${JSON.stringify(seen)}`}`);
}

/** What the page holds for this check; Playwright sends functions as text, so they name it as a global. */
declare const mdt: { call(channel: string, request: unknown): Promise<unknown> };

/** One call through the page's own bridge. */
async function callOn<C extends CallName>(page: Page, channel: C, request: RequestOf<C>): Promise<Result<ResponseOf<C>>> {
  const words: { name: string; payload: unknown } = { name: channel, payload: request };
  return (await page.evaluate(({ name, payload }) => mdt.call(name, payload), words)) as Result<ResponseOf<C>>;
}

async function inspect(page: Page): Promise<void> {
  const seen = await page.evaluate(() => ({
    isIsolated: globalThis.crossOriginIsolated,
    origin: globalThis.location.origin,
    hasNode: 'require' in globalThis || 'process' in globalThis,
    opened: globalThis.open('https://example.invalid/') !== null,
  }));
  check('the page is cross-origin isolated, so SharedArrayBuffer works', seen.isIsolated, seen);
  check('the page lives at app://console', seen.origin === 'app://console', seen);
  check('the page has no Node', !seen.hasNode, seen);
  check('no window is opened', !seen.opened, seen);
  await page.evaluate(() => globalThis.location.assign('https://example.invalid/'));
  await delay(300);
  check('the page cannot leave the console', page.url().startsWith('app://console/'), page.url());
  const policy = await page.evaluate(async () => (await fetch('/index.html')).headers.get('content-security-policy'));
  check('the policy forbids eval and everything not named', policy !== null && policy.includes("default-src 'none'") && !policy.includes("'unsafe-eval'"), policy);
  const outside = await page.evaluate(() => fetch('http://127.0.0.1:1/').then(() => 'sent', (error: unknown) => String(error)));
  check('nothing is sent to another host', outside !== 'sent', outside);
  const refused = await page.evaluate(() => Promise.all(['geolocation', 'notifications'].map(async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state)));
  check('location and notifications are refused', refused.every((state) => state === 'denied'), refused);
  const escape = await page.evaluate(async () => (await fetch('/%2e%2e/main/index.js')).status);
  check('no file outside the pages is served', escape === 404, escape);
}

async function useRecord(page: Page): Promise<void> {
  const early = await callOn(page, 'case.list', {});
  check('the record is locked at first', !early.ok && early.error.reason === 'locked', early);
  const status = await callOn(page, 'vault.status', {});
  check('a new console has no key', status.ok && status.value.state === 'new', status);
  const created = await callOn(page, 'vault.create', { passphrase: 'a passphrase for the check' });
  check('a key is made and the record opens', created.ok && created.value.recoveryCode.length === 39, created.ok ? '' : created);
  const wrong = await callOn(page, 'vault.unlock', { passphrase: 'another passphrase' });
  check('a wrong passphrase is named', !wrong.ok && wrong.error.reason === 'wrong-passphrase', wrong);
  const listed = await callOn(page, 'session.current', {});
  check('core answers', listed.ok, listed);
}

async function killCore(page: Page, states: () => Promise<EventPayload<'core.state'>[]>): Promise<void> {
  const pid = (await states()).findLast((state) => state.state === 'ready')?.pid;
  if (typeof pid !== 'number') {
    check('core tells its process', false, await states());
    return;
  }
  const killedMs = performance.now();
  process.kill(pid, 'SIGKILL');
  await delay(20);
  const answer = await callOn(page, 'session.current', {});
  const tookMs = Math.round(performance.now() - killedMs);
  check(`core is back after a crash in ${tookMs} ms`, answer.ok && tookMs < coreBackWithinMs, answer);
  check('windows were told', (await states()).slice(-2).map((state) => state.state).join() === 'restarting,ready', await states());
}

async function run(): Promise<void> {
  const electron = await resolveElectron();
  const userData = await mkdtemp(join(tmpdir(), 'mdt-shell-'));
  try {
    await withDisplay(async ({ env }) => {
      const startedMs = performance.now();
      const app = await _electron.launch({
        executablePath: electron.executable,
        args: [...(electron.needsNoSandbox ? ['--no-sandbox'] : []), folder],
        chromiumSandbox: !electron.needsNoSandbox,
        env: { ...definedOnly(env), MDT_DATA_DIR: userData, MDT_NODE: process.execPath, MDT_TEST: '1' },
      });
      try {
        const page = await app.firstWindow();
        await page.waitForLoadState();
        check(`a window shows on Electron ${electron.version} after ${Math.round(performance.now() - startedMs)} ms`, true);
        await page.evaluate(() => {
          const scope = globalThis as unknown as { mdt: Bridge; seenStates: unknown[] };
          scope.seenStates = [];
          scope.mdt.on('core.state', (state) => scope.seenStates.push(state));
        });
        await inspect(page);
        await useRecord(page);
        await killCore(page, () => page.evaluate(() => (globalThis as unknown as { seenStates: EventPayload<'core.state'>[] }).seenStates));
      } finally {
        await app.close();
      }
      check('the log says where core runs', (await readFile(join(userData, 'logs', 'console.log'), 'utf8')).includes('Core runs'));
    });
  } finally {
    await rm(userData, { recursive: true, force: true });
  }
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

await run();
console.log(failures === 0 ? 'The shell holds.' : `${failures} checks of the shell failed.`);
process.exitCode = failures === 0 ? 0 : 1;
