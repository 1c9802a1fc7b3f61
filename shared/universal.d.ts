/** The few globals present in every process we run in; anything else is not available to shared code. */
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: ArrayBufferView | ArrayBufferLike): string;
}
declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
interface AbortSignal {
  readonly aborted: boolean;
  throwIfAborted(): void;
}
declare const crypto: {
  randomUUID(): string;
  getRandomValues<T extends ArrayBufferView>(array: T): T;
  readonly subtle: UniversalSubtleCrypto;
};
/** A key that Web Cryptography holds; opaque to us. */
interface CryptoKey {
  readonly type: string;
}
interface AesGcmOptions {
  readonly name: 'AES-GCM';
  readonly iv: Uint8Array;
  readonly additionalData: Uint8Array;
  readonly tagLength: 128;
}
/** The part of Web Cryptography that shared code uses: HKDF and AES-GCM. */
interface UniversalSubtleCrypto {
  importKey(format: 'raw', keyData: Uint8Array, algorithm: 'HKDF', extractable: false, usages: readonly ['deriveKey']): Promise<CryptoKey>;
  deriveKey(
    algorithm: { readonly name: 'HKDF'; readonly hash: 'SHA-256'; readonly salt: Uint8Array; readonly info: Uint8Array },
    baseKey: CryptoKey,
    derived: { readonly name: 'AES-GCM'; readonly length: 256 },
    extractable: false,
    usages: readonly ['encrypt', 'decrypt'],
  ): Promise<CryptoKey>;
  encrypt(algorithm: AesGcmOptions, key: CryptoKey, data: Uint8Array): Promise<ArrayBuffer>;
  decrypt(algorithm: AesGcmOptions, key: CryptoKey, data: Uint8Array): Promise<ArrayBuffer>;
}
