import { join } from 'node:path';
import type { BenchResult } from './benchResult.ts';
import { measureBlobTransfer } from './blobTransfer.ts';
import { measureCatchUp } from './sync/catchUp.ts';
import { measureManyConsoles } from './sync/manyConsoles.ts';
import { setups } from './sync/nodes.ts';
import { measurePair } from './sync/pair.ts';
import { withTempFolder } from './tempFolder.ts';

/**
 * Sync between consoles through the platform, each figure on SQLite and on PostgreSQL with two nodes: one console to
 * another, a whole province at work, a new console, and blobs. About ten minutes; `MDT_BENCH_SYNC=pair,many,catchUp,blobs`
 * takes some of the parts, `MDT_BENCH_SECONDS=15` shortens the province's minute.
 */
export async function measure(): Promise<readonly BenchResult[]> {
  const chosen = new Set((process.env['MDT_BENCH_SYNC'] ?? 'pair,many,catchUp,blobs').split(','));
  const results: BenchResult[] = [];
  for (const setup of setups) {
    if (chosen.has('pair')) results.push(...(await withTempFolder((folder) => measurePair(setup, folder))));
    if (chosen.has('many')) results.push(...(await withTempFolder((folder) => measureManyConsoles(setup, folder))));
  }
  if (chosen.has('catchUp')) results.push(...(await withTempFolder(measureCatchUp)));
  if (chosen.has('blobs')) results.push(...(await withTempFolder((folder) => measureBlobTransfer(join(folder, 'blobs')))));
  return results;
}
