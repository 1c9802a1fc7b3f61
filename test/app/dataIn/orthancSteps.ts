import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { freePort } from '../../../electron/main/freePort.ts';
import { makeSampleCase } from '../../../shared/rt/phantom/makeSampleCase.ts';
import { dcmtk } from '../../network/support/dcmtk.ts';
import { startOrthanc, type Orthanc } from '../../network/support/orthanc.ts';
import type { ConsoleDriver } from '../demo/consoleDriver.ts';
import { imported, newCase, openCase, openSettings, type DataIn } from './stage.ts';

const [webName, dimseName] = ['影像归档（网页）', '影像归档（DIMSE）'];
const aeTitle = 'MDT_CONSOLE';

/** A real PACS: its nodes tested and saved, a case sent there and fetched back, and a study it pushes here. */
export async function workWithOrthanc(stage: DataIn, caseId: string): Promise<void> {
  const port = await freePort(undefined);
  const orthanc = await startOrthanc({ console: { aeTitle, port } });
  try {
    await addNodes(stage, orthanc);
    await receive(stage, port);
    await sendCase(stage, orthanc, caseId);
    await fetchBack(stage);
    await takePushed(stage, orthanc, port);
    await loseNode(stage, orthanc);
  } finally {
    await orthanc.stop();
  }
}

/** Presses the test button and waits for the answer. @returns its words, step by step */
async function test(b: ConsoleDriver): Promise<string> {
  await b.click('node-test');
  await b.page.locator('[data-testid="node-test"]:not([data-loading])').waitFor({ timeout: 30_000 });
  await b.at('network-test-steps').waitFor();
  return b.at('network-test-steps').innerText();
}

async function addNodes({ b, check, picture }: DataIn, orthanc: Orthanc): Promise<void> {
  await openSettings(b);
  await b.click('node-add');
  await b.fill('node-name', webName);
  await b.fill('node-url', orthanc.url);
  await b.fill('node-userName', orthanc.userName);
  await b.fill('node-password', 'wrong');
  const refused = await test(b);
  check('a wrong password is said to be wrong', (await b.at('network-test-rights').getAttribute('data-outcome')) === 'failed' && refused.includes('账号或密码不正确'), refused);
  await picture('20-wrong-password');
  await b.fill('node-password', orthanc.password);
  const right = await test(b);
  check('with the right password every step holds', (await b.at('network-test-steps').getAttribute('data-outcome')) === 'ok' && right.includes('连接正常'), right);
  await picture('21-test-ok');
  await b.click('node-save');
  await b.at(`node-row-${webName}`).waitFor();
  await b.click('node-add');
  await b.at('node-dialog').getByText('AE Title', { exact: false }).first().click();
  await b.fill('node-name', dimseName);
  await b.fill('node-aeTitle', 'NOT_ORTHANC');
  await b.fill('node-host', '127.0.0.1');
  await b.fill('node-port', String(orthanc.dicomPort));
  const unknown = await test(b);
  check('a wrong AE title is said to be wrong', (await b.at('network-test-aeTitle').getAttribute('data-outcome')) === 'failed' && unknown.includes('AE Title 不正确'), unknown);
  await picture('22-wrong-ae');
  await b.fill('node-aeTitle', orthanc.aeTitle);
  const known = await test(b);
  check('with the right AE title every step holds', (await b.at('network-test-steps').getAttribute('data-outcome')) === 'ok', known);
  await picture('23-dimse-ok');
  await b.click('node-save');
  await b.at(`node-row-${dimseName}`).waitFor();
}

async function receive({ b, check, picture }: DataIn, port: number): Promise<void> {
  await b.fill('local-port', String(port));
  await b.at('local-receive').check({ force: true });
  await b.click('local-save');
  await b.page.locator('[data-testid="local-state"][data-state="listening"]').waitFor();
  check('receiving is switched on and says at which port', (await b.at('local-state').innerText()).includes(String(port)));
  await picture('24-receiving');
}

/** Sends from the dialog that is open. @returns what it says at the end */
async function send(b: ConsoleDriver, node: string): Promise<string> {
  await b.choose('send-node', node);
  await b.click('send-start');
  await b.page.locator('[data-testid="send-progress"]:not([data-phase="sending"])').waitFor({ timeout: 60_000 });
  return b.at('send-progress').innerText();
}

async function sendCase({ b, inputs, check, picture }: DataIn, orthanc: Orthanc, caseId: string): Promise<void> {
  const instances = async (): Promise<number> => ((await (await orthanc.rest('/statistics')).json()) as { CountInstances: number }).CountInstances;
  await openCase(b, caseId);
  await b.click('contents-send');
  const whole = await send(b, webName);
  check('the whole case is sent and its progress counts every object', whole.includes('已全部发送') && whole.includes(`${inputs.objects} / ${inputs.objects}`) && (await instances()) === inputs.objects, { whole, has: await instances() });
  await picture('25-sent');
  await b.page.keyboard.press('Escape');
  await b.page.getByRole('checkbox', { name: '选择 CT 胸部增强定位 CT' }).check();
  await b.click('contents-send');
  const series = await send(b, dimseName);
  check('one series is sent over DIMSE', series.includes(`${inputs.slices} / ${inputs.slices}`) && series.includes('已全部发送'), series);
  await picture('26-series-sent');
  await b.page.keyboard.press('Escape');
}

async function fetchBack({ b, inputs, check, picture }: DataIn): Promise<void> {
  await newCase(b, 'MDT-FETCHED');
  await b.click('import-node');
  await b.choose('find-node', dimseName);
  await b.fill('find-patientName', '示例患者');
  await b.click('find-search');
  await b.at('study-table').waitFor({ timeout: 30_000 });
  const rows = b.at('study-table').locator('tbody tr');
  check('a Chinese name finds the study', (await rows.count()) === 1 && (await rows.first().innerText()).includes('示例患者 体模'), await rows.allInnerTexts());
  await rows.getByRole('checkbox').first().check();
  await picture('27-found');
  await b.click('find-retrieve');
  await b.at('import-report').waitFor({ timeout: 60_000 });
  const words = await b.at('import-report').innerText();
  check('the study is fetched into the case', (await imported(b)) === inputs.objects, words);
  await picture('28-fetched');
}

async function takePushed({ b, workDir, check, picture }: DataIn, orthanc: Orthanc, port: number): Promise<void> {
  const folder = join(workDir, 'pushed');
  mkdirSync(folder);
  const { files } = makeSampleCase({ seed: 'pushed', slices: 6, matrixSize: 64, patientName: 'Wang^Fang=王^芳', patientID: 'P-PUSHED' });
  for (const { name, bytes } of files) writeFileSync(join(folder, basename(name)), bytes);
  await newCase(b, 'MDT-PUSHED');
  await b.click('import-inbox');
  await b.at('inbox-dialog').getByText('收件箱是空的').waitFor();
  await picture('29-inbox-empty');
  const pushed = await dcmtk('storescu', '-xs', '+sd', '-aet', orthanc.aeTitle, '-aec', aeTitle, '127.0.0.1', String(port), folder);
  check('DCMTK pushes a study here', pushed.code === 0, pushed);
  await b.at('inbox-take').waitFor({ timeout: 30_000 });
  const row = b.page.locator('[data-testid^="inbox-2"], [data-testid^="inbox-1"]').first();
  await b.until('all objects in the open inbox', async () => (await row.innerText()).includes(`${files.length} 对象`));
  check('the open inbox shows it, with whose it is and who sent it', /王 芳[^]*P-PUSHED/.test(await row.innerText()), await row.innerText());
  await picture('30-inbox');
  await b.click('inbox-take');
  await b.at('import-report').waitFor({ timeout: 60_000 });
  check('it is taken into the case', (await imported(b)) === files.length, await b.at('import-report').innerText());
  await b.click('import-inbox');
  await b.at('inbox-dialog').getByText('收件箱是空的').waitFor();
  check('and has left the inbox', true);
  await b.page.keyboard.press('Escape');
  await picture('31-taken');
}

/** The PACS goes away between finding a study and fetching it. */
async function loseNode({ b, check, picture }: DataIn, orthanc: Orthanc): Promise<void> {
  await newCase(b, 'MDT-LOST');
  await b.click('import-node');
  await b.choose('find-node', webName);
  await b.fill('find-patientID', 'SAMPLE-0001');
  await b.click('find-search');
  await b.at('study-table').waitFor({ timeout: 30_000 });
  await b.at('study-table').locator('tbody tr').getByRole('checkbox').first().check();
  await orthanc.stop();
  await b.click('find-retrieve');
  await b.at('import-report').waitFor({ timeout: 60_000 });
  const words = await b.at('import-report').innerText();
  check('a PACS that went away fails the import and says what to check', words.includes('导入失败') && words.includes('该端口没有服务'), words);
  await picture('32-failed');
}
