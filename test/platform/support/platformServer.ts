import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { eventually } from './network.ts';

const main = fileURLToPath(new URL('../../../platform/main.ts', import.meta.url));

export interface Ready {
  readonly url: string;
  readonly pid: number;
}

/** `npm run platform` as a person runs it. */
export class PlatformServer {
  readonly process: ChildProcess;
  readonly starts: Ready[] = [];
  readonly lines: string[] = [];
  errors = '';
  #isStill = false;
  readonly ended: Promise<number | null>;

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.process = spawn(process.execPath, [main, ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.ended = new Promise((resolve) => void this.process.once('exit', (code) => resolve(code)));
    this.process.stderr?.on('data', (text: Buffer) => (this.errors += text.toString('utf8')));
    if (this.process.stdout) {
      createInterface(this.process.stdout).on('line', (line) => {
        this.lines.push(line);
        const value = JSON.parse(line) as Partial<Ready>;
        if (value.url !== undefined && value.pid !== undefined) this.starts.push({ url: value.url, pid: value.pid });
      });
    }
  }

  ready(start: number): Promise<Ready> {
    return eventually(() => Promise.resolve(this.starts[start]), 10_000);
  }

  async stop(): Promise<number | null> {
    if (this.#isStill) this.goOn();
    this.process.kill('SIGTERM');
    return this.ended;
  }

  /** Ends the whole node at once, as a machine that loses its power: nobody is left to start it again. */
  async cutOff(): Promise<void> {
    this.process.kill('SIGKILL');
    const { pid } = this.starts.at(-1) ?? {};
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    await this.ended;
  }

  /** Stops the whole node as it is: its sockets stay open, and nothing answers any more. */
  standStill(): void {
    this.#isStill = true;
    for (const pid of this.#pids()) process.kill(pid, 'SIGSTOP');
  }

  /** Lets a node that stood still go on where it was. */
  goOn(): void {
    this.#isStill = false;
    for (const pid of this.#pids()) process.kill(pid, 'SIGCONT');
  }

  #pids(): number[] {
    return [this.process.pid, this.starts.at(-1)?.pid].filter((pid) => pid !== undefined);
  }
}
