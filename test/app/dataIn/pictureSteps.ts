import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../../scripts/projectFolder.ts';
import { dropFiles } from './dropFiles.ts';
import { writeMany } from './inputs.ts';
import { newCase, type DataIn } from './stage.ts';

/** States that cost time and are only to be looked at: a running import, a cancelled one, long lists, every kind of object. */
export async function showStates(stage: DataIn): Promise<void> {
  await showFocus(stage);
  await showRunning(stage);
  await showRejects(stage);
  const modalities = join(projectFolder, '..', 'shared', 'data', 'modalities');
  if (existsSync(modalities)) await showKinds(stage, modalities);
}

/** Where the keyboard is, step by step from the top of a case. */
async function showFocus({ b, picture }: DataIn): Promise<void> {
  await newCase(b, 'MDT-FOCUS');
  await b.at('import-choose').focus();
  for (const step of [1, 2, 3]) {
    await b.page.keyboard.press('Tab');
    await picture(`49-focus-${step}`);
  }
}

async function showRunning({ b, workDir, picture }: DataIn): Promise<void> {
  const folder = join(workDir, 'long');
  writeMany(folder, { slices: 62, matrixSize: 256, copies: 24 });
  await newCase(b, 'MDT-LONG');
  await dropFiles(b, 'drop-area', [folder]);
  await b.page.locator('[data-testid="import-running"][data-phase="reading"]').waitFor({ timeout: 60_000 });
  await picture('50-running');
  await b.at('import-report').waitFor({ timeout: 120_000 });
  await newCase(b, 'MDT-CANCELLED');
  await dropFiles(b, 'drop-area', [folder]);
  await b.click('import-cancel');
  await b.at('import-report').waitFor({ timeout: 60_000 });
  await picture('51-cancelled');
}

async function showRejects({ b, workDir, picture }: DataIn): Promise<void> {
  const folder = join(workDir, 'rejects');
  mkdirSync(folder);
  for (let at = 0; at < 320; at += 1) writeFileSync(join(folder, `说明文件-${at}-with-a-rather-long-name-as-vendors-give-them-on-their-discs.html`), '<html>');
  const malformed = join(projectFolder, '..', 'shared', 'data', 'malformed');
  if (existsSync(malformed)) cpSync(join(malformed, 'pydicom'), join(folder, 'malformed'), { recursive: true });
  await newCase(b, 'MDT-REJECTS');
  await dropFiles(b, 'drop-area', [folder]);
  await b.page.locator('[data-testid="import-report"], [data-testid="import-choose-patient"]').first().waitFor({ timeout: 60_000 });
  if ((await b.at('import-choose-patient').count()) > 0) {
    await picture('52-many-patients');
    await b.page.getByRole('radio').first().check();
    await b.click('import-choose-confirm');
    await b.at('import-report').waitFor({ timeout: 60_000 });
  }
  await picture('53-rejects');
  await b.fill('import-reject-search', '-31');
  await picture('54-rejects-searched');
}

/** Every kind of object as if it were of one patient: looked at in the list, as text, and in the mask tool. */
async function showKinds({ b, workDir, picture }: DataIn, modalities: string): Promise<void> {
  const folder = join(workDir, 'kinds');
  for (const part of readdirSync(modalities)) if (part !== 'dicomdir') cpSync(join(modalities, part), join(folder, part), { recursive: true });
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of files) {
    try {
      execFileSync('dcmodify', ['-nb', '-i', 'PatientID=KINDS', '-i', 'PatientName=Kinds^All', '-i', 'PatientBirthDate=19600101', '-i', 'PatientSex=F', path], { stdio: 'ignore' });
    } catch {
      // Stays with its own patient and is asked about.
    }
  }
  await newCase(b, 'MDT-KINDS');
  await dropFiles(b, 'drop-area', [folder]);
  await b.page.locator('[data-testid="import-report"], [data-testid="import-choose-patient"]').first().waitFor({ timeout: 120_000 });
  if ((await b.at('import-choose-patient').count()) > 0) {
    await b.at('import-patient-KINDS').check();
    await b.click('import-choose-confirm');
    await b.at('import-report').waitFor({ timeout: 120_000 });
  }
  await picture('60-kinds-report');
  await b.click('contents-toggle');
  const rows = b.page.locator('[data-testid^="contents-series-"]');
  for (const at of [0, 12, 24, 36]) {
    if (at >= (await rows.count())) break;
    await rows.nth(at).evaluate((row) => row.scrollIntoView({ block: 'start' }));
    await b.page.waitForTimeout(2500);
    await picture(`61-kinds-${at}`);
  }
  const reports = rows.filter({ hasText: '结构化报告' });
  for (let at = 0; at < (await reports.count()); at += 1) {
    const report = reports.nth(at);
    await report.getByRole('button').last().click();
    await b.at('contents-read').click();
    await b.at('contents-text').waitFor({ timeout: 10_000 });
    await b.at('contents-text').scrollIntoViewIfNeeded();
    await picture(`62-report-${at}`);
    await report.getByRole('button').last().click();
  }
  await b.click('contents-deidentify');
  await b.at('deidentify-series').waitFor({ timeout: 60_000 });
  await picture('63-deidentify');
  const frames = b.page.locator('[data-testid^="deidentify-series-"]').filter({ hasText: 'US' }).locator('[data-testid^="deidentify-review-"]');
  for (let at = 0; at < (await frames.count()); at += 1) {
    await frames.nth(at).click();
    await b.page.waitForTimeout(1500);
    await picture(`64-mask-${at}`);
    await b.page.keyboard.press('Escape');
  }
  await b.page.keyboard.press('Escape');
}
