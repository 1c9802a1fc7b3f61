import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disableAccount, enableAccount, resetPassword, resetSecondFactor } from '../../platform/operate/accounts.ts';
import { openStore as openPlatformStore, type PlatformStore } from '../../platform/store/openStore.ts';
import type { RunningPlatform } from '../../platform/host.ts';
import type { ErrorShape } from '../../shared/errors/appError.ts';
import { makeFolder, removeFolder, startSample, testKey } from '../platform/support/network.ts';
import { samplePassword, startConsole, until, type TestConsole } from './support/console.ts';

const refused = (call: Promise<unknown>): Promise<ErrorShape | null> => call.then(() => null, (error: unknown) => (error as { shape: ErrorShape }).shape);
const newCase = () => ({ commandId: randomUUID(), stream: { kind: 'case' as const, id: randomUUID() }, type: 'case.create' as const, baseVersion: 0, payload: { caseNo: 'E-1', leadHospitalId: 'gd-cancer', fields: {} } });

describe('a console whose session an administrator ended', () => {
  const platformDir = makeFolder();
  let platform: RunningPlatform;
  /** The database as the command line opens it, beside the platform. */
  let administration: PlatformStore;
  let desk: TestConsole;
  beforeAll(async () => {
    platform = await startSample(platformDir);
    administration = await openPlatformStore({ dataDir: platformDir, key: testKey, databaseUrl: undefined, isBeside: true });
    desk = await startConsole({ platformUrl: platform.url });
  });
  afterAll(async () => {
    await desk.stop();
    await administration.close();
    await platform.stop();
    removeFolder(desk.dataDir);
    removeFolder(platformDir);
  });
  const isOnline = (): Promise<void> => until('it is online', async () => (await desk.call('sync.status', {})).state === 'online');
  const told = async (reason: string): Promise<ErrorShape | null> => {
    await until(`it says ${reason}`, async () => (await desk.call('sync.status', {})).error?.detail?.['reason'] === reason);
    const { state, error } = await desk.call('sync.status', {});
    expect([state, error?.reason]).toEqual(['signedOut', 'unauthorized']);
    return error;
  };

  it('says that a second factor was taken away, keeps what is entered meanwhile and sends it after the next sign-in', async () => {
    await desk.signIn('he.doctor');
    await isOnline();
    await resetSecondFactor(administration, 'he.doctor', Date.now());
    await told('second-factor-reset');
    expect((await desk.call('session.current', {})).person?.id).toBe('he.doctor');
    const entered = newCase();
    await desk.call('record.submit', entered);
    await desk.call('sync.now', {});
    expect(await desk.call('sync.status', {})).toMatchObject({ state: 'signedOut', outbox: 1, error: { detail: { reason: 'second-factor-reset' } } });
    await desk.signIn('he.doctor');
    await isOnline();
    await until('it is sent', async () => (await desk.call('sync.status', {})).outbox === 0);
    await expect(desk.call('record.digest', { stream: entered.stream })).resolves.toMatchObject({ platform: expect.any(String) as string });
  });

  it('says that the password was replaced, and takes the former one no more, without the platform either', async () => {
    const fresh = await resetPassword(administration, 'he.doctor', Date.now());
    await told('password-reset');
    expect(await refused(desk.signIn('he.doctor'))).toMatchObject({ reason: 'unauthorized', detail: { reason: 'wrong-password' } });
    await desk.call('settings.platform', { url: 'http://127.0.0.1:1' });
    expect(await refused(desk.signIn('he.doctor'))).toMatchObject({ reason: 'unauthorized', detail: { reason: 'sign-in-there' } });
    await desk.call('settings.platform', { url: platform.url });
    await desk.call('session.signIn', { account: 'he.doctor', password: fresh });
    await isOnline();
    await desk.call('settings.platform', { url: 'http://127.0.0.1:1' });
    await desk.call('session.signIn', { account: 'he.doctor', password: fresh });
    await desk.call('settings.platform', { url: platform.url });
    await isOnline();
  });

  it('shows no patients any more to somebody whose account was closed, says so, and lets them in neither with nor without the platform until it is open again', async () => {
    const fresh = await resetPassword(administration, 'lin.expert', Date.now());
    await desk.call('session.signIn', { account: 'lin.expert', password: fresh });
    await isOnline();
    await disableAccount(administration, 'lin.expert', Date.now());
    await told('account-disabled');
    expect(await desk.call('session.current', {})).toEqual({ person: null });
    expect(await refused(desk.call('case.list', {}))).toMatchObject({ reason: 'unauthorized' });
    const enter = (): Promise<unknown> => desk.call('session.signIn', { account: 'lin.expert', password: fresh });
    expect(await refused(enter())).toMatchObject({ detail: { reason: 'account-disabled' } });
    await desk.call('settings.platform', { url: 'http://127.0.0.1:1' });
    expect(await refused(enter())).toMatchObject({ detail: { reason: 'sign-in-there' } });
    await desk.call('settings.platform', { url: platform.url });
    await enableAccount(administration, 'lin.expert', Date.now());
    await enter();
    await isOnline();
  });

  it('learns at a sign-in that the password was replaced while it was closed, and takes the former one no more', async () => {
    await desk.signIn('wu.physics');
    await desk.call('session.signOut', {});
    await resetPassword(administration, 'wu.physics', Date.now());
    expect(await refused(desk.signIn('wu.physics'))).toMatchObject({ detail: { reason: 'wrong-password' } });
    await desk.call('settings.platform', { url: 'http://127.0.0.1:1' });
    expect(await refused(desk.call('session.signIn', { account: 'wu.physics', password: samplePassword }))).toMatchObject({ detail: { reason: 'sign-in-there' } });
  });
});
