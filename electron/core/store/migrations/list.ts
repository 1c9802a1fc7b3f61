import { record } from './0001-record.ts';
import { streamHome } from './0002-stream-home.ts';
import { importJob } from './0003-import-job.ts';
import { network } from './0004-network.ts';
import { preference } from './0005-preference.ts';
import { objectHead } from './0006-object-head.ts';
import { refreshToken } from './0013-refresh-token.ts';
import { search } from './0007-search.ts';
import { minutes } from './0008-minutes.ts';
import { audit } from './0009-audit.ts';
import { sync } from './0011-sync.ts';
import { blobStorage } from './0012-blob-storage.ts';
import { generations } from './0014-generations.ts';
import { searchMinutes } from './0015-search-minutes.ts';
import { shownBase } from './0016-shown-base.ts';
import type { Migration } from './migration.ts';

/** Every migration in order. */
export const migrations: readonly Migration[] = [record, streamHome, importJob, network, preference, objectHead, search, minutes, audit, sync, blobStorage, refreshToken, generations, searchMinutes, shownBase];
