import { createHash } from 'node:crypto';
import { z } from 'zod';
import { IpcError, StoreError } from '../../shared/errors/appError.ts';
import { envelopeSchema, unwrapKey, usualCostLog2, wrapKey } from './keyEnvelope.ts';
import { makeAgreementPair, openSealedTo, sealTo, sealedToSchema, type SealedTo } from './sealToKey.ts';

/** What the administrator gives to every console: whoever holds the private half opens every record sealed to it. */
export const publicRecoveryKeySchema = z.object({ format: z.literal('mdt-recovery-public/1'), name: z.string().min(1).max(120), keyId: z.string().regex(/^[0-9a-f]{16}$/), publicKey: z.string() });
export type PublicRecoveryKey = z.infer<typeof publicRecoveryKeySchema>;

/** What the administrator keeps; its private half only the passphrase opens. */
const privateRecoveryKeySchema = z.object({ format: z.literal('mdt-recovery-private/1'), name: z.string(), keyId: z.string(), envelope: envelopeSchema });

/** A data key sealed to an organisation. */
export const organisationSealSchema = z.object({ key: publicRecoveryKeySchema, sealed: sealedToSchema });
export interface OrganisationSeal {
  readonly key: PublicRecoveryKey;
  readonly sealed: SealedTo;
}

const purpose = 'organisation-recovery';
const minimumPassphraseLength = 12;
const fileText = (content: object): string => `${JSON.stringify(content, undefined, 2)}\n`;
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

/** First 16 hex digits of the SHA-256 of the public half: what people compare. */
const idOf = (publicKey: Uint8Array): string => createHash('sha256').update(publicKey).digest('hex').slice(0, 16);

/**
 * A new recovery key of an organisation, as the text of its two files.
 * @param passphrase at least 12 characters: the file may be copied by somebody
 * @throws {IpcError} bad-request for a shorter one
 */
export async function createRecoveryKey(name: string, passphrase: string, costLog2 = usualCostLog2): Promise<{ readonly keyId: string; readonly publicFile: string; readonly privateFile: string }> {
  if (passphrase.length < minimumPassphraseLength) throw new IpcError('bad-request', `The passphrase of a recovery key needs at least ${minimumPassphraseLength} characters: it protects every console of the organisation.`);
  const { publicKey, privateKey } = makeAgreementPair();
  const keyId = idOf(publicKey);
  return {
    keyId,
    publicFile: fileText({ format: 'mdt-recovery-public/1', name, keyId, publicKey: base64(publicKey) } satisfies PublicRecoveryKey),
    privateFile: fileText({ format: 'mdt-recovery-private/1', name, keyId, envelope: await wrapKey(privateKey, passphrase, keyId, costLog2) } satisfies z.infer<typeof privateRecoveryKeySchema>),
  };
}

/** @throws {StoreError} corrupt when the text is no public recovery key, or its id is not that of its key */
export function readPublicRecoveryKey(text: string): PublicRecoveryKey {
  const key = parseAs(publicRecoveryKeySchema, text);
  if (!key || idOf(fromBase64(key.publicKey)) !== key.keyId) throw new StoreError('corrupt', 'This file is not a public recovery key, or it was changed; ask the administrator for the file ending in .public.json.');
  return key;
}

/** Seals a data key to an organisation. */
export const sealForOrganisation = (key: PublicRecoveryKey, dataKey: Uint8Array): OrganisationSeal => ({ key, sealed: sealTo(fromBase64(key.publicKey), dataKey, purpose) });

/**
 * The data key, opened with the organisation's private file.
 * @throws {StoreError} corrupt for another file, wrong-passphrase when the passphrase or the key is another one
 */
export async function openForOrganisation({ key, sealed }: OrganisationSeal, privateFile: string, passphrase: string): Promise<Uint8Array> {
  const file = parseAs(privateRecoveryKeySchema, privateFile);
  if (!file) throw new StoreError('corrupt', 'This file is not a private recovery key; take the file ending in .private.json that the administrator keeps.');
  if (file.keyId !== key.keyId) throw new StoreError('wrong-passphrase', `This console was sealed to the recovery key ${key.keyId} (${key.name}), and the file is that of ${file.keyId}. Nothing was changed.`);
  const privateKey = await unwrapKey(file.envelope, passphrase, file.keyId);
  const dataKey = privateKey && openSealedTo(privateKey, sealed, purpose);
  if (!dataKey) throw new StoreError('wrong-passphrase', 'The passphrase does not open this recovery key. Check the keyboard layout and Caps Lock and try again. Nothing was changed.');
  return dataKey;
}

function parseAs<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    // Not JSON: not one of these files.
    return undefined;
  }
}
