import { spawn } from 'node:child_process';

/** Environment with a display in it, and how to end what was started for it. */
export interface Display {
  readonly env: NodeJS.ProcessEnv;
  /** True when a virtual display was started because none was there. */
  readonly isVirtual: boolean;
  stop(): Promise<void>;
}

/** Large enough for two consoles of 1280 × 800 side by side. */
const screenSize = '2560x1600x24';
const startTimeoutMs = 10_000;

/** Whether windows can be shown without a virtual display. */
export function hasDisplay(env: NodeJS.ProcessEnv = process.env): boolean {
  return process.platform !== 'linux' || Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);
}

/**
 * The display that is there, or an Xvfb on the first free number.
 *
 * @throws {Error} when Xvfb is missing or does not start within ten seconds
 */
export async function openDisplay(): Promise<Display> {
  if (hasDisplay()) return { env: process.env, isVirtual: false, stop: () => Promise.resolve() };
  // `-displayfd 3` lets the server pick a free number and report it when it accepts clients.
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', screenSize, '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((done) => {
    server.once('exit', () => done());
    server.once('error', () => done());
  });
  const killServer = (): void => void server.kill();
  // A signal ends this process without its exit event; the server must not stay behind.
  const passOn = (signal: NodeJS.Signals): void => {
    killServer();
    process.kill(process.pid, signal);
  };
  process.once('exit', killServer);
  process.once('SIGINT', passOn);
  process.once('SIGTERM', passOn);
  const stop = async (): Promise<void> => {
    process.removeListener('exit', killServer);
    process.removeListener('SIGINT', passOn);
    process.removeListener('SIGTERM', passOn);
    server.kill();
    await ended;
  };
  try {
    const number = await displayNumber(server);
    const env: NodeJS.ProcessEnv = { ...process.env, DISPLAY: `:${number}` };
    delete env['WAYLAND_DISPLAY'];
    return { env, isVirtual: true, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Runs `work` with a display and ends the display afterwards, whatever happened. */
export async function withDisplay<T>(work: (display: Display) => Promise<T>): Promise<T> {
  const display = await openDisplay();
  try {
    return await work(display);
  } finally {
    await display.stop();
  }
}

function displayNumber(server: ReturnType<typeof spawn>): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('Xvfb did not start within 10 s.')), startTimeoutMs);
    const fail = (reason: string): void => {
      clearTimeout(timer);
      reject(new Error(`Xvfb, the virtual display, could not be started (${reason}). On Debian or Ubuntu: apt-get install xvfb`));
    };
    server.once('error', (error) => fail(error.message));
    server.once('exit', (code) => fail(`it ended with code ${code ?? 'none'}`));
    let text = '';
    server.stdio[3]?.on('data', (chunk: Buffer) => {
      text += chunk.toString('ascii');
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      resolve(text.trim());
    });
  });
}
