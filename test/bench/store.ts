import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { v7 } from 'uuid';
import { createRecordContext, type RecordContext } from '../../electron/core/commands/recordContext.ts';
import { submitCommand } from '../../electron/core/commands/submitCommand.ts';
import { openStore } from '../../electron/core/store/openStore.ts';
import type { Actor } from '../../shared/mdt/directory.ts';
import { toResults, type BenchResult } from './benchResult.ts';
import { measureSearch } from './searchCases.ts';
import { withTempFolder } from './tempFolder.ts';

/** Commands that wait in one case before the platform takes them: a short break of the line, and a day without one. */
const depths = [25, 250];
const commands = 500;

const doctor: Actor = { personId: 'bench.doctor', name: 'Bench Doctor', title: '', hospitalId: 'partner', roles: ['partnerDoctor'], discipline: 'radiationOncology' };

/** Latency of one command from the call to its durable commit, on an encrypted record, beside bare SQLite; and of a search. */
export function measure(): Promise<readonly BenchResult[]> {
  return withTempFolder(async (folder) => [...depths.flatMap((depth) => measureDepth(join(folder, String(depth)), depth)), ...measureSearch(join(folder, 'search'))]);
}

function measureDepth(folder: string, depth: number): readonly BenchResult[] {
  const store = openStore(folder, randomBytes(32));
  const bare = openBare(join(folder, 'bare.db'));
  try {
    const context = createRecordContext(store, () => undefined);
    const ours: number[] = [];
    const peer: number[] = [];
    for (let at = 0; at < commands; at += depth) {
      const caseId = openCase(context, at);
      for (let n = 1; n <= depth; n += 1) {
        ours.push(milliseconds(() => editCase(context, caseId, n)));
        peer.push(milliseconds(() => bare.commit(n)));
      }
    }
    return toResults({
      metric: `command commit, up to ${depth} waiting in the case`, unit: 'ms', better: 'lower', ours, judged: 'p95', target: { below: 5 },
      peer: { name: 'two rows in plain SQLite', samples: peer },
      note: 'validated, applied and committed with audit and outbox; WAL with synchronous FULL on both; the peer has neither encryption nor rules',
    });
  } finally {
    bare.close();
    store.close();
  }
}

function openCase(context: RecordContext, number: number): string {
  const id = v7();
  submitCommand(context, { commandId: v7(), stream: { kind: 'case', id }, type: 'case.create', actor: doctor, baseVersion: 0, payload: { caseNo: `BENCH-${number}`, leadHospitalId: 'lead', fields: {} } });
  return id;
}

/** An edit of two fields, one of them as long as a paragraph somebody types. */
function editCase(context: RecordContext, id: string, version: number): void {
  const fields = { ecog: version % 5, history: `${version} ${'吞咽困难三个月，'.repeat(40)}` };
  submitCommand(context, { commandId: v7(), stream: { kind: 'case', id }, type: 'case.edit', actor: doctor, baseVersion: version, payload: { fields } });
}

function openBare(file: string): { commit: (n: number) => void; close: () => unknown } {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE command (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT; CREATE TABLE audit (n INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;');
  const command = db.prepare('INSERT INTO command (id, body) VALUES (?, ?)');
  const audit = db.prepare('INSERT INTO audit (body) VALUES (?)');
  const body = 'x'.repeat(1400);
  const commit = db.transaction((n: number) => {
    command.run(v7(), body);
    audit.run(`${n} case.edit`);
  });
  return { commit: (n) => commit.immediate(n), close: () => db.close() };
}

function milliseconds(work: () => void): number {
  const startedMs = performance.now();
  work();
  return performance.now() - startedMs;
}
