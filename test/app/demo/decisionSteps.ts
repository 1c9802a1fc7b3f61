import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../../scripts/projectFolder.ts';
import { decisionWords, imagingOpinion, medicalOpinion, physicsOpinion, radiationOpinion } from './caseWords.ts';
import { waitForState } from './requestSteps.ts';
import { password, pin, type Stage } from './stage.ts';

/** Opinions are typed, the decision is filled with a wrong number first, corrected, read back and frozen. */
export async function decide(stage: Stage): Promise<void> {
  const { a, b } = stage;
  await b.click('panel-opinions');
  await b.fill('opinion-text', imagingOpinion);
  await b.click('opinion-add');
  await a.click('panel-opinions');
  for (const [person, words] of [['林若溪', medicalOpinion], ['吴明哲', physicsOpinion], ['陈立群', radiationOpinion]] as const) {
    await a.choose('opinion-person', person);
    await a.fill('opinion-text', words);
    await a.click('opinion-add');
    await a.until(`the opinion of ${person}`, async () => (await a.call('case.get', { caseId: stage.caseId })).record.opinions.some((opinion) => opinion.personName === person));
  }
  await a.until('four opinions at A', async () => (await a.call('case.get', { caseId: stage.caseId })).record.opinions.length === 4);
  await stage.picture('opinions', a, b);
  await a.click('panel-decision');
  await a.choose('decision-outcome', '推荐治疗');
  await a.choose('decision-intent', '新辅助');
  for (const [testId, words] of Object.entries(decisionWords)) await a.fill(testId, words);
  await a.fill('decision-rtTotalDoseGy', '50.4');
  await a.until('the wrong dose to be named', async () => (await a.at('dose-check').getAttribute('data-status')) === 'disagrees');
  await a.at('dose-check').scrollIntoViewIfNeeded();
  await stage.picture('decision-numbers-disagree', a);
  await a.fill('decision-rtTotalDoseGy', '41.4');
  await a.until('the dose to agree', async () => (await a.at('dose-check').getAttribute('data-status')) === 'agrees');
  await a.click('read-back');
  await a.at('read-back-confirm').waitFor();
  await stage.picture('read-back', a);
  await a.click('read-back-confirm');
  await a.at('read-back-confirm').waitFor({ state: 'hidden' });
  await a.click('freeze');
  await waitForState(stage, 'a', 'opinionDraft');
  await waitForState(stage, 'b', 'opinionDraft');
}

/** Imaging signs at B, the expert and the physicist at A, the chair last; a wrong PIN is refused on the way. */
export async function sign(stage: Stage): Promise<void> {
  const { a, b } = stage;
  await b.click('panel-sign');
  await b.fill('sign-pin', '000000');
  await b.click('sign-submit');
  await b.at('sign-error').waitFor();
  await stage.picture('sign-wrong-pin', b);
  await b.fill('sign-pin', pin);
  await b.click('sign-submit');
  await b.at('signature-liang.imaging').waitFor();
  await a.click('panel-sign');
  await a.at('signature-liang.imaging').waitFor();
  const signColleague = async (name: string, personId: string): Promise<void> => {
    await a.choose('sign-person', name);
    await a.fill('sign-password', password);
    await a.fill('sign-pin', pin);
    await a.click('sign-submit');
    await a.at(`signature-${personId}`).waitFor();
  };
  await signColleague('林若溪', 'lin.expert');
  await stage.picture('expert-signed', a);
  await a.choose('sign-person', '陈立群');
  await a.at('sign-role').getByText('专家', { exact: true }).click();
  await a.fill('sign-pin', pin);
  await a.click('sign-submit');
  await a.until('the radiation oncologist’s signature', async () => (await a.call('case.get', { caseId: stage.caseId })).record.signatures.length === 3);
  await signColleague('吴明哲', 'wu.physics');
  await a.fill('sign-pin', pin);
  await a.click('sign-submit');
  await waitForState(stage, 'a', 'opinionSigned');
  await waitForState(stage, 'b', 'opinionSigned');
  await stage.picture('chair-signed', a, b);
}

/** The report is made at A, arrives at B, and is verified outside the console. */
export async function deliver(stage: Stage): Promise<void> {
  const { a, b, summary } = stage;
  await a.click('leave');
  await b.click('leave');
  await a.click('nav-agenda');
  await a.click('meeting-end');
  await a.click('confirm-yes');
  await a.click('nav-cases');
  await a.click(`case-row-${stage.caseId}`);
  await a.click('tab-record');
  await a.click('report-make');
  await a.at('report-delivered').waitFor();
  await b.until('the report at B and its receipt', async () => (await b.call('case.get', { caseId: stage.caseId })).record.receipt !== null, 60_000);
  await a.until('the receipt at A', async () => (await a.call('case.get', { caseId: stage.caseId })).record.receipt !== null, 60_000);
  await b.click('nav-cases');
  await b.click(`case-row-${stage.caseId}`);
  await b.click('tab-record');
  await b.at('report-delivered').waitFor();
  await b.click('verify');
  await b.at('verify-result').waitFor();
  await a.at('report-received').waitFor();
  await stage.picture('report-delivered', a, b);
  await b.click('report-view');
  await b.at('report-paper').scrollIntoViewIfNeeded();
  await stage.picture('report-read', b);
  const { bytes } = await b.call('report.read', { caseId: stage.caseId }).then(({ bytes: read }) => ({ bytes: Uint8Array.from(Object.values(read ?? {})) }));
  writeFileSync(join(stage.outputDir, 'opinion-report.pdf'), bytes);
  const { record } = await b.call('case.get', { caseId: stage.caseId });
  summary.report = { byteLength: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), receivedByRequester: record.receipt?.sha256 === record.report?.sha256 };
}

/** Reads what is held at A, B and the platform and compares. */
export async function compareRecords(stage: Stage): Promise<void> {
  const { a, b, summary } = stage;
  const stream = { kind: 'case' as const, id: stage.caseId };
  await Promise.all([a, b].map((console) => console.until('an empty outbox', async () => (await console.call('sync.status', {})).outbox === 0)));
  const [ofA, ofB] = [await a.call('record.digest', { stream }), await b.call('record.digest', { stream })];
  summary.outbox = { a: (await a.call('sync.status', {})).outbox, b: (await b.call('sync.status', {})).outbox };
  summary.digests = { a: ofA.local, b: ofB.local, platform: ofA.platform ?? '' };
  summary.digestsEqual = ofA.local === ofB.local && ofA.local === ofA.platform;
  const verification = await b.call('record.verify', { caseId: stage.caseId });
  summary.signatures = verification.signatures.map(({ personName, role, isValid }) => ({ personName, role, isValid }));
  const { json } = await b.call('record.export', { caseId: stage.caseId });
  const file = join(stage.outputDir, 'signed-record.json');
  mkdirSync(stage.outputDir, { recursive: true });
  writeFileSync(file, json);
  const verify = spawnSync(process.execPath, [join(projectFolder, 'electron', 'core', 'cli', 'mdt.ts'), 'verify', file, '--json'], { encoding: 'utf8' });
  writeFileSync(join(stage.outputDir, 'mdt-verify.json'), verify.stdout);
  summary.verify = { exitCode: verify.status ?? -1, isValid: verify.status === 0 };
  const meeting = await a.call('meeting.get', { meetingId: stage.meetingId });
  summary.attendance = meeting.record.attendance.map((entry) => ({ personName: entry.personName, minutes: Math.round((entry.leftAtMs - entry.joinedAtMs) / 600) / 100 }));
}
