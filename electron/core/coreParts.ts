import type { z } from 'zod';
import type { Calls, CallName, ResponseOf } from '../../shared/ipc/channels.ts';
import type { CoreSettings } from '../../shared/ipc/transport.ts';
import type { MinutesDesk } from './commands/minutesDesk.ts';
import type { MinutesIndex } from './commands/indexMinutes.ts';
import type { Archives } from './archives.ts';
import type { Backups } from './backups.ts';
import type { RecordContext } from './commands/recordContext.ts';
import type { CoreSession } from './coreSession.ts';
import type { DeidentifyJobs } from './deidentify/jobs.ts';
import type { Imports } from './imports.ts';
import type { Network } from './network/network.ts';
import type { PlatformHost } from './platformHost.ts';
import type { Store } from './store/openStore.ts';
import type { MinutesSync } from './sync/minutesSync.ts';
import type { PlatformClient } from './sync/platformClient.ts';
import type { SyncEngine } from './sync/syncEngine.ts';

/** What the handlers of the channel table work with; client, sync and host change when the platform does. */
export interface CoreParts {
  readonly store: Store;
  readonly context: RecordContext;
  readonly session: CoreSession;
  readonly imports: Imports;
  readonly network: Network;
  readonly deidentifications: DeidentifyJobs;
  readonly settings: CoreSettings;
  readonly backups: Backups;
  readonly archives: Archives;
  /** Ends this core so that main starts it again. */
  readonly restart: () => void;
  readonly client: PlatformClient;
  readonly sync: SyncEngine;
  readonly minutes: MinutesDesk;
  readonly minutesIndex: MinutesIndex;
  readonly minutesSync: MinutesSync;
  readonly host: PlatformHost;
  /** Tells the windows of a change typed in one of them. */
  tellMinutes(caseId: string, update: Uint8Array): void;
  /** Points the console at another platform, or null for the embedded one. */
  usePlatform(url: string | null): Promise<void>;
}

type Answer<T> = T | Promise<T>;
/** One function per call of the channel table, with the request as its schema leaves it. */
export type Handlers = { readonly [C in CallName]?: (request: z.output<Calls[C]['request']>) => Answer<ResponseOf<C>> };
