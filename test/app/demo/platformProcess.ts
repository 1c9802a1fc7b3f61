import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectFolder } from '../../../scripts/projectFolder.ts';

/** `npm run platform` as a process of its own: a supervisor and the server it keeps alive. */
export class PlatformProcess {
  readonly url: string;
  private readonly child: ChildProcess;
  private starts: { pid: number; atMs: number }[];

  private constructor(child: ChildProcess, url: string, starts: { pid: number; atMs: number }[]) {
    this.child = child;
    this.url = url;
    this.starts = starts;
  }

  static async start(dataDir: string, port: number): Promise<PlatformProcess> {
    const child = spawn(process.execPath, [join(projectFolder, 'platform', 'main.ts'), '--port', String(port), '--data', dataDir, '--sample'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const starts: { pid: number; atMs: number }[] = [];
    const lines = createInterface({ input: child.stdout });
    const url = await new Promise<string>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`The platform ended with ${code} before it was ready.`)));
      lines.on('line', (line) => {
        const ready = /platform ready (\S+) pid (\d+)/.exec(line) ?? readyOfJson(line);
        if (!ready) return;
        starts.push({ pid: Number(ready[2]), atMs: Date.now() });
        resolve(ready[1] ?? '');
      });
    });
    return new PlatformProcess(child, url, starts);
  }

  get pid(): number {
    return this.starts.at(-1)?.pid ?? 0;
  }

  /** Kills the server with SIGKILL and resolves with how long the supervisor took to have a new one answer, ms. */
  async killAndMeasure(): Promise<number> {
    const killedMs = Date.now();
    const old = this.pid;
    process.kill(old, 'SIGKILL');
    for (;;) {
      if (this.pid !== old && (await this.answers())) return Date.now() - killedMs;
      if (Date.now() - killedMs > 30_000) throw new Error('The platform did not come back within 30 s.');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  private async answers(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/v1/health`)).ok;
    } catch {
      return false;
    }
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
  }
}

function readyOfJson(line: string): RegExpExecArray | null {
  try {
    const { url, pid } = JSON.parse(line) as { url?: string; pid?: number };
    return url && pid ? (/^(\S+) (\d+)$/.exec(`${url} ${pid}`)) : null;
  } catch {
    return null;
  }
}
