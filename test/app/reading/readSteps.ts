import { join } from 'node:path';
import type { StoredInstance } from '../../../shared/ipc/channels.ts';
import { startStoreScp } from '../../network/support/storescp.ts';
import { imageAt, judge, uidsIn } from './judge.ts';
import { noduleCentre, noduleHu, noduleStudies } from './noduleStudies.ts';
import { fieldMm } from './reader.ts';
import type { Check, Reader } from './reader.ts';

export interface ReadCase {
  readonly caseId: string;
  /** What was imported. */
  readonly folder: string;
  readonly matrixSize: number;
  readonly workDir: string;
}

/** From the list of cases to the key image in a PACS, as somebody does who has used another viewer; every click and key is counted. */
export async function readNodule(reader: Reader, { caseId, folder, matrixSize, workDir }: ReadCase, check: Check): Promise<void> {
  const { desk } = reader;
  const pixelMm = fieldMm / matrixSize;
  const [early, late] = noduleStudies;
  if (early === undefined || late === undefined) throw new Error('There are not two studies.');
  const pacs = await startStoreScp(join(workDir, 'pacs'));
  try {
    // Whoever runs the hospital's network has added its PACS.
    await desk.call('network.saveNode', { node: { id: crypto.randomUUID(), name: 'PACS', kind: 'dimse', aeTitle: 'STORESCP', host: '127.0.0.1', port: pacs.port, useTls: false, retrieveBy: 'get' } });
    await desk.click('nav-cases');

    reader.deeds = [];
    await reader.click('the case', desk.at(`case-row-${caseId}`));
    await reader.click('its images', desk.at('tab-review'));
    await reader.pictures(2);
    const series = await Promise.all([0, 1].map((index) => reader.cell(index).getAttribute('data-series')));
    check('the new study hangs beside the earlier one', series[0] !== series[1] && (await desk.page.locator(`[data-slot="0"]`).innerText()).includes('2026-01-05') && (await desk.page.locator(`[data-slot="1"]`).innerText()).includes('2025-06-02'), series);

    await reader.press('2');
    await desk.until('the lung window', async () => (await reader.figure(0, 'window-width')) === 1500);
    check('both dates take the lung window', (await reader.figure(0, 'window-centre')) === -600 && (await reader.figure(1, 'window-centre')) === -600 && (await reader.figure(1, 'window-width')) === 1500);

    await goToNodule(reader, check);
    await reader.press('l');
    await measure(reader, 0, late.diameterMm, 1);
    await measure(reader, 1, early.diameterMm, 2);
    const lengths = (await reader.rows.allTextContents()).map((text) => Number(/([\d.]+) mm/.exec(text)?.[1]));
    check('the nodule measures 24 and 16 mm, to a pixel', Math.abs((lengths[0] ?? 0) - late.diameterMm) <= pixelMm && Math.abs((lengths[1] ?? 0) - early.diameterMm) <= pixelMm, lengths);

    await nameLesion(reader, 0, '新病灶');
    await nameLesion(reader, 1, 'L1');
    const table = (await desk.at('lesion-table').textContent()) ?? '';
    const percent = Number(/\(\+(\d+) %\)/.exec(table)?.[1]);
    // Both lengths hold to a pixel, and so does what is told of their difference.
    const [least, most] = [(24 - pixelMm) / (16 + pixelMm), (24 + pixelMm) / (16 - pixelMm)].map((ratio) => (ratio - 1) * 100);
    check('the table of lesions tells that it grew by half', percent >= (least ?? 0) && percent <= (most ?? 0), table);

    await reader.click('save the report', desk.at('save-report'));
    await desk.until('the report', async () => (await kept(reader, caseId, 'SR')).length === 1);
    await reader.click('the new measurement', reader.rows.first().locator('button').first());
    check('a measurement that is clicked makes its picture the active one', (await reader.cell(0).getAttribute('data-active')) === 'true');
    await reader.click('key image', desk.at('save-key-image'));
    await desk.until('the key image', async () => (await kept(reader, caseId, 'KO')).length === 1 && (await kept(reader, caseId, 'PR')).length === 1);
    await desk.until('word of the key image', async () => (await desk.at('measurement-panel').innerText()).includes('随病例同步'));
    const objects = (await Promise.all(['SR', 'KO', 'PR'].map((modality) => kept(reader, caseId, modality)))).flat();

    await send(reader, objects, check);
    const arrived = uidsIn(join(workDir, 'pacs'));
    check('the PACS has the key image and how it was shown', arrived.length === 2 && objects.every(({ header }) => header.modality === 'SR' || arrived.includes(header.sopInstanceUID)), arrived);
    console.log(`${reader.deeds.length} clicks and keys: ${reader.deeds.join(', ')}`);
    check('from the list of cases to the PACS it takes the clicks and keys the README tells', reader.deeds.length === toldClicks, reader.deeds);
    await judge(desk, workDir, objects.map(({ sha256, header }) => ({ sha256, modality: header.modality })), lengths, imageAt(join(folder, late.date), noduleCentre[2]), check);
  } finally {
    await pacs.stop();
  }
}

/** As the README counts them. */
const toldClicks = 19;

const kept = async ({ desk }: Reader, caseId: string, modality: string): Promise<readonly StoredInstance[]> => (await desk.call('imaging.get', { caseId })).instances.filter(({ header }) => header.modality === modality);

/** Turns the wheel until the nodule is there, and looks at what the desk says of the place under the mouse. */
async function goToNodule(reader: Reader, check: Check): Promise<void> {
  const { desk } = reader;
  const middle = await reader.onPage(0, noduleCentre[0], noduleCentre[1]);
  // A mouse stands on whole pixels.
  const at = { x: Math.round(middle.x), y: Math.round(middle.y) };
  await desk.page.mouse.move(at.x, at.y);
  for (let turns = 0; turns < 5 && (await reader.figure(0, 'slice-position-mm')) !== noduleCentre[2]; turns++) {
    const before = await reader.figure(0, 'slice');
    reader.deeds.push('wheel');
    await desk.page.mouse.wheel(0, 100);
    await desk.until('the next slice', async () => (await reader.figure(0, 'slice')) !== before);
  }
  check('both dates show the slice of the nodule', (await reader.figure(0, 'slice-position-mm')) === noduleCentre[2] && (await reader.figure(1, 'slice-position-mm')) === noduleCentre[2], [await reader.figure(0, 'slice-position-mm'), await reader.figure(1, 'slice-position-mm')]);
  const readout = reader.cell(0).getByTestId('readout-acquired');
  // From the lung beside it, so that what is read has been told of this place.
  await desk.page.mouse.move(at.x, at.y - 60);
  await desk.until('the value of the lung', async () => /^-\d+ HU/.test(await readout.innerText()));
  await desk.page.mouse.move(at.x, at.y);
  await desk.until('the value under the mouse', async () => (await readout.innerText()).includes(`${noduleHu} HU`));
  const words = await readout.innerText();
  const [, left, posterior, foot] = /L ([\d.]+) P ([\d.]+) F ([\d.]+) mm/.exec(words) ?? [];
  const [xMm, yMm] = await reader.inPatient(0, at);
  // Tenths of a millimetre are written.
  check('the place under the mouse is told in patient millimetres', Math.abs(Number(left) - xMm) <= 0.051 && Math.abs(Number(posterior) - yMm) <= 0.051 && Number(foot) === -noduleCentre[2], { words, xMm, yMm });
}

/** Draws a length through the middle of the nodule, from border to border. */
async function measure(reader: Reader, index: number, diameterMm: number, count: number): Promise<void> {
  const { mouse } = reader.desk.page;
  const [x, y] = noduleCentre;
  const from = await reader.onPage(index, x - diameterMm / 2, y);
  const to = await reader.onPage(index, x + diameterMm / 2, y);
  reader.deeds.push(`drag over the nodule of picture ${index + 1}`);
  await mouse.move(from.x, from.y);
  await mouse.down();
  await mouse.move(to.x, to.y, { steps: 6 });
  await mouse.up();
  // The list opens beside the pictures with the first of them, and the pictures become smaller.
  await reader.desk.until(`measurement ${count} in the list`, async () => (await reader.rows.count()) === count);
  await reader.drawn();
}

/** Chooses the lesion of a measurement in the list. */
async function nameLesion(reader: Reader, row: number, choice: string): Promise<void> {
  await reader.click('its lesion', reader.rows.nth(row).getByRole('combobox'));
  await reader.click(choice, reader.desk.page.getByRole('option', { name: choice }).filter({ visible: true }).first());
  await reader.desk.until(`lesion ${choice}`, async () => (await reader.rows.nth(row).getByRole('combobox').inputValue()) === 'L1');
}

/** Sends key image and shown state from the list of the case. */
async function send(reader: Reader, objects: readonly StoredInstance[], check: Check): Promise<void> {
  const { desk } = reader;
  await reader.click('the request', desk.at('tab-request'));
  for (const { header } of objects) {
    if (header.modality !== 'SR') await reader.click(`tick ${header.modality}`, desk.at(`contents-series-${header.seriesInstanceUID}`).getByRole('checkbox'));
  }
  await reader.click('send to PACS', desk.at('contents-send'));
  await reader.click('send', desk.at('send-start'));
  await desk.page.locator('[data-testid="send-progress"]:not([data-phase="sending"])').waitFor({ timeout: 60_000 });
  const words = await desk.at('send-progress').innerText();
  check('the PACS has taken everything', words.includes('已全部发送'), words);
  await desk.page.keyboard.press('Escape');
  await desk.at('send-progress').waitFor({ state: 'detached' });
}
