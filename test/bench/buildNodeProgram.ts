import { basename, join } from 'node:path';
import { build } from 'vite';

/**
 * Bundles a Node program with everything it imports into one file, as the console's own programs are shipped; run from
 * its sources, Node would first strip the types of every module.
 *
 * @returns path of the bundle in `outDir`
 */
export async function buildNodeProgram(source: string, outDir: string): Promise<string> {
  const name = basename(source, '.ts');
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: { ssr: source, outDir, emptyOutDir: false, minify: false, target: 'node24', rollupOptions: { output: { entryFileNames: `${name}.mjs` } } },
  });
  return join(outDir, `${name}.mjs`);
}
