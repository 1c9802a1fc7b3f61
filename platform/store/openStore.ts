import { hkdfSync } from 'node:crypto';
import { accountQueries, type AccountQueries } from './accounts.ts';
import { auditQueries, type AuditQueries } from './audit.ts';
import { blobQueries, type BlobQueries } from './blobIndex.ts';
import { openDatabase } from './openDatabase.ts';
import { roomQueries, type RoomQueries } from './roomState.ts';
import { sessionQueries, type SessionQueries } from './sessions.ts';
import { streamQueries, type StreamQueries } from './streams.ts';

/** Everything the platform keeps, behind named questions. */
export interface PlatformStore {
  readonly accounts: AccountQueries;
  readonly sessions: SessionQueries;
  readonly streams: StreamQueries;
  readonly blobs: BlobQueries;
  readonly rooms: RoomQueries;
  readonly audit: AuditQueries;
  /** Runs `work` in one transaction: all of it is on the disk afterwards, or none. */
  transact<T>(work: () => T): T;
  close(): void;
}

/** A 32-byte key for one purpose, derived from the platform's key. */
export const deriveKey = (key: Uint8Array, purpose: 'database' | 'blobs' | 'uploads'): Uint8Array => new Uint8Array(hkdfSync('sha256', key, new Uint8Array(0), `mdt-platform/${purpose}`, 32));

/** @throws {StoreError} read-only | wrong-passphrase | corrupt */
export function openStore(dataDir: string, key: Uint8Array): PlatformStore {
  const { durable, swift } = openDatabase(dataDir, deriveKey(key, 'database'));
  return {
    accounts: accountQueries(durable),
    sessions: sessionQueries(durable),
    streams: streamQueries(durable),
    blobs: blobQueries(durable),
    rooms: roomQueries(durable, swift),
    audit: auditQueries(durable),
    transact: (work) => durable.transaction(work).immediate(),
    close() {
      swift.close();
      durable.close();
    },
  };
}
