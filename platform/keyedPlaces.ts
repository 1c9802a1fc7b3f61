import { join } from 'node:path';
import { deriveKey } from './store/openStore.ts';

/** What of an embedded platform is encrypted, and under which 32 bytes. */
export interface KeyedPlaces {
  readonly database: { readonly file: string; readonly key: Uint8Array };
  readonly blobs: { readonly folder: string; readonly key: Uint8Array };
  /** Transfers under way; nothing that nobody else has. */
  readonly uploads: string;
}

/** @param key the platform's key */
export const embeddedPlaces = (dataDir: string, key: Uint8Array): KeyedPlaces => ({
  database: { file: join(dataDir, 'platform.db'), key: deriveKey(key, 'database') },
  blobs: { folder: join(dataDir, 'blobs'), key: deriveKey(key, 'blobs') },
  uploads: join(dataDir, 'uploads'),
});
