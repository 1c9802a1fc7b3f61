import { freePort } from '../../../electron/main/freePort.ts';
import { openCase, openSettings, type DataIn } from './stage.ts';

/** Adds a PACS nobody runs: the test says so, and it is saved all the same. */
export async function testAbsentNode(stage: DataIn): Promise<void> {
  const { b, check, picture } = stage;
  await openSettings(b);
  await picture('07-settings');
  await b.click('node-add');
  await b.at('node-dialog').getByText('AE Title', { exact: false }).first().click();
  await b.fill('node-name', '放射科 PACS');
  await b.fill('node-aeTitle', 'NOBODY');
  await b.fill('node-host', '127.0.0.1');
  await b.fill('node-port', String(await freePort(undefined)));
  await b.click('node-test');
  await b.at('network-test-steps').waitFor({ timeout: 30_000 });
  const words = await b.at('network-test-address').innerText();
  check('a PACS that is not there is said to refuse the connection, and what to check', words.includes('失败') && words.includes('该端口没有服务'), words);
  await picture('08-node-test');
  await b.click('node-save');
  await b.at('node-row-放射科 PACS').waitFor();
  check('a node is saved and listed', true);
  await picture('09-node-saved');
}

/** Searches there from a case. */
export async function findInAbsentNode(stage: DataIn, caseId: string): Promise<void> {
  const { b, check, picture } = stage;
  await openCase(b, caseId);
  await b.click('import-node');
  await b.at('find-search').waitFor();
  await b.click('find-search');
  await b.at('network-error').waitFor({ timeout: 30_000 });
  check('a search in a PACS that is not there says what to check', (await b.at('network-error').innerText()).includes('该端口没有服务'));
  await picture('10-find-failed');
  await b.page.keyboard.press('Escape');
}
