import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { buildNodeProgram } from '../buildNodeProgram.ts';
import { toResults, type BenchResult } from '../benchResult.ts';
import type { ConsoleReport, WorkOrder } from './consoleProgram.ts';
import { openSite, setupNames, type Setup } from './nodes.ts';
import { populate, province } from './population.ts';

const processes = 2;
const commandsPerSecond = 100;
/** MDT_BENCH_SECONDS makes it shorter for a look; the acceptance asks for a minute. */
const seconds = Number(process.env['MDT_BENCH_SECONDS'] ?? 60);

/** The whole province at work: how long a committed command takes to be applied at the other consoles that may see it. */
export async function measureManyConsoles(setup: Setup, folder: string): Promise<readonly BenchResult[]> {
  const site = await openSite(setup, folder);
  const programs: ChildProcess[] = [];
  try {
    const plans = await populate(site.storeOptions);
    const urls = await site.start(false);
    const program = await buildNodeProgram(new URL('consoleProgram.ts', import.meta.url).pathname, join(folder, 'programs'));
    const everyMs = (plans.length / commandsPerSecond) * 1000;
    const orders = Array.from({ length: processes }, (_, at): WorkOrder => ({
      everyMs, durationMs: seconds * 1000, consoles: plans.filter((_plan, n) => n % processes === at).map((plan, n) => ({ ...plan, url: urls[n % urls.length] ?? '' })),
    }));
    const started = orders.map((order) => {
      const child = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      programs.push(child);
      child.send(order);
      return child;
    });
    await Promise.all(started.map((child) => reportOf(child, 'ready')));
    for (const child of started) child.send('begin');
    await Promise.all(started.map((child) => reportOf(child, 'pushed')));
    for (const child of started) child.send('end');
    const done = (await Promise.all(started.map((child) => reportOf(child, 'done')))).flatMap((report) => (report.kind === 'done' ? [report] : []));
    const sum = (key: 'sent' | 'notCommitted'): number => done.reduce((total, report) => total + report[key], 0);
    const visible = done.flatMap((report) => report.commitToVisible);
    const expected = sum('sent') * (province.consolesPerHospital * 2 - 1);
    if (sum('notCommitted') > 0 || visible.length !== expected) {
      throw new Error(`Of ${sum('sent')} commands ${sum('notCommitted')} were not committed, and ${visible.length} of ${expected} arrivals were seen: ${done.flatMap(({ problems }) => problems).slice(0, 3).join('; ')}`);
    }
    const note = `${plans.length} consoles (real HTTP and socket.io, in ${processes} processes) at ${province.groups * (province.partnersPerGroup + 1)} hospitals, ${sum('sent')} commands in ${seconds} s, each applied by the ${province.consolesPerHospital * 2 - 1} other consoles of its two hospitals, which pull when woken`;
    return [
      ...toResults({ metric: `commit to visible, 200 consoles, ${commandsPerSecond} commands/s, ${setupNames[setup]}`, unit: 'ms', better: 'lower', ours: visible, judged: 'p95', target: { below: 500 }, note }),
      ...toResults({ metric: `sent to visible, the same run, ${setupNames[setup]}`, unit: 'ms', better: 'lower', ours: done.flatMap((report) => report.sendToVisible) }),
    ];
  } finally {
    for (const child of programs) child.kill('SIGKILL');
    await site.stop();
  }
}

function reportOf(child: ChildProcess, kind: ConsoleReport['kind']): Promise<ConsoleReport> {
  return new Promise((resolve, reject) => {
    const listen = (report: ConsoleReport): void => {
      if (report.kind !== kind) return;
      child.off('message', listen);
      resolve(report);
    };
    child.on('message', listen);
    child.once('exit', (code) => reject(new Error(`The consoles' process ended with code ${code ?? 'none'}.`)));
  });
}
