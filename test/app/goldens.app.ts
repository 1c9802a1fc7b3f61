import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import { build } from 'vite';
import { withDisplay } from '../../scripts/display.ts';
import { resolveElectron } from '../../scripts/electronRuntime.ts';
import { expectations } from './goldens/expectations.ts';
import type { Drawn } from './goldens/page/main.ts';

/**
 * Draws the scenes of `goldens/page/scenes.ts` in a real Electron without a graphics card and compares every pixel with
 * the pictures kept in `goldens/pictures`, and some places of each with closed forms. `--keep` writes the pictures anew;
 * look at each of them before it is committed.
 */
const folder = join(import.meta.dirname, 'goldens');
const isKeeping = process.argv.includes('--keep');
/** Brightness is rounded twice, to a voxel of 1 HU and to one of 256 levels, and interpolated with 8 bits by the canvas. */
const toleranceLevels = 2;

let failures = 0;
function check(name: string, isFine: boolean, seen: unknown = ''): void {
  if (!isFine) failures += 1;
  console.log(`${isFine ? 'ok  ' : 'FAIL'} ${name}${isFine ? '' : `: ${JSON.stringify(seen)}`}`);
}

async function main(): Promise<void> {
  const electron = await resolveElectron();
  const workDir = mkdtempSync(join(tmpdir(), 'mdt-goldens-'));
  const pageDir = join(workDir, 'page');
  await build({ root: join(folder, 'page'), base: './', configFile: false, logLevel: 'error', build: { outDir: pageDir, emptyOutDir: true, modulePreload: false } });
  await withDisplay(async (display) => {
    const app = await _electron.launch({
      executablePath: electron.executable,
      args: [...(electron.needsNoSandbox ? ['--no-sandbox'] : []), `--user-data-dir=${join(workDir, 'user')}`, '--force-device-scale-factor=1', '--disable-gpu', join(folder, 'shell')],
      chromiumSandbox: !electron.needsNoSandbox,
      timeout: 60_000,
      env: { ...(display.env as Record<string, string>), GOLDENS_PAGE: pageDir },
    });
    const page = await app.firstWindow();
    page.on('pageerror', (error) => console.error(`page: ${error.message}`));
    await page.waitForFunction(() => 'goldens' in globalThis);
    const names = await page.evaluate(() => (globalThis as unknown as { goldens: { names: string[] } }).goldens.names);
    for (const name of names) {
      const expectation = expectations[name];
      const file = join(folder, 'pictures', `${name}.png`);
      const golden = existsSync(file) ? readFileSync(file).toString('base64') : null;
      const places = expectation?.places ?? [];
      const drawn = await page.evaluate(([scene, kept, at]) => (globalThis as unknown as { goldens: { draw: (name: string, golden: string | null, places: readonly (readonly [number, number])[]) => Promise<Drawn> } }).goldens.draw(scene, kept, at), [name, golden, places] as const);
      if (isKeeping) writeFileSync(file, Buffer.from(drawn.png, 'base64'));
      else check(`${name}: not one pixel differs from the picture kept`, drawn.differing === 0, drawn.differing);
      check(`${name}: has an expectation`, expectation !== undefined);
      places.forEach(([x, y], index) => {
        const expected = expectation?.colourAt(x, y, drawn) ?? [-1, -1, -1];
        const seen = drawn.colours[index] ?? [-1, -1, -1];
        check(`${name}: colour at ${x}, ${y}`, expected.every((level, channel) => Math.abs(level - (seen[channel] ?? -1)) <= toleranceLevels), { seen, expected });
      });
    }
    await app.close();
  });
  rmSync(workDir, { recursive: true, force: true });
}

await main();
console.log(failures === 0 ? 'Every golden held.' : `${failures} did not hold.`);
process.exitCode = failures === 0 ? 0 : 1;
