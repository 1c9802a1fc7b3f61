import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { IpcError, StoreError } from '../../shared/errors/appError.ts';
import { createRecoveryCode, envelopeSchema, normalizeRecoveryCode, unwrapKey, wrapKey } from './keyEnvelope.ts';

/** The operating system's key store as Electron's `safeStorage` gives it. */
export interface KeyStore {
  isAvailable(): boolean;
  seal(text: string): Uint8Array;
  /** @throws when the store was reset or belongs to another user */
  open(sealed: Uint8Array): string;
}

/** What the vault needs from its surroundings. */
export interface VaultOptions {
  /** `<userData>/key.json`. */
  readonly file: string;
  readonly keyStore: KeyStore;
  /** Whether a record exists that some key already encrypts. */
  hasRecord(): boolean;
}

export interface VaultStatus {
  readonly state: 'new' | 'locked' | 'open';
  readonly protection: 'keystore' | 'passphrase';
}

const keyFileSchema = z.object({
  format: z.literal('mdt-key/1'),
  /** Sealed by the key store (base64), or wrapped under the passphrase. */
  seal: z.union([z.object({ protection: z.literal('keystore'), sealed: z.string() }), z.object({ protection: z.literal('passphrase'), envelope: envelopeSchema })]),
  /** The same key under the administrator's recovery code. */
  recovery: envelopeSchema,
});
type KeyFile = z.infer<typeof keyFileSchema>;

const minimumPassphraseLength = 8;
const keyLength = 32;

/**
 * Holds the record's data key: 32 random bytes, sealed by the key store where there is one, wrapped
 * under the user's passphrase otherwise, and in either case wrapped a second time under a recovery
 * code the administrator keeps. The key is never stored in the clear and a key file is never
 * overwritten by a new key, because that would lose the record.
 */
export class Vault {
  private readonly options: VaultOptions;
  private key: Uint8Array | undefined;

  constructor(options: VaultOptions) {
    this.options = options;
  }

  /** @throws {StoreError} corrupt when the key file cannot be read */
  status(): VaultStatus {
    const file = this.read();
    if (file === undefined) return { state: 'new', protection: this.options.keyStore.isAvailable() ? 'keystore' : 'passphrase' };
    return { state: this.key === undefined ? 'locked' : 'open', protection: file.seal.protection };
  }

  /**
   * Makes the key, once.
   *
   * @param passphrase at least 8 characters; null only where a key store protects the key
   * @returns the recovery code, to be shown once and kept by the administrator
   * @throws {IpcError} bad-request for a passphrase that is missing or short
   * @throws {StoreError} locked when a key exists; corrupt when a record exists whose key is gone
   */
  async create(passphrase: string | null): Promise<{ key: Uint8Array; recoveryCode: string }> {
    if (this.read() !== undefined) throw new StoreError('locked', 'This console already has a key. Unlock it instead.');
    if (this.options.hasRecord()) {
      throw new StoreError('corrupt', 'There is a record here but its key file (key.json) is missing. Put the key file back from the backup; a new key could not open the record.');
    }
    const useKeyStore = passphrase === null && this.options.keyStore.isAvailable();
    if (!useKeyStore) requirePassphrase(passphrase);
    const key = new Uint8Array(randomBytes(keyLength));
    const recoveryCode = createRecoveryCode();
    const [seal, recovery] = await Promise.all([
      passphrase === null ? this.sealInKeyStore(key) : wrapKey(key, passphrase, 'passphrase').then((envelope) => ({ protection: 'passphrase' as const, envelope })),
      wrapKey(key, recoveryCode, 'recovery'),
    ]);
    await writeNew(this.options.file, { format: 'mdt-key/1', seal, recovery });
    this.key = key;
    return { key, recoveryCode };
  }

  /** The key without asking anyone, where the key store has it; undefined where a person is needed. */
  openFromKeyStore(): Uint8Array | undefined {
    const file = this.read();
    if (file?.seal.protection !== 'keystore') return undefined;
    try {
      this.key = asKey(Buffer.from(this.options.keyStore.open(Buffer.from(file.seal.sealed, 'base64')), 'base64'));
    } catch {
      // The key store was reset or replaced: the recovery code still opens the record.
      this.key = undefined;
    }
    return this.key;
  }

  /**
   * Opens with the passphrase, or with the recovery code. A recovery code given together with a
   * passphrase makes that the new passphrase; without one, a reset key store is sealed anew.
   *
   * @throws {StoreError} wrong-passphrase; nothing is changed and any number of tries is allowed
   */
  async unlock(given: { readonly passphrase?: string | undefined; readonly recoveryCode?: string | undefined }): Promise<Uint8Array> {
    const file = this.read();
    if (file === undefined) throw new StoreError('not-found', 'This console has no key yet. Create one first.');
    const key = given.recoveryCode === undefined ? await this.openWithPassphrase(file, given.passphrase) : await this.openWithRecovery(file, given.recoveryCode, given.passphrase);
    this.key = key;
    return key;
  }

  private async openWithPassphrase(file: KeyFile, passphrase: string | undefined): Promise<Uint8Array> {
    if (file.seal.protection === 'keystore') {
      const key = this.openFromKeyStore();
      if (key !== undefined) return key;
      throw new StoreError('locked', "The operating system's key store no longer opens this record. Enter the administrator's recovery code.");
    }
    const key = passphrase === undefined ? undefined : await unwrapKey(file.seal.envelope, passphrase, 'passphrase');
    if (key !== undefined) return key;
    throw new StoreError('wrong-passphrase', "This passphrase does not open the record. Check the keyboard layout and Caps Lock and try again, or enter the administrator's recovery code. Nothing was changed.");
  }

  private async openWithRecovery(file: KeyFile, typed: string, newPassphrase: string | undefined): Promise<Uint8Array> {
    const key = await unwrapKey(file.recovery, normalizeRecoveryCode(typed), 'recovery');
    if (key === undefined) throw new StoreError('wrong-passphrase', 'This recovery code does not belong to this record. It has 32 letters and digits; compare it with the printed one. Nothing was changed.');
    if (newPassphrase !== undefined) {
      requirePassphrase(newPassphrase);
      await replace(this.options.file, { ...file, seal: { protection: 'passphrase', envelope: await wrapKey(key, newPassphrase, 'passphrase') } });
    } else if (file.seal.protection === 'keystore' && this.options.keyStore.isAvailable()) {
      await replace(this.options.file, { ...file, seal: this.sealInKeyStore(key) });
    }
    return key;
  }

  private sealInKeyStore(key: Uint8Array): KeyFile['seal'] {
    const sealed = this.options.keyStore.seal(Buffer.from(key).toString('base64'));
    return { protection: 'keystore', sealed: Buffer.from(sealed).toString('base64') };
  }

  private read(): KeyFile | undefined {
    if (!existsSync(this.options.file)) return undefined;
    try {
      return keyFileSchema.parse(JSON.parse(readFileSync(this.options.file, 'utf8')));
    } catch (cause) {
      throw new StoreError('corrupt', `The key file ${this.options.file} cannot be read. Put it back from the backup; the record itself is untouched.`, { cause });
    }
  }
}

function requirePassphrase(passphrase: string | null): void {
  if (passphrase === null) throw new IpcError('bad-request', "This computer has no key store that could protect the record, so a passphrase of at least 8 characters is needed.");
  if (passphrase.length < minimumPassphraseLength) throw new IpcError('bad-request', 'The passphrase needs at least 8 characters.');
}

function asKey(bytes: Uint8Array): Uint8Array {
  if (bytes.byteLength !== keyLength) throw new StoreError('corrupt', 'The sealed key has the wrong length.');
  return new Uint8Array(bytes);
}

/** Writes the file whole or not at all, and never over an existing one. */
async function writeNew(file: string, content: KeyFile): Promise<void> {
  const partial = await writePartial(file, content);
  try {
    await link(partial, file);
  } finally {
    await rm(partial, { force: true });
  }
}

async function replace(file: string, content: KeyFile): Promise<void> {
  await rename(await writePartial(file, content), file);
}

async function writePartial(file: string, content: KeyFile): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}.partial`;
  const handle = await open(partial, 'w', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(content, undefined, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return partial;
}
