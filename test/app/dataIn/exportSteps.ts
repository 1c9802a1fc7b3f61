import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseDataSet } from '../../../shared/dicom/dataSet.ts';
import { captureSize, textRows } from './inputs.ts';
import { openCase, type DataIn } from './stage.ts';

/** Exports a case without its patient: the capture has to be looked at and masked, and a folder that holds something is refused. */
export async function exportCopies(stage: DataIn, caseId: string): Promise<void> {
  const { b, inputs, dataDir, check, picture } = stage;
  await openCase(b, caseId);
  await b.answerFolderDialog(join(dataDir, 'unused'));
  await b.at('contents-deidentify').scrollIntoViewIfNeeded();
  await b.click('contents-deidentify');
  await b.at('deidentify-series').waitFor({ timeout: 60_000 });
  await b.fill('deidentify-pseudonym', 'T-001');
  check('the export waits for the capture to be looked at', await b.at('deidentify-start').isDisabled());
  await picture('11-deidentify');
  const waiting = b.page.locator('[data-testid^="deidentify-review-"]').filter({ hasText: '查看并遮盖' });
  check('only the screen capture has to be looked at', (await waiting.count()) === 1, await waiting.count());
  await waiting.first().click();
  await b.at('mask-layer').waitFor({ timeout: 30_000 });
  const layer = await b.at('mask-layer').boundingBox();
  if (!layer) throw new Error('The mask tool shows no picture.');
  while ((await b.page.locator('[data-testid="mask-0"]').count()) > 0) {
    await b.at('mask-0').focus();
    await b.page.keyboard.press('Delete');
  }
  await b.page.mouse.move(layer.x + 1, layer.y + 1);
  await b.page.mouse.down();
  await b.page.mouse.move(layer.x + layer.width / 2, layer.y + layer.height / 9, { steps: 4 });
  await b.page.mouse.move(layer.x + layer.width - 1, layer.y + (layer.height * textRows) / captureSize.rows - 0.5, { steps: 4 });
  await b.page.mouse.up();
  await picture('12-mask');
  await b.at('mask-sure').check();
  await b.click('mask-done');
  await b.click('deidentify-start');
  await b.at('deidentify-report').waitFor({ timeout: 120_000 });
  await picture('13-export-report');
  const folder = join(dataDir, 'export');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.startsWith('report.')).map((entry) => join(entry.parentPath, entry.name));
  const written = Number(await b.at('deidentify-report').getAttribute('data-written'));
  check('as many files are written as the report says', files.length === written && written === inputs.objects, { files: files.length, written, of: inputs.objects });
  const identifiers = [inputs.patient.patientID, ...(inputs.patient.patientName ?? '').split(/[\^=]/)].filter((text): text is string => text !== null && text.length > 1);
  const leaking = files.filter((path) => identifiers.some((text) => readFileSync(path).includes(text)));
  check('no file holds name or ID of the patient', leaking.length === 0, leaking);
  const masked = files.map((path) => parseCapture(readFileSync(path))).filter((pixels) => pixels !== null);
  check('the text of the capture is black and the picture below it is not', masked.length === 1 && masked[0]?.subarray(0, captureSize.columns * textRows).every((value) => value === 0) === true && masked[0][captureSize.columns * (textRows + 2) + 5] === 62, masked.length);
  await b.click('deidentify-close');
  await refuseFullFolder(stage);
}

/** Exports once more into the folder that now holds copies. */
async function refuseFullFolder({ b, check, picture }: DataIn): Promise<void> {
  await b.click('contents-deidentify');
  await b.at('deidentify-series').waitFor({ timeout: 60_000 });
  await b.fill('deidentify-pseudonym', 'T-002');
  await b.page.getByRole('checkbox', { name: '导出 US 肝脏超声截图' }).uncheck();
  await b.click('deidentify-start');
  const error = b.at('deidentify-job').locator('[data-testid="error"]');
  await error.waitFor({ timeout: 30_000 });
  const words = await error.innerText();
  check('a folder that holds something is refused in words', words.includes('该文件夹不是空的'), words);
  await picture('14-folder-not-empty');
  await b.page.keyboard.press('Escape');
}

/** Pixels of the capture among the copies; null for every other file. */
function parseCapture(bytes: Uint8Array): Uint8Array | null {
  const dataSet = parseDataSet(bytes);
  const span = dataSet.number('Columns') === captureSize.columns && dataSet.number('Rows') === captureSize.rows ? dataSet.pixelData() : null;
  return span ? bytes.subarray(span.byteOffset, span.byteOffset + span.byteLength) : null;
}
