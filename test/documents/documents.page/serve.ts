import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { extname, join, relative, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { contentSecurityPolicy } from '../../../electron/main/contentPolicy.ts';
import { readHeader } from '../../../shared/dicom/readHeader.ts';
import type { CaseImaging } from '../../../shared/ipc/channels.ts';

const here = import.meta.dirname;
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.wasm': 'application/wasm' };

/** Objects of a folder as core would store them, bytes by digest; files that are no DICOM are left out. */
async function storeFolder(folder: string): Promise<{ readonly instances: CaseImaging['instances']; readonly blobs: ReadonlyMap<string, Uint8Array> }> {
  const blobs = new Map<string, Uint8Array>();
  const instances: CaseImaging['instances'][number][] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = new Uint8Array(await readFile(join(folder, entry.name)));
    try {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      instances.push({ header: readHeader(bytes), sha256, byteLength: bytes.length, isPresent: true });
      blobs.set(sha256, bytes);
    } catch {
      process.stderr.write(`${entry.name} is no DICOM object\n`);
    }
  }
  return { instances, blobs };
}

/** Builds the page once into `outDir`, as the console's own renderer is built. */
export async function buildPage(outDir: string): Promise<void> {
  await build({ root: here, configFile: false, logLevel: 'warn', plugins: [react()], worker: { format: 'es' }, build: { outDir, emptyOutDir: true, minify: true } });
}

/** Serves the page and the objects of a folder under the console's own content policy. Port 0 takes a free one. */
export async function servePage(outDir: string, folder: string, port: number): Promise<{ readonly server: Server; readonly url: string; readonly uids: readonly string[] }> {
  const { instances, blobs } = await storeFolder(folder);
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    response.setHeader('Content-Security-Policy', contentSecurityPolicy([]));
    const blob = path.startsWith('/blobs/') ? blobs.get(path.slice('/blobs/'.length)) : undefined;
    const file = resolve(outDir, `.${path === '/' ? '/index.html' : path}`);
    if (blob !== undefined) response.end(blob);
    else if (path === '/imaging.json') response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ instances }));
    else if (relative(outDir, file).startsWith('..')) response.writeHead(404).end();
    else {
      readFile(file).then(
        (bytes) => response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream').end(bytes),
        () => response.writeHead(404).end(),
      );
    }
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const address = server.address();
  return { server, url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}/`, uids: instances.map(({ header }) => header.sopInstanceUID) };
}
