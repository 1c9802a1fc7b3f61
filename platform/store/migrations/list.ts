import { accounts } from './0001-accounts.ts';
import { record } from './0002-record.ts';
import { blobs } from './0003-blobs.ts';
import { rooms } from './0004-rooms.ts';
import { audit } from './0005-audit.ts';
import { nodes } from './0006-nodes.ts';
import { tokens } from './0007-tokens.ts';
import { minutes } from './0008-minutes.ts';
import { province } from './0009-province.ts';
import { auditSubject } from './0010-audit.ts';
import { removals } from './0011-removals.ts';
import { endedSessions } from './0012-endedSessions.ts';
import { generations } from './0013-generations.ts';
import { consoleSeen } from './0015-console-seen.ts';
import type { Migration } from './migration.ts';

/** Every step of the schema, in order; a step that was released never changes. */
export const migrations: readonly Migration[] = [accounts, record, blobs, rooms, audit, nodes, tokens, minutes, province, auditSubject, removals, endedSessions, generations, consoleSeen];
