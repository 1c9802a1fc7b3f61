import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { decideCoreHost } from '../../../electron/main/coreHost.ts';
import { freePort } from '../../../electron/main/freePort.ts';
import { createLog } from '../../../electron/main/log.ts';
import { fileName } from '../../../electron/main/mainCalls.ts';
import { menuTemplate } from '../../../electron/main/menu.ts';
import { printReport, type PrintablePage } from '../../../electron/main/reportPrint.ts';
import { Settings } from '../../../electron/main/settings.ts';
import { defaultPlace, readPlace, restorePlace, writePlace } from '../../../electron/main/windowBounds.ts';

const folder = mkdtempSync(join(tmpdir(), 'mdt-main-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('where core runs', () => {
  const old = { node: '20.18.1', napi: '9' };
  const current = { node: '24.21.0', napi: '10' };
  it('is Electron itself where its Node is new enough, without asking for another', () => {
    expect(
      decideCoreHost('10', ['/n'], () => {
        throw new Error('asked');
      }),
    ).toEqual({ kind: 'utility' });
  });
  it('is the first Node that is new enough otherwise', () => {
    const versions: Record<string, typeof old> = { '/old': old, '/new': current };
    expect(decideCoreHost('9', [undefined, '/gone', '/old', '/new'], (path) => versions[path])).toEqual({ kind: 'node', executable: '/new', version: '24.21.0' });
  });
  it('is nowhere when none will do, and the message names what was tried', () => {
    expect(() => decideCoreHost(undefined, ['/old', '/gone'], (path) => (path === '/old' ? old : undefined))).toThrow(/\/old \(Node 20.18.1\), \/gone \(not runnable\)/);
  });
});

describe('window place', () => {
  const screens = [{ x: 0, y: 0, width: 1920, height: 1040 }];
  it('is remembered', () => {
    const file = join(folder, 'window.json');
    writePlace(file, { x: 10, y: 20, width: 1300, height: 800 }, true);
    expect(restorePlace(readPlace(file), screens)).toEqual({ x: 10, y: 20, width: 1300, height: 800, isMaximized: true });
  });
  it('falls back when its screen is gone or the file is broken', () => {
    expect(restorePlace({ x: 4000, y: 0, width: 1300, height: 800, isMaximized: false }, screens)).toEqual(defaultPlace);
    expect(restorePlace({ x: 'left' }, screens)).toEqual(defaultPlace);
    expect(restorePlace(readPlace(join(folder, 'none.json')), screens)).toEqual(defaultPlace);
  });
});

describe('settings', () => {
  it('follow the system language until the user chooses, and outlast a restart', () => {
    const file = join(folder, 'settings.json');
    expect([new Settings(file, 'zh-CN').language, new Settings(file, 'de').language]).toEqual(['zh', 'en']);
    const settings = new Settings(file, 'zh-CN');
    settings.set({ platformPort: 4123 });
    settings.set({ language: 'en' });
    const later = new Settings(file, 'zh-CN');
    expect([later.language, later.platformPort]).toEqual(['en', 4123]);
    writeFileSync(file, 'broken');
    expect(new Settings(file, 'zh-CN').language).toBe('zh');
  });
});

describe('log', () => {
  it('writes one JSON line each', () => {
    const file = join(folder, 'logs', 'console.log');
    const log = createLog(file);
    log.say('info', 'first', { count: 2 });
    log.write('core', { kind: 'log', level: 'debug', text: 'second' });
    const lines = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([{ source: 'main', level: 'info', text: 'first', count: 2 }, { source: 'core', text: 'second' }]);
  });
});

describe('menu', () => {
  it('speaks both languages and offers neither reload nor developer tools', () => {
    expect(menuTemplate('zh', 'linux')[0]?.label).toBe('文件');
    expect(menuTemplate('en', 'win32')[0]?.label).toBe('File');
    expect(JSON.stringify(menuTemplate('en', 'darwin'))).not.toMatch(/reload|toggleDevTools/i);
  });
});

describe('free port', () => {
  it('keeps the wanted one when it is free and takes another when it is not', async () => {
    const port = await freePort(undefined);
    expect(port).toBeGreaterThan(1023);
    expect(await freePort(port)).toBe(port);
    const server = createServer();
    await new Promise<void>((done) => void server.listen(port, '127.0.0.1', done));
    expect(await freePort(port)).not.toBe(port);
    await new Promise((done) => void server.close(done));
  });
});

/** A hidden window whose page passes through these states. */
function page(states: (string | null)[]) {
  const seen = { url: '', isDestroyed: false, options: {} as Electron.PrintToPDFOptions };
  const open = (): PrintablePage => ({
    loadURL: (url) => {
      seen.url = url;
      return Promise.resolve();
    },
    destroy: () => {
      seen.isDestroyed = true;
    },
    webContents: {
      executeJavaScript: () => Promise.resolve(states.length > 1 ? states.shift() : states[0]),
      printToPDF: (options) => {
        seen.options = options;
        return Promise.resolve(new Uint8Array([37, 80, 68, 70]));
      },
    },
  });
  return { seen, open };
}

describe('report', () => {
  it('prints tagged A4 once the page is ready, and closes the window', async () => {
    const { seen, open } = page(['', null, 'true']);
    expect([...(await printReport('a b', open))]).toEqual([37, 80, 68, 70]);
    expect(seen).toMatchObject({ url: 'app://console/report.html?case=a%20b', isDestroyed: true, options: { pageSize: 'A4', generateTaggedPDF: true, printBackground: true } });
  });

  it('gives up on a page that never gets ready or says it cannot, and closes the window', async () => {
    const slow = page(['']);
    await expect(printReport('c', slow.open, 120)).rejects.toMatchObject({ code: 'record', reason: 'incomplete' });
    const broken = page(['error']);
    await expect(printReport('c', broken.open)).rejects.toMatchObject({ reason: 'incomplete' });
    expect([slow.seen.isDestroyed, broken.seen.isDestroyed]).toEqual([true, true]);
  });

  it('is saved under a plain name', () => {
    expect([fileName('../../x:y.PDF', 'pdf'), fileName('会诊意见书', 'pdf'), fileName('', 'txt')]).toEqual(['x_y.pdf', '会诊意见书.pdf', 'report.txt']);
  });
});
