import { randomBytes } from 'node:crypto';
import { IpcError, StoreError } from '../../shared/errors/appError.ts';
import { createRecoveryCode, normalizeRecoveryCode, unwrapKey, wrapKey } from '../safe/keyEnvelope.ts';
import { openForOrganisation, readPublicRecoveryKey, sealForOrganisation, type OrganisationSeal } from '../safe/recoveryKey.ts';
import { openUnder, sealUnder } from '../safe/sealToKey.ts';
import { readKeyFile, replaceKeyFile, writeNewKeyFile, type KeyFile, type Seals } from './keyFile.ts';

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
  /** Cost of scrypt; the usual one when left out. Tests are in a hurry. */
  readonly costLog2?: number;
  /** Whether a record exists that some key already encrypts. */
  hasRecord(): boolean;
}

export interface VaultStatus {
  readonly state: 'new' | 'locked' | 'open';
  readonly protection: 'keystore' | 'passphrase';
  /** Whose recovery key opens this console too; null where none was installed. */
  readonly organisation: { readonly name: string; readonly keyId: string } | null;
  /** The record is being sealed under a new key. */
  readonly isRotating: boolean;
}

/** How somebody opens the record. */
export interface UnlockRequest {
  readonly passphrase?: string | undefined;
  readonly recoveryCode?: string | undefined;
  /** Text of the organisation's private recovery key, with its passphrase. */
  readonly recoveryFile?: string | undefined;
  readonly recoveryPassphrase?: string | undefined;
}

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
  private former: Uint8Array | undefined;

  constructor(options: VaultOptions) {
    this.options = options;
  }

  /** @throws {StoreError} corrupt when the key file cannot be read */
  status(): VaultStatus {
    const file = this.read();
    if (file === undefined) return { state: 'new', protection: this.options.keyStore.isAvailable() ? 'keystore' : 'passphrase', organisation: null, isRotating: false };
    const { organisation } = file;
    return { state: this.key === undefined ? 'locked' : 'open', protection: file.seal.protection, organisation: organisation ? { name: organisation.key.name, keyId: organisation.key.keyId } : null, isRotating: file.next !== undefined };
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
      passphrase === null ? this.sealInKeyStore(key) : this.passphraseSeal(key, passphrase),
      wrapKey(key, recoveryCode, 'recovery', this.options.costLog2),
    ]);
    await writeNewKeyFile(this.options.file, { format: 'mdt-key/1', seal, recovery });
    this.key = key;
    return { key, recoveryCode };
  }

  /** The key, once it is open. @throws {StoreError} locked before */
  requireKey(): Uint8Array {
    if (this.key === undefined) throw locked();
    return this.key;
  }

  /** The key things may still be sealed under while the record moves to a new one. */
  get formerKey(): Uint8Array | undefined {
    return this.former;
  }

  /** The key without asking anyone, where the key store has it; undefined where a person is needed. */
  openFromKeyStore(): Uint8Array | undefined {
    const file = this.read();
    if (file?.seal.protection !== 'keystore') return undefined;
    try {
      return this.settle(file, asKey(Buffer.from(this.options.keyStore.open(Buffer.from(file.seal.sealed, 'base64')), 'base64')));
    } catch {
      // The key store was reset or replaced: the recovery code still opens the record.
      this.key = undefined;
      return undefined;
    }
  }

  /**
   * Opens with the passphrase, the recovery code, or the organisation's private recovery key. A way of recovery given
   * together with a passphrase makes that the new passphrase; without one, a reset key store is sealed anew.
   *
   * @throws {StoreError} wrong-passphrase; nothing is changed and any number of tries is allowed
   */
  async unlock(given: UnlockRequest): Promise<Uint8Array> {
    const file = this.read();
    if (file === undefined) throw new StoreError('not-found', 'This console has no key yet. Create one first.');
    if (given.recoveryFile !== undefined) return this.recover(file, await this.openWithOrganisation(file, given.recoveryFile, given.recoveryPassphrase ?? ''), given.passphrase);
    if (given.recoveryCode !== undefined) return this.recover(file, await openWithCode(file, given.recoveryCode), given.passphrase);
    return this.openWithPassphrase(file, given.passphrase);
  }

  /**
   * Makes the passphrase another one; where the key store protected the key, the passphrase does from now on.
   *
   * @param current the present passphrase; not asked where there is none
   * @throws {StoreError} wrong-passphrase; {IpcError} bad-request for a short new one
   */
  async changePassphrase(current: string | null, next: string): Promise<void> {
    const { file, key } = await this.requireOpen(current);
    requirePassphrase(next);
    await this.reseal(file, await this.passphraseSeal(key, next), await this.passphraseSeal(this.former ?? key, next));
  }

  /**
   * Makes the organisation's recovery key another way to open this record.
   * @param text the public file
   * @throws {StoreError} corrupt when it is none; locked while the vault is
   */
  async installRecoveryKey(text: string): Promise<{ name: string; keyId: string }> {
    const publicKey = readPublicRecoveryKey(text);
    const file = this.read();
    if (file === undefined || this.key === undefined) throw locked();
    const seals = { organisation: sealForOrganisation(publicKey, this.key) };
    if (file.next === undefined) await replaceKeyFile(this.options.file, { ...file, ...seals });
    else await replaceKeyFile(this.options.file, { ...file, organisation: sealForOrganisation(publicKey, asKey(this.former ?? this.key)), next: { ...file.next, ...seals } });
    return { name: publicKey.name, keyId: publicKey.keyId };
  }

  /**
   * Begins to move the record to a new key: from here on either key leads to the other, so that wherever the move is
   * interrupted the record opens. {@link finishRotation} ends it.
   *
   * @param passphrase the present passphrase, which protects the new key as well; null where the key store does
   * @returns both keys, and the new recovery code; the former code is void once the move has ended
   * @throws {StoreError} wrong-passphrase; locked when a move is under way already
   */
  async rotate(passphrase: string | null): Promise<{ key: Uint8Array; formerKey: Uint8Array; recoveryCode: string }> {
    const { file, key: formerKey } = await this.requireOpen(passphrase);
    if (file.next !== undefined) throw new StoreError('locked', 'The record is being moved to a new key already; wait until that has ended.');
    const key = new Uint8Array(randomBytes(keyLength));
    const recoveryCode = createRecoveryCode();
    const seal = file.seal.protection === 'keystore' ? this.sealInKeyStore(key) : await this.passphraseSeal(key, passphrase ?? '');
    const organisation: { organisation?: OrganisationSeal } = file.organisation ? { organisation: sealForOrganisation(file.organisation.key, key) } : {};
    const next = { seal, recovery: await wrapKey(key, recoveryCode, 'recovery', this.options.costLog2), ...organisation, underFormer: sealUnder(formerKey, key, 'next-key'), formerUnder: sealUnder(key, formerKey, 'former-key') };
    await replaceKeyFile(this.options.file, { ...file, next });
    this.key = key;
    this.former = formerKey;
    return { key, formerKey, recoveryCode };
  }

  /** Nothing is left under the former key: it is forgotten. */
  async finishRotation(): Promise<void> {
    const file = this.read();
    if (file?.next === undefined) return;
    const { underFormer: _underFormer, formerUnder: _formerUnder, ...seals } = file.next;
    await replaceKeyFile(this.options.file, { format: 'mdt-key/1', ...seals });
    this.former = undefined;
  }

  /** @throws {StoreError} locked | wrong-passphrase */
  private async requireOpen(passphrase: string | null): Promise<{ file: KeyFile; key: Uint8Array }> {
    const file = this.read();
    if (file === undefined || this.key === undefined) throw locked();
    if (file.seal.protection === 'passphrase' && (passphrase === null || (await unwrapKey(file.seal.envelope, passphrase, 'passphrase')) === undefined)) throw wrongPassphrase();
    return { file, key: this.key };
  }

  private async openWithPassphrase(file: KeyFile, passphrase: string | undefined): Promise<Uint8Array> {
    if (file.seal.protection === 'keystore') {
      const key = this.openFromKeyStore();
      if (key !== undefined) return key;
      throw new StoreError('locked', "The operating system's key store no longer opens this record. Enter the administrator's recovery code.");
    }
    const key = passphrase === undefined ? undefined : await unwrapKey(file.seal.envelope, passphrase, 'passphrase');
    if (key !== undefined) return this.settle(file, key);
    throw wrongPassphrase();
  }

  private async openWithOrganisation(file: KeyFile, privateFile: string, passphrase: string): Promise<Uint8Array> {
    if (!file.organisation) throw new StoreError('not-found', 'No recovery key of an organisation was installed at this console; enter its recovery code.');
    return openForOrganisation(file.organisation, privateFile, passphrase);
  }

  private async recover(file: KeyFile, opened: Uint8Array, newPassphrase: string | undefined): Promise<Uint8Array> {
    const key = this.settle(file, opened);
    if (newPassphrase !== undefined) {
      requirePassphrase(newPassphrase);
      await this.reseal(file, await this.passphraseSeal(key, newPassphrase), await this.passphraseSeal(this.former ?? key, newPassphrase));
    } else if (file.seal.protection === 'keystore' && this.options.keyStore.isAvailable()) {
      await this.reseal(file, this.sealInKeyStore(key), this.sealInKeyStore(this.former ?? key));
    }
    return key;
  }

  /** Writes how the key is protected anew; during a move for both keys. */
  private async reseal(file: KeyFile, seal: Seals['seal'], formerSeal: Seals['seal']): Promise<void> {
    if (file.next === undefined) await replaceKeyFile(this.options.file, { ...file, seal });
    else await replaceKeyFile(this.options.file, { ...file, seal: formerSeal, next: { ...file.next, seal } });
  }

  /** Takes a key that opened as the one in use; during a move finds the other one too. */
  private settle(file: KeyFile, opened: Uint8Array): Uint8Array {
    if (file.next === undefined) {
      this.former = undefined;
      this.key = opened;
      return opened;
    }
    const next = openUnder(opened, file.next.underFormer, 'next-key');
    const former = next ? opened : openUnder(opened, file.next.formerUnder, 'former-key');
    if (!former) throw new StoreError('corrupt', `The key file ${this.options.file} was changed while the record was moved to a new key. Put it back from the backup; the record itself is untouched.`);
    this.former = former;
    this.key = next ?? opened;
    return this.key;
  }

  private async passphraseSeal(key: Uint8Array, passphrase: string): Promise<Seals['seal']> {
    return { protection: 'passphrase', envelope: await wrapKey(key, passphrase, 'passphrase', this.options.costLog2) };
  }

  private sealInKeyStore(key: Uint8Array): Seals['seal'] {
    const sealed = this.options.keyStore.seal(Buffer.from(key).toString('base64'));
    return { protection: 'keystore', sealed: Buffer.from(sealed).toString('base64') };
  }

  private read(): KeyFile | undefined {
    return readKeyFile(this.options.file);
  }
}

/** By the code of the key in use, or during a move by that of either. */
async function openWithCode(file: KeyFile, typed: string): Promise<Uint8Array> {
  const code = normalizeRecoveryCode(typed);
  const key = (await unwrapKey(file.recovery, code, 'recovery')) ?? (file.next && (await unwrapKey(file.next.recovery, code, 'recovery')));
  if (key === undefined) throw new StoreError('wrong-passphrase', 'This recovery code does not belong to this record. It has 32 letters and digits; compare it with the printed one. Nothing was changed.');
  return key;
}

const locked = (): StoreError => new StoreError('locked', 'The record is locked; open it first.');

const wrongPassphrase = (): StoreError =>
  new StoreError('wrong-passphrase', "This passphrase does not open the record. Check the keyboard layout and Caps Lock and try again, or enter the administrator's recovery code. Nothing was changed.");

function requirePassphrase(passphrase: string | null): void {
  if (passphrase === null) throw new IpcError('bad-request', "This computer has no key store that could protect the record, so a passphrase of at least 8 characters is needed.");
  if (passphrase.length < minimumPassphraseLength) throw new IpcError('bad-request', 'The passphrase needs at least 8 characters.');
}

function asKey(bytes: Uint8Array): Uint8Array {
  if (bytes.byteLength !== keyLength) throw new StoreError('corrupt', 'The sealed key has the wrong length.');
  return new Uint8Array(bytes);
}
