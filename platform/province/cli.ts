import { parseArgs } from 'node:util';
import { readOptions } from '../cliOptions.ts';
import { openBeside } from '../operate/openBeside.ts';
import { PlatformError } from '../platformError.ts';
import type { PlatformStore } from '../store/openStore.ts';

export const provinceUsage = 'npm run platform -- province list | province retry <command id>|all [--data <dir>] [--database postgres://…]';

/**
 * `npm run platform -- province …`, beside a running platform or without one.
 * @throws {PlatformError} bad-setting @throws {StoreError}
 */
export async function runProvince(args: readonly string[], say: (value: object) => void): Promise<void> {
  const { options, positionals: [command, which, ...more] } = read(args);
  const isRetry = command === 'retry';
  if (more.length > 0 || (isRetry ? which === undefined : command !== 'list' || which !== undefined)) throw new PlatformError('bad-setting', `Usage: ${provinceUsage}`);
  const { dataDir, databaseUrl } = readOptions(options, process.cwd(), process.env);
  const store = await openBeside({ dataDir, databaseUrl }, process.env);
  try {
    if (isRetry) await retryDocuments(store, which ?? 'all', say);
    else await listDocuments(store, say);
  } finally {
    await store.close();
  }
}

/** Words and options in any order, as the other commands take them. */
function read(args: readonly string[]): { readonly options: string[]; readonly positionals: readonly string[] } {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { data: { type: 'string' }, database: { type: 'string' } } });
    return { options: Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]), positionals };
  } catch (cause) {
    throw new PlatformError('bad-setting', `${cause instanceof Error ? cause.message : String(cause)}. Usage: ${provinceUsage}`, { cause });
  }
}

/** Prints the documents that wait or were refused, and how many were taken; one JSON object a line. */
export async function listDocuments(store: PlatformStore, say: (value: object) => void): Promise<void> {
  const rows = await store.province.list();
  for (const { commandId, kind, caseId, state, queuedAtMs, attempts, nextAtMs, lastReason, lastMessage } of rows.filter((row) => row.state !== 'sent')) {
    say({ commandId, kind, caseId, state, queuedAt: new Date(queuedAtMs).toISOString(), attempts, nextAt: state === 'waiting' && nextAtMs > 0 ? new Date(nextAtMs).toISOString() : null, reason: lastReason, message: lastMessage });
  }
  const count = (state: string): number => rows.filter((row) => row.state === state).length;
  say({ waiting: count('waiting'), refused: count('refused'), sent: count('sent') });
}

/** Lets refused documents go again. */
export async function retryDocuments(store: PlatformStore, which: string, say: (value: object) => void): Promise<void> {
  const retried = await store.transact(async (tx) => {
    const chosen = await tx.province.retry(which === 'all' ? null : which);
    for (const { commandId, caseId } of chosen) {
      await tx.audit.append({ atMs: Date.now(), action: 'provinceRetry', personId: 'platform', hospitalId: '', deviceId: 'command line', subject: caseId, detail: { commandId } });
    }
    return chosen;
  });
  say({ retried: retried.length, message: retried.length === 0 ? 'No refused document has this id; province list names them.' : 'They go again within a quarter of a minute while the platform runs.' });
}
