import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { makeSampleCase } from '../../../shared/rt/phantom/makeSampleCase.ts';
import { workersLeft } from '../demo/liveWorkers.ts';
import { judgePlanes, judgeWindow } from './accessSteps.ts';
import type { Check, Reader } from './reader.ts';

/** Opens a case again and finds what was measured. */
export async function openAgain(reader: Reader, caseId: string, check: Check): Promise<void> {
  const { desk } = reader;
  await desk.click('nav-cases');
  await desk.click(`case-row-${caseId}`);
  await desk.click('tab-review');
  await desk.until('the measurements when the case is opened again', async () => (await reader.rows.count()) === 2, 60_000);
  const lesions = await Promise.all([0, 1].map((row) => reader.rows.nth(row).getByRole('combobox').inputValue()));
  check('the case opened again has the lesion and its growth', lesions.every((name) => name === 'L1') && ((await desk.at('lesion-table').textContent()) ?? '').includes('%'), lesions);
}

/** Three planes, thick slices and an oblique one: every choice changes the picture as it has to. */
export async function cutPlanes(reader: Reader, check: Check): Promise<void> {
  const { desk } = reader;
  await reader.pictures(2);
  await desk.click('plane-menu');
  await desk.page.locator('[role="dialog"] [data-command="mpr"]').click();
  for (const plane of ['axial', 'sagittal', 'coronal']) await desk.until(`a ${plane} plane`, async () => (await desk.at(`viewport-${plane}`).count()) > 0 && (await desk.at(`viewport-${plane}`).getAttribute('data-is-read')) === 'true');
  await judgePlanes(reader, check);
  await reader.drawn();
  const single = await reader.brightness(0);
  const bright: Record<string, number> = {};
  for (const mode of ['MIP', 'MinIP']) {
    const before = await reader.brightness(0);
    await desk.page.getByRole('dialog').getByText(mode, { exact: true }).click();
    await desk.until(`another picture as ${mode}`, async () => (await reader.brightness(0)) !== before);
    bright[mode] = await reader.brightness(0);
  }
  check('of a thick slice the brightest is above, the darkest below the single slice', (bright['MIP'] ?? 0) > single && (bright['MinIP'] ?? 0) < single, { single, ...bright });
  await desk.page.getByRole('button', { name: '绕水平线 +5°' }).click();
  await desk.until('an oblique plane', async () => (await desk.at('viewport-oblique').count()) > 0 && (await desk.at('viewport-oblique').getAttribute('data-is-read')) === 'true');
  check('a plane is tipped', (await reader.brightness(0)) > 0);
  await desk.page.keyboard.press('Escape');
}

/** A window for another screen opens with cells of its own, and closes. */
export async function openWindow({ desk }: Reader, check: Check): Promise<void> {
  const before = desk.app.windows().length;
  const hung = (): Promise<readonly (string | undefined)[]> => desk.page.locator('[data-slot] .viewport').evaluateAll((cells) => cells.map((cell) => (cell as HTMLElement).dataset['series']));
  const hungBefore = await hung();
  const [second] = await Promise.all([desk.app.waitForEvent('window'), desk.page.locator('[data-command="secondScreen"]').click()]);
  await second.locator('[data-screen="1"] [data-slot]').first().waitFor();
  check('a second window has cells of its own', (await second.locator('[data-slot]').count()) === 2);
  await judgeWindow(second, check);
  check('a series chosen in a second window hangs there alone', (await second.locator('[data-shows="volume"]').count()) === 1 && JSON.stringify(await hung()) === JSON.stringify(hungBefore), await hung());
  await second.close();
  await desk.until('the second window to go', () => Promise.resolve(desk.app.windows().length === before));
  await desk.page.locator('[data-command="secondScreen"]').click();
  await desk.until('another window', () => Promise.resolve(desk.app.windows().length === before + 1));
  await desk.click('tab-request');
  await desk.until('the window to close with the desk', () => Promise.resolve(desk.app.windows().length === before));
  check('a second window closes with its desk', true);
}

/** Images of another person do not come into the case, so that nothing of theirs can be hung. */
export async function keepOthersOut({ desk }: Reader, caseId: string, workDir: string, check: Check): Promise<void> {
  const folder = join(workDir, 'other');
  mkdirSync(folder);
  const { files } = makeSampleCase({ seed: 'other', slices: 4, matrixSize: 32, patientID: 'OTHER-9', patientName: 'Li^Si=李^四' });
  for (const { name, bytes } of files) if (name.startsWith('CT')) writeFileSync(join(folder, basename(name)), bytes);
  const before = (await desk.call('imaging.get', { caseId })).instances.length;
  await desk.click('tab-request');
  await desk.answerFolderDialog(folder);
  await desk.click('import-choose');
  await desk.at('import-reject-other-patient').waitFor({ timeout: 60_000 });
  check('a study of another patient is not taken into the case', (await desk.call('imaging.get', { caseId })).instances.length === before);
}

/** Opens and leaves the desk again and again: no reader stays, and no canvas. */
export async function openOften(reader: Reader, check: Check): Promise<void> {
  const { desk } = reader;
  const canvases = (): Promise<number> => desk.page.locator('canvas').count();
  const counts: number[] = [];
  for (let round = 0; round < 4; round++) {
    await desk.click('tab-review');
    await reader.pictures(3);
    const reading = await workersLeft(desk.page);
    if (reading.length > 0) check('the readers end', false, reading);
    // Small pictures of the list come when the readers have time.
    const first = counts[0];
    if (first === undefined) await desk.page.waitForTimeout(1500);
    else await desk.until('the small pictures', async () => (await canvases()) >= first);
    counts.push(await canvases());
    await desk.click('tab-request');
    await desk.at('reading-desk').waitFor({ state: 'detached' });
  }
  check('a desk opened four times has as many canvases as the first time', counts.every((count) => count === counts[0]), counts);
  // The list of a case keeps its reader of previews as long as it is shown.
  await desk.click('nav-cases');
  const left = await workersLeft(desk.page);
  check('no reader stays behind', left.length === 0, left);
}
