import { join } from 'node:path';
import { app, dialog } from 'electron';

/** Folder that answers dialogs in a scripted tour, which cannot work a system dialog. */
function scriptedFolder(): string | undefined {
  return process.env['MDT_TEST'] === '1' ? process.env['MDT_TEST_FOLDER'] : undefined;
}

/** Asks for a folder, or for files, to import; empty when the person cancels. */
export async function chooseImport(kind: 'folder' | 'files'): Promise<readonly string[]> {
  const scripted = scriptedFolder();
  if (scripted !== undefined) return [scripted];
  const { filePaths } = await dialog.showOpenDialog({ properties: kind === 'folder' ? ['openDirectory'] : ['openFile', 'multiSelections'] });
  return filePaths;
}

/** Asks for a folder to write into; null when the person cancels. A scripted tour writes beside the record. */
export async function chooseTarget(): Promise<string | null> {
  if (scriptedFolder() !== undefined) return join(app.getPath('userData'), 'export');
  const { filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory', 'createDirectory'] });
  return filePaths[0] ?? null;
}

/** Asks where to save a file; null when the person cancels. A scripted tour saves beside the record. */
export async function chooseSavePath(suggestedName: string, extension: string): Promise<string | null> {
  if (scriptedFolder() !== undefined) return join(app.getPath('userData'), suggestedName);
  const { filePath } = await dialog.showSaveDialog({ defaultPath: join(app.getPath('documents'), suggestedName), filters: [{ name: extension.toUpperCase(), extensions: [extension] }] });
  return filePath === '' ? null : filePath;
}
