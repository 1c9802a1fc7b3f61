import { dropFiles } from './dropFiles.ts';
import { imported, newCase, type DataIn } from './stage.ts';

/** Drops an archive on a new case. @returns the id of the case */
export async function dropArchive(stage: DataIn): Promise<string> {
  const { b, inputs, check, picture, hasPictures } = stage;
  const caseId = await newCase(b, 'MDT-DROP');
  const forged = await b.callResult('import.start', { importId: globalThis.crypto.randomUUID(), caseId, source: { kind: 'paths', paths: [inputs.archive] }, patientKey: null });
  check('a path nobody dropped or chose is refused', !forged.ok && forged.error.reason === 'bad-request', forged);
  const made = await b.page.evaluate(() => (globalThis as unknown as { mdt: { rememberDropped(files: readonly object[]): Promise<unknown> } }).mdt.rememberDropped([new File(['x'], '/etc/passwd')]));
  check('a File the page made itself has no path', JSON.stringify(made) === '{"ok":true,"value":{"paths":[]}}', made);
  await picture('01-empty');
  await dropFiles(b, 'drop-area', [inputs.archive], async () => {
    check('the import area shows that it takes what is held over it', (await b.at('drop-area').getAttribute('data-over')) === 'true');
    await picture('02-held-over');
  });
  await b.at('import-report').waitFor({ timeout: 120_000 });
  await b.at('import-rejects').evaluate((node) => node.querySelectorAll('details').forEach((fold) => { fold.open = true; }));
  const words = await b.at('import-report').innerText();
  check('a dropped zip is imported', (await imported(b)) === inputs.objects, { imported: await imported(b), of: inputs.objects, words });
  check('what was not taken is named with what to do', words.includes('notes.txt') && words.includes('不是 DICOM 文件'), words);
  await b.at('contents').waitFor();
  check('the contents list the screen capture', (await b.at('contents').innerText()).includes('肝脏超声截图'));
  await picture('03-report');
  await b.at('contents').scrollIntoViewIfNeeded();
  if (hasPictures) await b.page.waitForTimeout(1500);
  await picture('04-contents');
  return caseId;
}

/** Kills core in the middle of an import and goes on with it. */
export async function killAndResume(stage: DataIn): Promise<void> {
  const { b, inputs, check, picture } = stage;
  await newCase(b, 'MDT-KILLED');
  const pid = (await b.coreEvents()).findLast((event) => event.state === 'ready')?.pid ?? null;
  if (pid === null) throw new Error('Core told no process id.');
  await b.page.evaluate(() => {
    const scope = globalThis as unknown as { mdt: { on(channel: string, listener: (payload: { phase: string; filesDone: number }) => void): () => void }; seenReading: number };
    scope.seenReading = 0;
    scope.mdt.on('import.progress', (progress) => {
      if (progress.phase === 'reading') scope.seenReading = progress.filesDone;
    });
  });
  await dropFiles(b, 'drop-area', [inputs.manyFolder]);
  await b.page.waitForFunction(() => (globalThis as unknown as { seenReading: number }).seenReading > 0, undefined, { polling: 10 });
  process.kill(pid, 'SIGKILL');
  await b.at('import-interrupted').waitFor({ timeout: 30_000 });
  check('an import whose core was killed is said to be interrupted', true);
  await picture('06-interrupted');
  await b.click('import-resume');
  await b.at('import-report').waitFor({ timeout: 180_000 });
  const report = b.at('import-report');
  const words = await report.innerText();
  const { instances } = await b.call('imaging.get', { caseId: (await b.at('case-header').getAttribute('data-case-id')) ?? '' });
  check('going on takes the rest and nothing twice', instances.length === inputs.manyObjects && new Set(instances.map((one) => one.header.sopInstanceUID)).size === inputs.manyObjects, { has: instances.length, of: inputs.manyObjects, words });
}
