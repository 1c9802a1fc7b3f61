import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, errors, type ElectronApplication, type Locator, type Page } from 'playwright-core';
import type { Result } from '../../../shared/ipc/channel.ts';
import type { CallName, EventPayload, RequestOf, ResponseOf } from '../../../shared/ipc/channels.ts';
import type { ElectronRuntime } from '../../../scripts/electronRuntime.ts';
import { projectFolder } from '../../../scripts/projectFolder.ts';

export interface ConsoleOptions {
  readonly name: string;
  readonly runtime: ElectronRuntime;
  readonly env: NodeJS.ProcessEnv;
  readonly dataDir: string;
  readonly outputDir: string;
  readonly platformUrl: string;
  readonly window: { readonly width: number; readonly height: number };
}

/** Page globals the driver touches; functions travel to the page as text. */
declare const mdt: { call(channel: string, request: unknown): Promise<unknown>; on(channel: string, listener: (payload: unknown) => void): () => void };

/** One real console driven as a person would, through what is on its screen. */
export class ConsoleDriver {
  readonly options: ConsoleOptions;
  app!: ElectronApplication;
  page!: Page;
  coreStates: EventPayload<'core.state'>[] = [];

  constructor(options: ConsoleOptions) {
    this.options = options;
  }

  async start(): Promise<void> {
    const { dataDir, window } = this.options;
    mkdirSync(dataDir, { recursive: true });
    this.app = await this.launch().catch((error: unknown) => {
      if (!(error instanceof errors.TimeoutError)) throw error;
      // Seen once: Electron's debugger was attached and never said that it was ready. No line of ours had run.
      console.log(`${this.options.name} did not start within a minute and is started again`);
      return this.launch();
    });
    this.page = await this.app.firstWindow();
    this.page.setDefaultTimeout(30_000);
    await this.app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height), window);
    await this.page.goto('app://console/index.html?probe=1');
    await this.page.waitForSelector('#root [data-testid]');
    await this.watchCore();
  }

  private launch(): Promise<ElectronApplication> {
    const { runtime, env, dataDir, platformUrl } = this.options;
    return _electron.launch({
      executablePath: runtime.executable,
      args: [
        ...(runtime.needsNoSandbox ? ['--no-sandbox'] : []), projectFolder,
        '--use-fake-device-for-media-stream', '--autoplay-policy=no-user-gesture-required', '--lang=zh-CN', '--force-device-scale-factor=1',
      ],
      env: { ...(env as Record<string, string>), MDT_DATA_DIR: dataDir, MDT_PLATFORM_URL: platformUrl, MDT_TEST: '1', MDT_NODE: process.execPath },
      chromiumSandbox: !runtime.needsNoSandbox,
      timeout: 60_000,
    });
  }

  /** Collects core's state changes inside the page, to be asked for later. */
  private async watchCore(): Promise<void> {
    await this.page.evaluate(() => {
      const seen: unknown[] = [];
      (globalThis as unknown as { seenCoreStates: unknown[] }).seenCoreStates = seen;
      mdt.on('core.state', (state) => seen.push({ ...(state as object), atMs: Date.now() }));
    });
  }

  coreEvents(): Promise<(EventPayload<'core.state'> & { atMs: number })[]> {
    return this.page.evaluate(() => (globalThis as unknown as { seenCoreStates: (EventPayload<'core.state'> & { atMs: number })[] }).seenCoreStates);
  }

  async stop(): Promise<void> {
    await this.app.close();
  }

  /** First start: passphrase, recovery code. */
  async createVault(passphrase: string): Promise<void> {
    await this.fill('vault-passphrase', passphrase);
    await this.fill('vault-passphrase-again', passphrase);
    await this.click('vault-create');
    await this.click('vault-recovery-done');
  }

  async unlock(passphrase: string): Promise<void> {
    await this.fill('vault-passphrase', passphrase);
    await this.click('vault-unlock');
  }

  async signIn(account: string, password: string): Promise<void> {
    await this.fill('sign-in-account', account);
    await this.fill('sign-in-password', password);
    await this.click('sign-in-submit');
    await this.at('nav-cases').waitFor();
  }

  at(testId: string): Locator {
    return this.page.locator(`[data-testid="${testId}"]`).first();
  }

  async click(testId: string): Promise<void> {
    await this.at(testId).click();
  }

  async fill(testId: string, text: string): Promise<void> {
    const target = this.at(testId);
    await target.waitFor();
    const isField = await target.evaluate((node) => node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement);
    await (isField ? target : target.locator('input, textarea').first()).fill(text);
  }

  /** Chooses an entry of a drop-down by its words. */
  async choose(testId: string, words: string): Promise<void> {
    const field = this.at(testId);
    await field.scrollIntoViewIfNeeded();
    // A multiple choice lays its frame over the field itself.
    await field.click({ force: true });
    await this.page.getByRole('option', { name: words }).filter({ visible: true }).first().click();
  }

  /** Folder that answers the next folder dialog; a scripted run cannot work the system's own. */
  async answerFolderDialog(folder: string): Promise<void> {
    await this.app.evaluate((_electron_, path) => {
      process.env['MDT_TEST_FOLDER'] = path;
    }, folder);
  }

  /** One call through the page's own bridge. */
  async call<C extends CallName>(channel: C, request: RequestOf<C>): Promise<ResponseOf<C>> {
    const words: { name: string; payload: unknown } = { name: channel, payload: request };
    const result = (await this.page.evaluate(({ name, payload }) => mdt.call(name, payload), words)) as Result<ResponseOf<C>>;
    if (!result.ok) throw new Error(`${this.options.name}: ${channel} failed: ${result.error.message}`);
    return result.value;
  }

  async callResult<C extends CallName>(channel: C, request: RequestOf<C>): Promise<Result<ResponseOf<C>>> {
    const words: { name: string; payload: unknown } = { name: channel, payload: request };
    return (await this.page.evaluate(({ name, payload }) => mdt.call(name, payload), words)) as Result<ResponseOf<C>>;
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(this.options.outputDir, `${name}-${this.options.name}.png`) });
  }

  /** Waits until `probe` says yes, asking every 50 ms. @throws {Error} naming what was waited for */
  async until(what: string, probe: () => Promise<boolean>, timeoutMs = 30_000): Promise<void> {
    const startedMs = performance.now();
    while (performance.now() - startedMs < timeoutMs) {
      if (await probe()) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await this.screenshot('zz-stuck');
    throw new Error(`${this.options.name}: waited ${timeoutMs} ms for ${what}`);
  }
}
