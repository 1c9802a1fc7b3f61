import { join } from 'node:path';
import { app, dialog } from 'electron';

/** Folder that answers dialogs in a scripted tour, which cannot work a system dialog. */
function scriptedFolder(): string | undefined {
  return process.env['MDT_TEST'] === '1' ? process.env['MDT_TEST_FOLDER'] : undefined;
}

/** Asks for a folder to import; null when the person cancels. */
export async function chooseFolder(): Promise<string | null> {
  const scripted = scriptedFolder();
  if (scripted !== undefined) return scripted;
  const { filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory'] });
  return filePaths[0] ?? null;
}

/** Asks where to save a PDF; null when the person cancels. A scripted tour saves beside the record. */
export async function chooseSavePath(suggestedName: string): Promise<string | null> {
  if (scriptedFolder() !== undefined) return join(app.getPath('userData'), suggestedName);
  const { filePath } = await dialog.showSaveDialog({ defaultPath: join(app.getPath('documents'), suggestedName), filters: [{ name: 'PDF', extensions: ['pdf'] }] });
  return filePath === '' ? null : filePath;
}
