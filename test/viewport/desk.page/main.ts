import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPage, servePage } from './serve.ts';

/** `node test/viewport/desk.page/main.ts <folder of a case> [port]`: the review desk in any browser, without Electron. */
const [, , folder, port] = process.argv;
if (folder === undefined) {
  process.stderr.write('Usage: node test/viewport/desk.page/main.ts <folder of a case> [port]\n');
  process.exit(2);
}
const outDir = await mkdtemp(join(tmpdir(), 'desk-page-'));
await buildPage(outDir);
const { url } = await servePage(outDir, folder, Number(port ?? 5199));
process.stdout.write(`${url}\n`);
