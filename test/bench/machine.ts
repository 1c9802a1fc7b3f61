import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';

/** What the figures were taken on. The load is that of the last minute: other work on the machine makes figures worse. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly loadAverage: { readonly before: number; readonly after: number };
  readonly node: string;
  readonly system: string;
}

/** Reads the load now; the function it returns reads it again and gives the whole. */
export function watchMachine(): () => Machine {
  const before = load();
  return () => ({
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    loadAverage: { before, after: load() },
    node: process.version,
    system: `${platform()} ${release()} ${arch()}`,
  });
}

const load = (): number => Math.round((loadavg()[0] ?? 0) * 100) / 100;
