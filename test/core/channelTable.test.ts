import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calls, type CallName } from '../../shared/ipc/channels.ts';
import { removeFolder, startConsole, type TestConsole } from './support/console.ts';

const hosted = (host: 'core' | 'main'): CallName[] => (Object.keys(calls) as CallName[]).filter((channel) => calls[channel].host === host);

describe('core and the channel table', () => {
  let console: TestConsole;
  beforeAll(async () => {
    console = await startConsole();
  });
  afterAll(async () => {
    await console.stop();
    removeFolder(console.dataDir);
  });

  it.each(hosted('core'))('has a handler for %s', async (channel) => {
    const result = await console.core.call(channel, { neither: 'shape' });
    expect(result.ok ? '' : result.error.reason).not.toBe('unknown-channel');
  });

  it.each([...hosted('main'), 'nothing', 'toString'])('answers no call named %s', async (channel) => {
    expect(await console.core.call(channel, {})).toMatchObject({ ok: false, error: { code: 'ipc', reason: 'unknown-channel' } });
  });

  it('checks the shape before anything else', async () => {
    expect(await console.core.call('case.get', { caseId: 'not a uuid' })).toMatchObject({ ok: false, error: { code: 'ipc', reason: 'bad-request' } });
  });

  it('shows nothing to nobody', async () => {
    for (const channel of ['case.list', 'meeting.list', 'audit.list'] as const) {
      expect(await console.core.call(channel, {})).toMatchObject({ ok: false, error: { code: 'sync', reason: 'unauthorized' } });
    }
  });

  it('offers the accounts of the sample network', async () => {
    const { accounts } = await console.call('sample.accounts', {});
    expect(accounts.map((account) => account.account)).toContain('chen.chair');
    expect(accounts.every((account) => account.password.length > 0 && account.pin.length >= 6 && account.hospital.length > 0)).toBe(true);
  });
});
