import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const program = resolve(import.meta.dirname, '../../../platform/main.ts');

/** A port of this computer that nobody used a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port was given out');
  return address.port;
}

/** `npm run platform`'s program: a supervisor and the process that serves, either of which may be killed. */
export class LivePlatform {
  readonly dataDir: string;
  readonly key: Uint8Array;
  readonly url: string;
  readonly #port: number;
  #supervisor: ChildProcess | null = null;
  #ended: Promise<unknown> = Promise.resolve();
  #pid = 0;
  #ready = Promise.withResolvers<void>();
  /** Everything it said, for whoever looks at a failed run. */
  readonly lines: string[] = [];

  constructor(options: { readonly dataDir: string; readonly key: Uint8Array; readonly port: number }) {
    this.dataDir = options.dataDir;
    this.key = options.key;
    this.#port = options.port;
    this.url = `http://127.0.0.1:${options.port}`;
  }

  async start(): Promise<void> {
    this.#ready = Promise.withResolvers();
    const env = { ...process.env, MDT_PLATFORM_KEY: Buffer.from(this.key).toString('hex') };
    const supervisor = spawn(process.execPath, [program, '--port', String(this.#port), '--data', this.dataDir, '--sample'], { stdio: ['ignore', 'pipe', 'pipe'], env });
    this.#supervisor = supervisor;
    this.#ended = new Promise((done) => supervisor.once('exit', done));
    createInterface({ input: supervisor.stderr }).on('line', (line) => this.lines.push(line));
    createInterface({ input: supervisor.stdout }).on('line', (line) => this.#hear(line));
    await this.ready();
  }

  #hear(line: string): void {
    this.lines.push(line);
    const said = JSON.parse(line) as { pid?: number };
    if (said.pid === undefined) return;
    this.#pid = said.pid;
    this.#ready.resolve();
  }

  /** Resolves while it serves. @throws {Error} with its last words after a minute */
  async ready(): Promise<void> {
    const late = setTimeout(() => this.#ready.reject(new Error(`The platform does not come back: ${this.lines.slice(-5).join(' | ')}`)), 60_000);
    try {
      await this.#ready.promise;
    } finally {
      clearTimeout(late);
    }
  }

  /** Kills the serving process alone; its supervisor starts another one. */
  killServing(): void {
    this.#ready = Promise.withResolvers();
    process.kill(this.#pid, 'SIGKILL');
  }

  /** Kills both, as a loss of power does; {@link start} is the next one's morning. */
  async killAll(): Promise<void> {
    this.#supervisor?.kill('SIGKILL');
    process.kill(this.#pid, 'SIGKILL');
    await this.#ended;
    this.#supervisor = null;
  }

  async stop(): Promise<void> {
    this.#supervisor?.kill('SIGTERM');
    await this.#ended;
    this.#supervisor = null;
  }
}
