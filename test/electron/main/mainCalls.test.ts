import { describe, expect, it } from 'vitest';
import { createCallGate } from '../../../electron/main/callGate.ts';
import { ChosenPaths } from '../../../electron/main/chosenPaths.ts';
import { createDropHandler } from '../../../electron/main/droppedPaths.ts';
import { createMainHandlers, type MainCallOptions } from '../../../electron/main/mainCalls.ts';
import { StoreError } from '../../../shared/errors/appError.ts';
import { calls } from '../../../shared/ipc/channels.ts';

const answerOf = (openRecord: MainCallOptions['openRecord']): Promise<unknown> => {
  const vault = { create: () => Promise.resolve({ key: new Uint8Array(32), recoveryCode: 'THE-CODE' }) } as unknown as MainCallOptions['vault'];
  return Promise.resolve(createMainHandlers({ vault, openRecord } as unknown as MainCallOptions)['vault.create']({ passphrase: null }));
};
const sender = { url: 'app://console/index.html', isMainFrame: true, isOwnWindow: true };
const request = (folder: string) => ({ importId: '0190a000-0000-7000-8000-000000000001', caseId: '0190a000-0000-7000-8000-000000000002', source: { kind: 'paths', paths: [folder] }, patientKey: null });
const target = (folder: string) => ({ jobId: '0190a000-0000-7000-8000-000000000003', caseId: '0190a000-0000-7000-8000-000000000002', folder, preset: 'teaching', pseudonym: 'T1', series: [] });

describe('making the key', () => {
  it('shows the recovery code, which exists nowhere else, also when the record does not open', async () => {
    expect(await answerOf(() => Promise.reject(new StoreError('disk-full', 'full')))).toEqual({ recoveryCode: 'THE-CODE' });
  });
  it('and when core never comes up', async () => {
    expect(await answerOf(() => new Promise(() => undefined))).toEqual({ recoveryCode: 'THE-CODE' });
  });
});

describe('folders to import', () => {
  it('are those a person chose and the sample, and no other a page names', async () => {
    const chosen = new ChosenPaths('/sample');
    const gate = createCallGate({
      table: calls, handlers: {},
      callCore: (channel, payload) => {
        chosen.check(channel, payload);
        return Promise.resolve({ ok: true, value: {} });
      },
    });
    expect(chosen.rememberSources(['/chosen', '/also'])).toEqual(['/chosen', '/also']);
    expect([chosen.rememberTarget('/out'), chosen.rememberTarget(null)]).toEqual(['/out', null]);
    expect(await gate(sender, 'import.start', request('/home/other'))).toMatchObject({ ok: false, error: { reason: 'bad-request' } });
    expect(await gate(sender, 'import.start', request('/chosen'))).toMatchObject({ ok: true });
    expect(await gate(sender, 'import.start', request('/sample'))).toMatchObject({ ok: true });
    expect(await gate(sender, 'deidentify.start', target('/chosen'))).toMatchObject({ ok: false, error: { reason: 'bad-request' } });
    expect(await gate(sender, 'deidentify.start', target('/out'))).toMatchObject({ ok: true });
    expect(await gate(sender, 'sync.now', {})).toMatchObject({ ok: true });
  });

  it('are also those a person dropped on a page of the console', () => {
    const chosen = new ChosenPaths(null);
    const remember = createDropHandler(chosen);
    const start = (path: string) => () => chosen.check('import.start', request(path));
    expect(remember({ ...sender, isOwnWindow: false }, ['/dropped'])).toMatchObject({ ok: false, error: { reason: 'bad-sender' } });
    expect(start('/dropped')).toThrow(/not chosen/);
    for (const wrong of ['/dropped', [''], ['relative'], [7], Array.from({ length: 10_001 }, () => '/f')]) expect(remember(sender, wrong)).toMatchObject({ ok: false, error: { reason: 'bad-request' } });
    expect(remember(sender, [])).toEqual({ ok: true, value: { paths: [] } });
    expect(remember(sender, ['/dropped', '/b.zip'])).toEqual({ ok: true, value: { paths: ['/dropped', '/b.zip'] } });
    expect(start('/b.zip')).not.toThrow();
    expect(start('/c.zip')).toThrow(/not chosen/);
  });
});
