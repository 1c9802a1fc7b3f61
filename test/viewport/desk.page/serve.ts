import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { extname, join, relative, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { readHeader } from '../../../shared/dicom/readHeader.ts';
import { buildReferenceChain } from '../../../shared/dicom/referenceChain.ts';
import type { InstanceHeader } from '../../../shared/dicom/types.ts';
import type { CaseImaging } from '../../../shared/ipc/channels.ts';

const here = import.meta.dirname;
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.json': 'application/json' };

/** Reads a folder as core would store it: headers, digests and the chain, with the bytes by digest. */
export async function storeFolder(folder: string): Promise<{ readonly imaging: CaseImaging; readonly blobs: ReadonlyMap<string, Uint8Array> }> {
  const paths = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const blobs = new Map<string, Uint8Array>();
  const headers: InstanceHeader[] = [];
  const instances: CaseImaging['instances'][number][] = [];
  for (const path of paths.sort()) {
    const bytes = new Uint8Array(await readFile(path));
    const header = headerOrNull(bytes);
    if (header === null) continue;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    blobs.set(sha256, bytes);
    headers.push(header);
    instances.push({ header, sha256, byteLength: bytes.length, isPresent: true });
  }
  return { imaging: { instances, chain: buildReferenceChain(headers) }, blobs };
}

function headerOrNull(bytes: Uint8Array): InstanceHeader | null {
  try {
    return readHeader(bytes);
  } catch {
    return null;
  }
}

/** Builds the page once into `outDir`. */
export async function buildPage(outDir: string): Promise<void> {
  await build({ root: here, configFile: false, logLevel: 'warn', plugins: [react()], worker: { format: 'es' }, build: { outDir, emptyOutDir: true, minify: true } });
}

/** Serves the page and the blobs of a folder with the headers that allow shared memory. Port 0 takes a free one. */
export async function servePage(outDir: string, folder: string, port: number): Promise<{ readonly server: Server; readonly url: string }> {
  const { imaging, blobs } = await storeFolder(folder);
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    const blob = path.startsWith('/blobs/') ? blobs.get(path.slice('/blobs/'.length)) : undefined;
    if (blob !== undefined) {
      response.end(blob);
      return;
    }
    if (path === '/imaging.json') {
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(imaging));
      return;
    }
    const file = resolve(outDir, `.${path === '/' ? '/index.html' : path}`);
    if (relative(outDir, file).startsWith('..')) {
      response.writeHead(404).end();
      return;
    }
    readFile(file).then(
      (bytes) => response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream').end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const address = server.address();
  return { server, url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}/` };
}
