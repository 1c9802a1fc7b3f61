import type { StreamRecord } from '../../../shared/mdt/apply.ts';
import { seenOf, type Seen } from './conflictModel.ts';

/** What somebody had before their eyes. */
export interface Window {
  readonly baseVersion: number;
  readonly seen: Seen;
}

export const windowOf = (record: StreamRecord | null): Window => ({ baseVersion: record?.version ?? 0, seen: record && 'conflicts' in record ? seenOf(record) : new Map() });
