import type { Page } from 'playwright-core';
import { graveFindings } from './axe.ts';
import { orientationOf } from './judge.ts';
import type { Check, Reader } from './reader.ts';

async function judged(page: Page, name: string, check: Check): Promise<void> {
  const findings = await graveFindings(page);
  check(`axe finds nothing serious ${name}`, findings.length === 0, findings);
}

/** The desk with measurements, its panels and its dialogs, as axe-core judges them. */
export async function judgeAccess(reader: Reader, check: Check): Promise<void> {
  const { desk } = reader;
  const { page } = desk;
  await reader.pictures(2);
  await judged(page, 'on the desk', check);
  for (const menu of ['layout-menu', 'window-menu', 'plane-menu', 'fusion-menu']) {
    await desk.click(menu);
    await page.getByRole('dialog').waitFor();
    await settled(page);
    await judged(page, `in the panel ${menu}`, check);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  for (const [command, dialog] of [['help', 'shortcuts'], ['tagBrowser', 'tag-dialog'], ['greyCheck', 'grey-dialog']] as const) {
    await page.locator(`[data-command="${command}"]`).click();
    await desk.at(dialog).getByRole('dialog').waitFor();
    await settled(page);
    await judged(page, `in the dialog ${dialog}`, check);
    await page.keyboard.press('Escape');
    await desk.at(dialog).getByRole('dialog').waitFor({ state: 'detached' });
  }
}

/** A second window with its list of series open, and with a picture. */
export async function judgeWindow(second: Page, check: Check): Promise<void> {
  await second.locator('[data-slot="0"]').getByTestId('series-choice').click();
  await second.getByRole('menu').waitFor();
  await settled(second);
  await judged(second, 'in the list of series of a second window', check);
  await second.getByRole('menuitem').first().click();
  await second.locator('[data-slot="0"] [data-is-read="true"]').waitFor();
  await settled(second);
  await judged(second, 'in a second window', check);
}

/** What opens has faded in, so that its colours are judged and not those of its coming. */
const settled = (page: Page): Promise<unknown> => page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => undefined))).then(() => new Promise((resolve) => setTimeout(resolve, 400))));

type Edges = Readonly<Record<'top' | 'bottom' | 'left' | 'right', string>>;

/** Letters of the edges of a cell, as the desk says them to screen readers. */
async function edges(reader: Reader, cell: number): Promise<Edges | null> {
  const words = (await reader.cell(cell).getAttribute('aria-description')) ?? '';
  const [, top = '', bottom = '', left = '', right = ''] = /四边方位：上 (\w+)、下 (\w+)、左 (\w+)、右 (\w+)/.exec(words) ?? [];
  return top === '' ? null : { top, bottom, left, right };
}

async function checkEdges(reader: Reader, name: string, cell: number, expected: Edges, check: Check): Promise<void> {
  const isSame = async (): Promise<boolean> => {
    const seen = await edges(reader, cell);
    return seen !== null && (['top', 'bottom', 'left', 'right'] as const).every((edge) => seen[edge] === expected[edge]);
  };
  // Words follow once the picture stands.
  await reader.desk.until(`the words of ${name}`, isSame, 5000).catch(() => undefined);
  check(`the letters of ${name} are those of its attributes`, await isSame(), { expected, seen: await reader.cell(cell).getAttribute('aria-description') });
}

/**
 * Letters, slice and window of the pictures as they hang, against what DCMTK reads in the files that were imported.
 *
 * @param folder of one study
 */
export async function judgeEdges(reader: Reader, folder: string, check: Check): Promise<void> {
  const { page } = reader.desk;
  await reader.pictures(2);
  const { row, column } = orientationOf(folder);
  const expected: Edges = { top: column.from, bottom: column.to, left: row.from, right: row.to };
  for (const cell of [0, 1]) {
    await checkEdges(reader, `picture ${cell + 1}`, cell, expected, check);
    const words = (await reader.cell(cell).getAttribute('aria-description')) ?? '';
    const slice = `层 ${await reader.figure(cell, 'slice')}/${await reader.figure(cell, 'slices')}`;
    const window = `${await reader.figure(cell, 'window-centre')} / ${await reader.figure(cell, 'window-width')}`;
    check(`picture ${cell + 1} is described with its patient, slice and window`, [slice, window, 'SAMPLE-0001'].every((part) => words.includes(part)), { words, slice, window });
  }
  await reader.cell(0).focus();
  await page.keyboard.press('h');
  await checkEdges(reader, 'a picture flipped left to right', 0, { ...expected, left: expected.right, right: expected.left }, check);
  await page.keyboard.press('h');
  await page.keyboard.press(']');
  await checkEdges(reader, 'a picture turned right by a quarter', 0, { top: expected.left, right: expected.top, bottom: expected.right, left: expected.bottom }, check);
  await page.keyboard.press('[');
  await checkEdges(reader, 'the picture as it was', 0, expected, check);
}

/** The three planes lie as radiologists hang them: the patient's right and front to the left, the head up. */
export async function judgePlanes(reader: Reader, check: Check): Promise<void> {
  await checkEdges(reader, 'the axial plane', 0, { top: 'A', bottom: 'P', left: 'R', right: 'L' }, check);
  await checkEdges(reader, 'the sagittal plane', 1, { top: 'H', bottom: 'F', left: 'A', right: 'P' }, check);
  await checkEdges(reader, 'the coronal plane', 2, { top: 'H', bottom: 'F', left: 'R', right: 'L' }, check);
}
