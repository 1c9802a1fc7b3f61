import type { ConsoleDriver } from '../demo/consoleDriver.ts';

const sizes = [{ width: 1280, height: 720 }, { width: 1920, height: 1080 }, { width: 3840, height: 2160 }] as const;

/** The page as it is now, in every size and both languages; Chinese and 1280 × 720 before and after. */
export async function takePicture(b: ConsoleDriver, name: string): Promise<void> {
  const session = await b.page.context().newCDPSession(b.page);
  try {
    for (const language of ['zh', 'en']) {
      for (const size of sizes) {
        // The virtual display is smaller than the largest page.
        await session.send('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: 1, mobile: false });
        await b.page.waitForTimeout(250);
        await b.screenshot(`${name}-${language}-${size.width}`);
      }
      // A dialog may lie over the switch.
      await b.at('language').evaluate((button) => (button as HTMLElement).click());
    }
  } finally {
    await session.send('Emulation.clearDeviceMetricsOverride');
    await session.detach();
  }
  await b.page.waitForTimeout(250);
}
