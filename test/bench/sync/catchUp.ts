import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { toMaximum, type BenchResult } from '../benchResult.ts';
import { openConsole } from '../syncNetwork.ts';
import { history, makeHistory } from './history.ts';
import { openSite } from './nodes.ts';

const runs = 3;
/** How often it is asked whether everything is there, ms; part of the figure. */
const lookMs = 50;

/** A new console at a lead hospital signs in: how long until the whole history is in its encrypted record. */
export async function measureCatchUp(folder: string): Promise<readonly BenchResult[]> {
  const site = await openSite('sqlite', folder);
  try {
    await makeHistory(site.storeOptions);
    const [url = ''] = await site.start(true);
    const seconds: number[] = [];
    for (let run = 0; run < runs; run += 1) seconds.push(await catchUp(join(folder, `console-${run}`), url));
    return [toMaximum({
      metric: `a new console catches up on ${history.commands} commands`, unit: 's', better: 'lower', ours: seconds, target: { below: 30 },
      note: `${history.cases} cases of a request with 120 slices, opinions, evidence and a decision; from sign-in to the last one applied; core with an encrypted record, the platform on SQLite in a process of its own`,
    })];
  } finally {
    await site.stop();
  }
}

async function catchUp(dataDir: string, url: string): Promise<number> {
  let seen = 0;
  const versions = new Map<string, number>();
  const startedMs = performance.now();
  const console = await openConsole(dataDir, url, 'zhou.coord', randomBytes(32), (channel, payload) => {
    if (channel !== 'record.changed') return;
    const { stream, version } = payload as { stream: { id: string }; version: number };
    seen += version - (versions.get(stream.id) ?? 0);
    versions.set(stream.id, version);
  });
  try {
    while (seen < history.commands) {
      if (performance.now() - startedMs > 600_000) throw new Error(`Only ${seen} of ${history.commands} commands arrived within 10 minutes.`);
      await new Promise((resolve) => setTimeout(resolve, lookMs));
    }
    return (performance.now() - startedMs) / 1000;
  } finally {
    await console.stop();
  }
}
