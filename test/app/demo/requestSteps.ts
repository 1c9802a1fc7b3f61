import { requestWords } from './caseWords.ts';
import { passphrase, password, type Stage } from './stage.ts';

/** Both consoles open for the first time and sign in. */
export async function openConsoles(stage: Stage): Promise<void> {
  const { a, b } = stage;
  await Promise.all([a.start(), b.start()]);
  await stage.picture('vault', b);
  await a.createVault(passphrase.a);
  await b.createVault(passphrase.b);
  await stage.picture('sign-in', a);
  await a.signIn('chen.chair', password);
  await b.signIn('liang.imaging', password);
  await stage.picture('worklist-empty', a, b);
}

/** B imports the case, fills the request and sends it. */
export async function sendRequest(stage: Stage): Promise<void> {
  const { b, summary } = stage;
  await b.click('new-case');
  await b.click('new-case-create');
  await b.at('case-header').waitFor();
  stage.caseId = (await b.at('case-header').getAttribute('data-case-id')) ?? '';
  await stage.picture('request-empty', b);
  await b.answerFolderDialog(stage.caseFolder);
  const startedMs = performance.now();
  await b.click('import-choose');
  await b.at('import-cancel').waitFor();
  await stage.picture('import-running', b);
  await b.at('import-report').waitFor({ timeout: 120_000 });
  const report = b.at('import-report');
  summary.import = {
    imported: Number(await report.getAttribute('data-imported')),
    rejected: Number(await report.getAttribute('data-rejected')),
    elapsedMs: Math.round(performance.now() - startedMs),
  };
  await b.at('chain-picture').waitFor();
  await stage.picture('import-report', b);
  await b.at('chain-picture').screenshot({ path: `${stage.outputDir}/rt-chain.png` });
  for (const [testId, words] of Object.entries(requestWords)) await b.fill(testId, words);
  await b.choose('request-patientSex', '男');
  await b.choose('request-wantedDisciplines', '放射治疗');
  for (const discipline of ['肿瘤内科', '医学物理']) await b.page.getByRole('option', { name: discipline }).filter({ visible: true }).click();
  await b.page.keyboard.press('Escape');
  await stage.picture('request-filled', b);
  await b.click('request-submit');
  await b.click('confirm-yes');
  await waitForState(stage, 'b', 'submitted');
  await stage.picture('request-sent', b);
}

/** A accepts, puts the case on today's agenda, and marks it ready once its own copy of the images is whole. */
export async function acceptRequest(stage: Stage): Promise<void> {
  const { a, summary } = stage;
  const startedMs = performance.now();
  await a.click(`case-row-${stage.caseId}`);
  await waitForState(stage, 'a', 'submitted');
  await stage.picture('request-received', a);
  await a.click('case-accept');
  await waitForState(stage, 'a', 'accepted');
  await a.click('case-schedule');
  await waitForState(stage, 'a', 'scheduled');
  await a.until('all images at the lead hospital', async () => {
    const { imaging, record } = await a.call('case.get', { caseId: stage.caseId });
    const told = record.presence[record.leadHospitalId];
    return imaging.total > 0 && imaging.present === imaging.total && told?.present === imaging.total;
  }, 180_000);
  const { imaging } = await a.call('case.get', { caseId: stage.caseId });
  summary.transfer = { instances: imaging.present, elapsedMs: Math.round(performance.now() - startedMs) };
  await stage.picture('images-arrived', a);
  await a.click('case-ready');
  await waitForState(stage, 'a', 'ready');
  await a.click('nav-agenda');
  await a.at('meeting-open').waitFor();
  await stage.picture('agenda', a);
}

export async function waitForState(stage: Stage, side: 'a' | 'b', state: string): Promise<void> {
  await stage[side].until(`the case to be ${state}`, async () => (await stage[side].call('case.get', { caseId: stage.caseId })).record.state === state, 60_000);
}
