import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createCallGate, type Sender } from '../../../electron/main/callGate.ts';
import { StoreError } from '../../../shared/errors/appError.ts';
import { call } from '../../../shared/ipc/channel.ts';

const table = {
  'a.main': call('main', z.object({ name: z.string() }), z.object({ length: z.number() })),
  'a.core': call('core', z.object({}), z.object({})),
  'a.silent': call('main', z.object({}), z.object({})),
  'a.failing': call('main', z.object({}), z.object({})),
};
const page: Sender = { url: 'app://console/index.html', isMainFrame: true, isOwnWindow: true };
const gate = createCallGate({
  table,
  handlers: {
    'a.main': (request) => ({ length: (request as { name: string }).name.length }),
    'a.failing': () => {
      throw new StoreError('wrong-passphrase', 'No.');
    },
  },
  callCore: (channel, payload) => Promise.resolve({ ok: true, value: { channel, payload } }),
});

describe('call gate', () => {
  it('lets our own page through to main and to core', async () => {
    expect(await gate(page, 'a.main', { name: '会诊' })).toEqual({ ok: true, value: { length: 2 } });
    expect(await gate(page, 'a.core', {})).toEqual({ ok: true, value: { channel: 'a.core', payload: {} } });
  });

  it.each<[string, Partial<Sender>]>([
    ['another site', { url: 'https://example.invalid/' }],
    ['another host of the scheme', { url: 'app://elsewhere/index.html' }],
    ['a file', { url: 'file:///index.html' }],
    ['no URL', { url: '' }],
    ['a sub-frame', { isMainFrame: false }],
    ['a window main did not open', { isOwnWindow: false }],
  ])('refuses %s', async (_who, change) => {
    expect(await gate({ ...page, ...change }, 'a.main', { name: 'x' })).toMatchObject({ ok: false, error: { code: 'ipc', reason: 'bad-sender' } });
  });

  it.each([['a.none'], ['toString'], ['__proto__'], [7], [undefined]])('refuses the channel %s', async (channel) => {
    expect(await gate(page, channel, {})).toMatchObject({ ok: false, error: { reason: 'unknown-channel' } });
  });

  it('refuses a wrong shape by field, without its value', async () => {
    const result = await gate(page, 'a.main', { name: 12345 });
    expect(result).toMatchObject({ ok: false, error: { reason: 'bad-request' } });
    expect(JSON.stringify(result)).toContain('name (invalid_type)');
    expect(JSON.stringify(result)).not.toContain('12345');
  });

  it('says so when nothing answers a channel of main', async () => {
    expect(await gate(page, 'a.silent', {})).toMatchObject({ ok: false, error: { reason: 'unknown-channel' } });
  });

  it('returns a handler failure with its family and reason', async () => {
    expect(await gate(page, 'a.failing', {})).toMatchObject({ ok: false, error: { code: 'store', reason: 'wrong-passphrase' } });
  });
});
