import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { normalizeRecoveryCode } from '../../../electron/safe/keyEnvelope.ts';
import { Vault, type KeyStore } from '../../../electron/main/keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'mdt-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;
const newFile = (): string => join(folder, `key-${(count += 1)}.json`);

const noKeyStore: KeyStore = {
  isAvailable: () => false,
  seal: () => new Uint8Array(),
  open: () => {
    throw new Error('none');
  },
};
/** A key store that forgets when `secret` changes. */
const fakeKeyStore = (state: { secret: number }): KeyStore => ({
  isAvailable: () => true,
  seal: (text) => Buffer.from(text, 'utf8').map((byte) => byte ^ state.secret),
  open: (sealed) => {
    const text = Buffer.from(sealed.map((byte) => byte ^ state.secret)).toString('utf8');
    if (!/^[A-Za-z0-9+/=]+$/.test(text)) throw new Error('cannot decrypt');
    return text;
  },
});
const vaultOn = (file: string, keyStore: KeyStore, hasRecord = false): Vault => new Vault({ file, keyStore, hasRecord: () => hasRecord, costLog2: 14 });

describe('vault', () => {
  it('wraps the key under a passphrase, opens with it again, and keeps it out of the file', async () => {
    const file = newFile();
    const vault = vaultOn(file, noKeyStore);
    expect(vault.status()).toMatchObject({ state: 'new', protection: 'passphrase', organisation: null, isRotating: false });
    const { key } = await vault.create('会诊控制台密码八位');
    expect([key.byteLength, vault.status().state]).toEqual([32, 'open']);
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain(Buffer.from(key).toString('base64'));
    expect(text).not.toContain(Buffer.from(key).toString('hex'));
    const later = vaultOn(file, noKeyStore);
    expect(later.status()).toMatchObject({ state: 'locked', protection: 'passphrase' });
    expect(await later.unlock({ passphrase: '会诊控制台密码八位' })).toEqual(key);
  });

  it('refuses a wrong passphrase any number of times and changes nothing', async () => {
    const file = newFile();
    const { key } = await vaultOn(file, noKeyStore).create('right passphrase');
    const before = readFileSync(file, 'utf8');
    const vault = vaultOn(file, noKeyStore);
    for (const passphrase of ['wrong passphrase', 'Right passphrase', undefined]) {
      await expect(vault.unlock({ passphrase })).rejects.toMatchObject({ code: 'store', reason: 'wrong-passphrase' });
    }
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(await vault.unlock({ passphrase: 'right passphrase' })).toEqual(key);
  });

  it('opens with the recovery code as a person types it, and takes a new passphrase', async () => {
    const file = newFile();
    const { key, recoveryCode } = await vaultOn(file, noKeyStore).create('forgotten one');
    expect(recoveryCode).toMatch(/^([0-9A-Z]{4}-){7}[0-9A-Z]{4}$/);
    const vault = vaultOn(file, noKeyStore);
    const typed = recoveryCode.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
    expect(await vault.unlock({ recoveryCode: typed, passphrase: 'the new passphrase' })).toEqual(key);
    expect(await vaultOn(file, noKeyStore).unlock({ passphrase: 'the new passphrase' })).toEqual(key);
    await expect(vault.unlock({ passphrase: 'forgotten one' })).rejects.toMatchObject({ reason: 'wrong-passphrase' });
    expect(await vaultOn(file, noKeyStore).unlock({ recoveryCode })).toEqual(key);
    await expect(vault.unlock({ recoveryCode: '0000' })).rejects.toMatchObject({ reason: 'wrong-passphrase' });
  });

  it('seals in the key store where there is one, and survives its reset by the recovery code', async () => {
    const file = newFile();
    const state = { secret: 7 };
    const { key, recoveryCode } = await vaultOn(file, fakeKeyStore(state)).create(null);
    expect(vaultOn(file, fakeKeyStore(state)).openFromKeyStore()).toEqual(key);
    state.secret = 201;
    const vault = vaultOn(file, fakeKeyStore(state));
    expect(vault.openFromKeyStore()).toBeUndefined();
    expect(vault.status()).toMatchObject({ state: 'locked', protection: 'keystore' });
    await expect(vault.unlock({})).rejects.toMatchObject({ reason: 'locked' });
    expect(await vault.unlock({ recoveryCode })).toEqual(key);
    expect(vaultOn(file, fakeKeyStore(state)).openFromKeyStore()).toEqual(key);
  });

  it('wants a passphrase of eight characters where no key store protects', async () => {
    await expect(vaultOn(newFile(), noKeyStore).create(null)).rejects.toMatchObject({ code: 'ipc', reason: 'bad-request' });
    await expect(vaultOn(newFile(), noKeyStore).create('1234567')).rejects.toMatchObject({ reason: 'bad-request' });
  });

  it('never makes a second key, nor a first one beside a record whose key is gone', async () => {
    const file = newFile();
    await vaultOn(file, noKeyStore).create('a passphrase');
    await expect(vaultOn(file, noKeyStore).create('a passphrase')).rejects.toMatchObject({ reason: 'locked' });
    await expect(vaultOn(newFile(), noKeyStore, true).create('a passphrase')).rejects.toMatchObject({ reason: 'corrupt' });
  });

  it('names a damaged key file and leaves it alone', () => {
    const file = newFile();
    writeFileSync(file, '{"format":"mdt-key/1"');
    expect(() => vaultOn(file, noKeyStore).status()).toThrow(/cannot be read/);
    expect(readFileSync(file, 'utf8')).toBe('{"format":"mdt-key/1"');
  });

  it('reads a recovery code past case, spaces and look-alikes', () => {
    expect(normalizeRecoveryCode(' oi1l-abcd efgh')).toBe('0111-ABCD-EFGH');
  });
});
