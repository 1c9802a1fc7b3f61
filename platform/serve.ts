import { AppError, toErrorShape } from '../shared/errors/appError.ts';
import { startPlatform } from './host.ts';
import { createLog } from './log/log.ts';

/** First message of the supervisor to its child. */
export interface ServeMessage {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly isSample: boolean;
  readonly keyHex: string;
  readonly databaseUrl?: string | undefined;
  readonly publicUrl?: string | undefined;
}

/** What the child tells the supervisor. `fatal`: starting again would fail in the same way. */
export type ServeReport =
  | { readonly kind: 'ready'; readonly url: string; readonly port: number; readonly pid: number }
  | { readonly kind: 'fatal'; readonly error: ReturnType<typeof toErrorShape> };

/** As in main.ts; this is a process of its own. */
process.umask(0o077);

const report = (value: ServeReport): void => void process.send?.(value);

/** Straight to the output it shares with its supervisor: what was said before a sudden end is there. */
const write = (line: string): void => void process.stdout.write(`${line}\n`);
// Whoever read the log is gone; the platform goes on without.
process.stdout.on('error', () => undefined);
process.on('uncaughtException', (error) => {
  createLog(write).error('crash', {}, error);
  process.exit(1);
});

/** The platform as the supervisor's child: starts on the first message, ends with its supervisor. */
process.once('message', (message: ServeMessage) => {
  void serve(message);
});

async function serve(message: ServeMessage): Promise<void> {
  try {
    const { isSample, keyHex, ...where } = message;
    const platform = await startPlatform({ ...where, key: new Uint8Array(Buffer.from(keyHex, 'hex')), sample: isSample, log: write });
    const end = (): void => {
      // Whatever hangs must not outlive its supervisor.
      setTimeout(() => process.exit(0), 3000).unref();
      void platform.stop().finally(() => process.exit(0));
    };
    process.once('SIGTERM', end);
    process.once('SIGINT', end);
    process.once('disconnect', end);
    report({ kind: 'ready', url: platform.url, port: platform.port, pid: process.pid });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    process.send?.({ kind: 'fatal', error: toErrorShape(error) } satisfies ServeReport, () => process.exit(1));
  }
}
