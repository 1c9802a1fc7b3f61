import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const here = import.meta.dirname;

/** Three bundles: main with core beside it, the sandboxed preload (must be CommonJS), and the renderer. */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: true,
      rollupOptions: {
        input: {
          index: resolve(here, 'electron/main/index.ts'),
          core: resolve(here, 'electron/core/index.ts'),
          importWorker: resolve(here, 'electron/core/files/importWorker.ts'),
          storeWorker: resolve(here, 'electron/core/store/backup/storeWorker.ts'),
          draftWorker: resolve(here, 'platform/blobs/draftWorker.ts'),
          decodeWorker: resolve(here, 'electron/core/files/decodeWorker.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        input: { index: resolve(here, 'electron/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      outDir: 'out/renderer',
      minify: true,
      rollupOptions: {
        input: { index: resolve(here, 'renderer/index.html'), report: resolve(here, 'renderer/report.html'), screen: resolve(here, 'renderer/screen.html') },
      },
    },
  },
});
