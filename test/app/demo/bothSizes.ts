import type { ConsoleDriver } from './consoleDriver.ts';

const sizes = [[1280, 720], [1920, 1080]] as const;

/** Pictures of what a console shows, small and large, where `MDT_PICTURES` asks for them; the window is then as it was. */
export async function pictureInBothSizes(console: ConsoleDriver, name: string): Promise<void> {
  if (process.env['MDT_PICTURES'] === undefined) return;
  const { window } = console.options;
  for (const [width, height] of sizes) {
    await resize(console, width, height);
    await console.screenshot(`${name}-${width}`);
  }
  await resize(console, window.width, window.height);
}

async function resize(console: ConsoleDriver, width: number, height: number): Promise<void> {
  await console.app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height), { width, height });
  await console.until('the window to be resized', async () => (await console.page.evaluate(() => globalThis.innerWidth)) === width, 10_000);
}

/** Shows the console in the language `MDT_LANGUAGE` asks for; Chinese otherwise. Opens the page anew. */
export async function useLanguage(console: ConsoleDriver): Promise<void> {
  if (process.env['MDT_LANGUAGE'] !== 'en') return;
  await console.call('app.language', { set: 'en' });
  await console.page.reload();
  await console.page.waitForSelector('#root [data-testid]');
}
