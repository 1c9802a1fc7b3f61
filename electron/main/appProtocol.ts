import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import type { Result } from '../../shared/ipc/channel.ts';
import { isAppUrl, securityHeaders } from './contentPolicy.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ico': 'image/x-icon',
  '.map': 'application/json',
};

const blobPath = /^\/blobs\/([0-9a-f]{64})$/;

/** What the scheme's handler needs from the rest of main. */
export interface AppProtocolOptions {
  /** Absolute folder of the built renderer. */
  readonly rootFolder: string;
  /** Origins of the platform's nodes; empty while none is known. */
  platformOrigins(): readonly string[];
  /** Bytes of one blob by SHA-256, from core; `instance` is the SOP Instance UID for the audit. */
  readBlob(sha256: string, instance: string | null): Promise<Result<Uint8Array>>;
}

/**
 * File of the renderer a path names, or undefined when it would leave the folder. Chromium
 * normalises `..` before we see it; encoded dots, backslashes and NUL are refused here.
 *
 * @param pathname percent-encoded path of an `app://` URL
 */
export function resolveAppFile(rootFolder: string, pathname: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    // A broken escape names no file.
    return undefined;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return undefined;
  const file = resolve(rootFolder, `.${decoded === '/' ? '/index.html' : decoded}`);
  return file.startsWith(rootFolder.endsWith(sep) ? rootFolder : rootFolder + sep) ? file : undefined;
}

/** Answers every request under `app://console`: built files, and blobs of the record. Only GET. */
export function createAppHandler(options: AppProtocolOptions): (request: Request) => Promise<Response> {
  const refuse = (status: number, text: string, extra: Record<string, string> = {}): Response =>
    new Response(text, { status, headers: { ...securityHeaders(options.platformOrigins()), 'Content-Type': 'text/plain; charset=utf-8', ...extra } });

  return async (request) => {
    if (!isAppUrl(request.url)) return refuse(404, 'No such host.');
    if (request.method !== 'GET') return refuse(405, 'Only GET is answered.', { Allow: 'GET' });
    const url = new URL(request.url);
    const sha256 = blobPath.exec(url.pathname)?.[1];
    if (sha256 !== undefined) {
      const result = await options.readBlob(sha256, url.searchParams.get('instance'));
      if (!result.ok) return refuse(404, `${result.error.reason}: ${result.error.message}`);
      return answer(result.value, 'application/octet-stream');
    }
    const file = resolveAppFile(options.rootFolder, url.pathname);
    if (file === undefined) return refuse(404, 'not-found: no such page.');
    try {
      return answer(await readFile(file), contentTypes[extname(file).toLowerCase()] ?? 'application/octet-stream');
    } catch {
      // Absent, a folder or unreadable: the page gets the same 404.
      return refuse(404, 'not-found: no such page.');
    }
  };

  function answer(bytes: Uint8Array, contentType: string): Response {
    const headers = { ...securityHeaders(options.platformOrigins()), 'Content-Type': contentType, 'Content-Length': String(bytes.byteLength) };
    return new Response(bytes as Uint8Array<ArrayBuffer>, { status: 200, headers });
  }
}
