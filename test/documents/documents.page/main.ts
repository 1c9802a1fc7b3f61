import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPage, servePage } from './serve.ts';

/** `node test/documents/documents.page/main.ts <folder> [port]`: every object of a folder in any browser, one address a line. */
const [, , folder, port] = process.argv;
if (folder === undefined) {
  process.stderr.write('Usage: node test/documents/documents.page/main.ts <folder of DICOM files> [port]\n');
  process.exit(2);
}
const outDir = await mkdtemp(join(tmpdir(), 'documents-page-'));
await buildPage(outDir);
const { url, uids } = await servePage(outDir, folder, Number(port ?? 5198));
process.stdout.write(`${url}?view=grey\n${uids.map((uid) => `${url}?uid=${uid}`).join('\n')}\n`);
