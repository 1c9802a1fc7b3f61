import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createAppHandler, resolveAppFile } from '../../../electron/main/appProtocol.ts';
import { contentSecurityPolicy, isAppUrl } from '../../../electron/main/contentPolicy.ts';
import { mayGrant } from '../../../electron/main/permissions.ts';

const folder = mkdtempSync(join(tmpdir(), 'mdt-pages-'));
const root = join(folder, 'renderer');
mkdirSync(join(root, 'assets'), { recursive: true });
writeFileSync(join(root, 'index.html'), '<title>控制台</title>');
writeFileSync(join(root, 'assets', 'a.wasm'), new Uint8Array([0, 97]));
writeFileSync(join(folder, 'secret.txt'), 'secret');
afterAll(() => rmSync(folder, { recursive: true }));

const sha = 'a'.repeat(64);
const handle = createAppHandler({
  rootFolder: root,
  platformOrigins: () => ['http://127.0.0.1:4000'],
  readBlob: (sha256) =>
    Promise.resolve(
      sha256 === sha ? { ok: true as const, value: new Uint8Array([1, 2, 3]) } : { ok: false as const, error: { code: 'store', reason: 'not-found', message: 'No such blob here yet.' } },
    ),
});

describe('app scheme', () => {
  it('serves a page isolated and under the policy', async () => {
    const answer = await handle(new Request('app://console/'));
    expect(await answer.text()).toContain('控制台');
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(answer.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(answer.headers.get('content-security-policy')).toContain("connect-src 'self' http://127.0.0.1:4000 ws://127.0.0.1:4000;");
  });

  it('names the type of WebAssembly, which compiles while it streams only so', async () => {
    expect((await handle(new Request('app://console/assets/a.wasm'))).headers.get('content-type')).toBe('application/wasm');
  });

  it.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets/..%2f..%2fsecret.txt', '/..%5csecret.txt', '/%00', '/%zz', '/assets', '/none.js'])(
    'finds nothing at %s',
    async (path) => {
      const answer = await handle(new Request(`app://console${path}`));
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toContain('secret');
    },
  );

  it('never resolves outside its folder, nor to a folder with the same beginning', () => {
    expect(resolveAppFile('/a/renderer', '/../renderer-other/x')).toBeUndefined();
    expect(resolveAppFile('/a/renderer', '/index.html')).toBe('/a/renderer/index.html');
  });

  it('answers only GET, and only our host', async () => {
    expect((await handle(new Request('app://console/', { method: 'POST' }))).status).toBe(405);
    expect((await handle(new Request('app://other/'))).status).toBe(404);
  });

  it('streams a blob, and says why one is missing', async () => {
    const found = await handle(new Request(`app://console/blobs/${sha}?instance=1.2.3`));
    expect([found.headers.get('content-type'), [...new Uint8Array(await found.arrayBuffer())]]).toEqual(['application/octet-stream', [1, 2, 3]]);
    const missing = await handle(new Request(`app://console/blobs/${'b'.repeat(64)}`));
    expect([missing.status, await missing.text()]).toEqual([404, 'not-found: No such blob here yet.']);
    expect((await handle(new Request('app://console/blobs/AA'))).status).toBe(404);
  });
});

describe('policy', () => {
  it('allows no eval, no plugin, no frame and one platform', () => {
    const policy = contentSecurityPolicy(['https://mdt.example:8443']);
    expect(policy).not.toContain("'unsafe-eval'");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(policy).toContain("connect-src 'self' https://mdt.example:8443 wss://mdt.example:8443;");
    expect(contentSecurityPolicy([])).toContain("connect-src 'self';");
  });

  it('knows our pages', () => {
    expect(['app://console/index.html', 'app://console', 'app://console/'].map(isAppUrl)).toEqual([true, true, true]);
    expect(['app://console.evil/', 'app://evil@console:1/', 'https://console/', 'x', ''].map(isAppUrl)).toEqual([false, false, false, false, false]);
  });

  it('grants camera, microphone and screen to our pages, and nothing else to anyone', () => {
    expect(['media', 'display-capture', 'clipboard-sanitized-write', 'fullscreen'].map((name) => mayGrant(name, 'app://console/'))).toEqual([true, true, true, true]);
    expect(['geolocation', 'notifications', 'midi', 'openExternal', 'clipboard-read', 'hid'].some((name) => mayGrant(name, 'app://console/'))).toBe(false);
    expect(mayGrant('media', 'https://example.invalid/')).toBe(false);
  });
});
