import { copyFileSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readHeader } from '../../../shared/dicom/readHeader.ts';
import { makeSampleCase } from '../../../shared/rt/phantom/makeSampleCase.ts';
import { passphrase, password, type Stage } from './stage.ts';
import { PlatformProcess } from './platformProcess.ts';

/** Both consoles are closed and opened again; a wrong passphrase is tried first. */
export async function reopen(stage: Stage): Promise<void> {
  const { a, b, summary } = stage;
  await Promise.all([a.stop(), b.stop()]);
  await Promise.all([a.start(), b.start()]);
  await b.unlock('not the passphrase');
  await b.at('vault-error').waitFor();
  await stage.picture('wrong-passphrase', b);
  summary.badInput = { ...summary.badInput, wrongPassphrase: await b.at('vault-error').innerText() };
  await b.unlock(passphrase.b);
  await a.unlock(passphrase.a);
  await a.signIn('chen.chair', password);
  await b.signIn('liang.imaging', password);
  const reopened: Partial<Record<'a' | 'b', { state: string; digest: string }>> = {};
  for (const side of ['a', 'b'] as const) {
    const console = stage[side];
    await console.click('nav-cases');
    await console.click(`case-row-${stage.caseId}`);
    await console.click('tab-record');
    await console.at('report-delivered').waitFor();
    const { record } = await console.call('case.get', { caseId: stage.caseId });
    reopened[side] = { state: record.state, digest: (await console.call('record.digest', { stream: { kind: 'case', id: stage.caseId } })).local };
  }
  summary.reopened = reopened as NonNullable<typeof summary.reopened>;
  await stage.picture('reopened', a, b);
  await b.click('tab-review');
  await b.at('viewport-axial').waitFor({ timeout: 60_000 });
  await b.until('the image after reopening', async () => Number((await b.at('viewport-axial').getAttribute('data-drawn-at-ms')) ?? 0) > 0, 60_000);
  await stage.picture('reopened-images', b);
  await b.click('language');
  await stage.picture('english', b);
  await b.click('language');
}

/** A folder with everything a hospital may hand over by mistake, made from the case shown. */
function makeBadFolder(stage: Stage): string {
  const folder = join(stage.workDir, 'bad-input');
  mkdirSync(folder, { recursive: true });
  const files = listFiles(stage.caseFolder);
  const byModality = (modality: string): string[] => files.filter((file) => readHeader(readFileSync(file)).modality === modality);
  for (const file of byModality('CT').slice(0, 4)) copyFileSync(file, join(folder, basename(file)));
  const [cut] = byModality('CT').slice(5);
  const [dose] = byModality('RTDOSE');
  if (!cut || !dose) throw new Error('The case has too few CT slices or no dose to make the bad folder from.');
  writeFileSync(join(folder, 'truncated-ct.dcm'), readFileSync(cut).subarray(0, Math.floor(statSync(cut).size / 2)));
  copyFileSync(dose, join(folder, 'dose-without-plan.dcm'));
  writeFileSync(join(folder, 'notes.txt'), 'This is a letter, not an image.');
  const [other] = makeSampleCase({ patientID: 'OTHER-0002', patientName: '另一位^患者', slices: 6 }).files;
  if (other) writeFileSync(join(folder, 'second-patient.dcm'), other.bytes);
  return folder;
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
}

/** Bad files are named with a reason; the rest goes on. */
export async function importBadFolder(stage: Stage): Promise<void> {
  const { b, summary } = stage;
  await b.click('nav-cases');
  await b.click('new-case');
  await b.fill('new-case-number', 'MDT-BAD-INPUT');
  await b.click('new-case-create');
  await b.answerFolderDialog(makeBadFolder(stage));
  await b.click('import-choose');
  await b.at('import-choose-patient').waitFor();
  await stage.picture('import-two-patients', b);
  await b.at('import-choose-patient').getByRole('radio').nth(await firstPatientIndex(stage)).check();
  await b.click('import-choose-confirm');
  await b.at('import-report').waitFor();
  const words = await b.at('import-report').innerText();
  await stage.picture('import-bad-report', b);
  summary.badInput = {
    ...summary.badInput,
    notDicom: lineAbout(words, 'notes.txt'),
    truncated: lineAbout(words, 'truncated-ct.dcm'),
    secondPatient: lineAbout(words, 'second-patient.dcm'),
    doseWithoutPlan: words.split('\n').find((line) => /plan/i.test(line) && /dose/i.test(line)) ?? '',
    importedDespite: (await b.at('import-report').getAttribute('data-imported')) ?? '',
  };
}

/** Which entry of the choice is the case's own patient: the one with more objects. */
async function firstPatientIndex(stage: Stage): Promise<number> {
  const entries = stage.b.at('import-choose-patient').locator('[data-testid^="import-patient-"]');
  const ids = await entries.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-testid') ?? ''));
  return ids.findIndex((id) => !id.endsWith('OTHER-0002'));
}

const lineAbout = (words: string, file: string): string => {
  const at = words.indexOf(file);
  return at < 0 ? '' : words.slice(at, at + 240).split('\n').slice(0, 2).join(' ').trim();
};

/** The platform is away: the console says so, keeps working, and sends everything when it is back. */
export async function loseThePlatform(stage: Stage): Promise<void> {
  const { b, summary } = stage;
  const { url } = stage.platform;
  await stage.platform.stop();
  await b.call('sync.now', {});
  await b.until('the console to say it is offline', async () => (await b.call('sync.status', {})).state === 'offline', 30_000);
  await b.fill('request-question', '离线时填写的问题');
  await b.until('the offline edit to be kept', async () => (await b.call('sync.status', {})).outbox > 0);
  const status = await b.call('sync.status', {});
  await stage.picture('platform-unreachable', b);
  summary.badInput = { ...summary.badInput, platformUnreachable: status.error?.message ?? '', offlineOutbox: String(status.outbox) };
  stage.platform = await PlatformProcess.start(join(stage.workDir, 'platform'), Number(new URL(url).port));
  await b.until('the outbox to empty after the platform is back', async () => { const now = await b.call('sync.status', {}); return now.state === 'online' && now.outbox === 0; }, 60_000);
  summary.badInput = { ...summary.badInput, outboxAfterReturn: String((await b.call('sync.status', {})).outbox) };
}

/** Camera and microphone are refused by the system: the lobby says so and joining without them stays possible. */
export async function denyCamera(stage: Stage): Promise<void> {
  const { a, b, summary } = stage;
  await a.app.evaluate(({ session }) => session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false)));
  await a.app.evaluate(({ session }) => session.defaultSession.setPermissionCheckHandler(() => false));
  const sides = (await a.call('case.get', { caseId: stage.caseId })).record;
  const meetingId = globalThis.crypto.randomUUID();
  const submit = (type: 'meeting.plan' | 'meeting.open', baseVersion: number, payload: unknown): Promise<unknown> =>
    a.call('record.submit', { commandId: globalThis.crypto.randomUUID(), stream: { kind: 'meeting', id: meetingId }, type, baseVersion, payload });
  await submit('meeting.plan', 0, { title: '设备测试', startMs: Date.now(), hospitalIds: [sides.leadHospitalId, sides.requestingHospitalId] });
  await submit('meeting.open', 1, {});
  await b.until('the second meeting at B', async () => (await b.call('meeting.list', {})).meetings.some((meeting) => meeting.record.id === meetingId));
  await a.click('nav-agenda');
  await a.at(`meeting-${meetingId}`).getByTestId('meeting-enter').click();
  await a.at('problem-camera').waitFor({ timeout: 15_000 });
  await stage.picture('camera-denied', a);
  summary.badInput = { ...summary.badInput, cameraDenied: await a.at('problem-camera').innerText() };
  await a.click('join');
  await a.at('leave').waitFor({ timeout: 15_000 });
  await stage.picture('joined-without-camera', a);
  await a.click('leave');
}
