import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { makeSampleCase } from '../../../shared/rt/phantom/makeSampleCase.ts';
import { passphrase, password } from '../demo/stage.ts';
import { dropFiles } from './dropFiles.ts';
import { imported, newCase, openCase, type DataIn } from './stage.ts';

/** A folder with two patients: asked about, the console closed before the answer, and the answer given after. */
export async function chooseAfterRestart(stage: DataIn): Promise<void> {
  const { b, workDir, check, picture } = stage;
  const folder = join(workDir, '两名患者');
  const wanted = writePatient(folder, 'P-ONE', 'Zhao^Min=赵^敏');
  writePatient(folder, 'P-TWO', 'Zhao^Min=赵^民');
  const caseId = await newCase(b, 'MDT-TWO');
  await dropFiles(b, 'drop-area', [folder]);
  await b.at('import-choose-patient').waitFor({ timeout: 60_000 });
  check('of several patients none is chosen beforehand', (await b.page.getByRole('radio', { checked: true }).count()) === 0 && (await b.at('import-choose-confirm').isDisabled()));
  await picture('40-choose-patient');
  await b.stop();
  await b.start();
  await b.unlock(passphrase.b);
  await b.signIn('liang.imaging', password);
  await openCase(b, caseId);
  await b.at('import-patient-P-ONE').check();
  await b.click('import-choose-confirm');
  await b.at('import-choose-again').waitFor();
  const words = await b.at('import-choose-again').innerText();
  check('after a restart the page says which folder has to be chosen again', words.includes(folder), words);
  await picture('41-choose-again');
  await b.answerFolderDialog(folder);
  await b.click('import-choose-again-folder');
  await b.at('import-report').waitFor({ timeout: 60_000 });
  check('the patient chosen before is then taken, and no other', (await imported(b)) === wanted, await b.at('import-report').innerText());
  const { instances } = await b.call('imaging.get', { caseId });
  check('no object of the other patient is in the case', instances.every((one) => one.header.patient.patientID === 'P-ONE'), instances.map((one) => one.header.patient.patientID));
  await picture('42-one-of-two');
}

/** @returns how many objects were written */
function writePatient(folder: string, patientID: string, patientName: string): number {
  const { files } = makeSampleCase({ seed: patientID, slices: 4, matrixSize: 32, patientID, patientName });
  mkdirSync(join(folder, patientID), { recursive: true });
  for (const { name, bytes } of files) writeFileSync(join(folder, patientID, basename(name)), bytes);
  return files.length;
}
