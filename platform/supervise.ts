import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ErrorShape } from '../shared/errors/appError.ts';
import type { ServeMessage, ServeReport } from './serve.ts';

export interface SupervisorEvents {
  ready(value: { url: string; port: number; pid: number }): void;
  /** It died, and is started again. */
  restarting(reason: string): void;
  /** Starting failed for a reason that a restart does not cure; nothing runs any more. */
  fatal(error: ErrorShape): void;
  /** After {@link Supervisor.stop}. */
  stopped(): void;
}

export interface Supervisor {
  stop(): void;
}

/** First and longest wait before a child that died is started again. */
const firstDelayMs = 100;
const longestDelayMs = 800;
/** Objects that arrive together wait for the disk together, and nobody waits behind them. */
const diskThreads = '16';

/** Runs the platform as a child process and starts it again, on the same port, whenever it dies. */
export function supervise(message: ServeMessage, events: SupervisorEvents): Supervisor {
  let child: ChildProcess | null = null;
  let isStopping = false;
  let delayMs = firstDelayMs;
  let port = message.port;
  let hasRun = false;
  let timer: NodeJS.Timeout | null = null;

  const start = (): void => {
    timer = null;
    let isFatal = false;
    let wasReady = false;
    const started = fork(fileURLToPath(new URL('serve.ts', import.meta.url)), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env: { UV_THREADPOOL_SIZE: diskThreads, ...process.env } });
    child = started;
    started.on('message', (report: ServeReport) => {
      if (report.kind === 'ready') {
        wasReady = true;
        delayMs = firstDelayMs;
        port = report.port;
        events.ready(report);
      }
      // A port still held by the child that just died is worth another try.
      if (report.kind === 'fatal' && !(report.error.reason === 'port-in-use' && hasRun)) {
        isFatal = true;
        events.fatal(report.error);
      }
    });
    started.on('exit', (code, signal) => {
      child = null;
      hasRun ||= wasReady;
      if (isStopping) events.stopped();
      if (isStopping || isFatal) return;
      // What keeps it from its first start will do so again; who started the server is told, and may start it again.
      if (!hasRun) return events.fatal({ code: 'internal', reason: 'unexpected', message: `The platform ended with ${signal ?? `code ${code}`} before it was ready; what it wrote before this line says why.` });
      events.restarting(signal ?? `code ${code}`);
      timer = setTimeout(start, delayMs);
      delayMs = Math.min(longestDelayMs, delayMs * 2);
    });
    started.send({ ...message, port });
  };
  start();

  return {
    stop() {
      isStopping = true;
      if (timer) clearTimeout(timer);
      if (child) child.kill('SIGTERM');
      else events.stopped();
    },
  };
}
