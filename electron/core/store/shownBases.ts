import type { Stream } from '../../../shared/mdt/command.ts';
import type { Db } from './openDatabase.ts';
import { getRow, run } from './statement.ts';

/** A stream was shown under a version that stood on a committed one; the lowest of several stands. */
export const noteShownBase = (db: Db, { kind, id }: Stream, version: number, committed: number): void =>
  void run(db, 'INSERT INTO shown_base (kind, stream_id, version, committed) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET committed = min(committed, excluded.committed)', kind, id, version, committed);

/** The committed version a shown one stood on at least; undefined where it never counted anything else. */
export const shownBase = (db: Db, { kind, id }: Stream, version: number): number | undefined =>
  getRow<{ committed: number }>(db, 'SELECT committed FROM shown_base WHERE kind = ? AND stream_id = ? AND version = ?', kind, id, version)?.committed;

/** Versions after one have become others': whoever was shown them is taken to have seen what came up to it. */
export function lowerShownBases(db: Db, stream: Stream, version: number, reached: number): void {
  run(db, 'UPDATE shown_base SET committed = ? WHERE kind = ? AND stream_id = ? AND committed > ?', version, stream.kind, stream.id, version);
  for (let at = version + 1; at <= reached; at += 1) noteShownBase(db, stream, at, version);
}
