import { join } from 'node:path';
import { build } from 'vite';

const pageFolder = join(import.meta.dirname, 'page');

/** Builds the page with all engines into a folder, as the console's own pages are built. */
export async function buildPage(outDir: string): Promise<void> {
  await build({
    configFile: false,
    root: pageFolder,
    base: '/page/',
    logLevel: 'error',
    worker: { format: 'es' },
    // vtk.js, inside cornerstone3D, imports xmlbuilder2, which needs Node.
    resolve: { alias: { xmlbuilder2: join(pageFolder, 'noXml.ts') } },
    build: { outDir, emptyOutDir: true, minify: true, target: 'chrome130', modulePreload: false },
  });
}
