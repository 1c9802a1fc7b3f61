import { Agent, request } from 'node:http';
import { io } from 'socket.io-client';
import { v7 } from 'uuid';
import { applyCommand, type StreamRecord } from '../../../shared/mdt/apply.ts';
import type { AnyCommand } from '../../../shared/mdt/command.ts';
import { sessionResponseSchema } from '../../../shared/platform/contract.ts';
import { feedResponseSchema, protocolVersion, pushResponseSchema, type Outcome } from '../../../shared/sync/protocol.ts';
import { benchPassword, commandBy, paragraph, type ConsolePlan } from './population.ts';

/** First message to this program: its consoles and how long they work. */
export interface WorkOrder {
  readonly consoles: readonly (ConsolePlan & { readonly url: string })[];
  /** Each console sends a command after so long, all of them evenly spread. */
  readonly everyMs: number;
  readonly durationMs: number;
}

export type ConsoleReport =
  | { readonly kind: 'ready' }
  /** Every command of this process has its outcome. */
  | { readonly kind: 'pushed' }
  /** Times of every command at every other console that received it, ms. */
  | { readonly kind: 'done'; readonly commitToVisible: readonly number[]; readonly sendToVisible: readonly number[]; readonly sent: number; readonly notCommitted: number; readonly problems: readonly string[] };

/** As long as the console's own sync waits without a word from the platform. */
const pollMs = 5000;
const page = 200;
/** After the last outcome everywhere, time for every console to ask once more on its own: what is missing then is lost. */
const quietMs = 2 * pollMs;

/** A broken line is tried again after this, as the console's sync does; the command keeps its id. */
const retryMs = 300;
const mostAttempts = 50;
const wait = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms));

const agent = new Agent({ keepAlive: true, maxSockets: 400 });
const tell = (report: ConsoleReport): void => void process.send?.(report);
const commitToVisible: number[] = [];
const sendToVisible: number[] = [];
const problems: string[] = [];
let sent = 0;
let notCommitted = 0;
let isCounting = false;

function ask(method: string, url: string, token: string | null, body?: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const headers = { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const sending = request(url, { method, agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const text = Buffer.concat(parts).toString();
        if (response.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`${method} answered ${response.statusCode ?? 0} ${text.slice(0, 200)}`));
      });
    });
    sending.on('error', reject);
    sending.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Many sign in from one address here, which the platform slows down; at a hospital they come through the day. */
async function signIn(url: string, account: string, deviceId: string): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return sessionResponseSchema.parse(await ask('POST', `${url}/v1/session`, null, { account, password: benchPassword, deviceId })).token;
    } catch (error) {
      if (attempt === 60 || !String(error).includes('answered 429')) throw error;
      await wait(1000);
    }
  }
}

/** One console: pulls when it is woken, applies what comes by the rules of the record, and notes how old it is then. */
class SimulatedConsole {
  readonly #plan: WorkOrder['consoles'][number];
  readonly #records = new Map<string, StreamRecord>();
  readonly #opinionIds = new Map<string, string>();
  readonly #end: Promise<void>[] = [];
  #token = '';
  #position = 0;
  #isWoken = false;
  #pulling: Promise<void> | null = null;
  #close = (): void => undefined;

  constructor(plan: WorkOrder['consoles'][number]) {
    this.#plan = plan;
  }

  async open(): Promise<void> {
    const { url, person, deviceId } = this.#plan;
    this.#token = await signIn(url, person.account, deviceId);
    await this.#pull();
    const socket = io(url, { path: '/v1/socket', auth: { token: this.#token }, transports: ['websocket'], forceNew: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    socket.on('feed', () => this.#wake());
    const timer = setInterval(() => this.#wake(), pollMs);
    this.#close = () => {
      clearInterval(timer);
      socket.disconnect();
    };
  }

  send(n: number): void {
    const { person, deviceId, caseIds, url } = this.#plan;
    const caseId = caseIds[n % caseIds.length] ?? '';
    const opinionId = this.#opinionIds.get(caseId) ?? v7();
    this.#opinionIds.set(caseId, opinionId);
    const command = commandBy(person, deviceId, caseId, 'opinion.state', {
      opinionId, personId: person.id, personName: person.name, personTitle: person.title, hospitalId: person.hospitalId, discipline: 'radiationOncology', stance: 'agree', text: paragraph(120, n),
    }, this.#records.get(caseId)?.version ?? 0);
    sent += 1;
    this.#end.push(this.#push(url, command));
  }

  async #push(url: string, command: AnyCommand): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return this.#note(pushResponseSchema.parse(await ask('POST', `${url}/v1/commands`, this.#token, { protocolVersion, commands: [command] })).outcomes[0]);
      } catch (error) {
        if (attempt === mostAttempts) {
          problems.push(String(error));
          notCommitted += 1;
          return undefined;
        }
        await wait(retryMs);
      }
    }
  }

  #note(outcome: Outcome | undefined): void {
    if (outcome?.status === 'committed' || outcome?.status === 'rebased') return;
    problems.push(outcome ? `${outcome.reason}: ${outcome.message}` : 'no outcome');
    notCommitted += 1;
  }

  async pushed(): Promise<void> {
    await Promise.all(this.#end);
  }

  async close(): Promise<void> {
    this.#close();
    await this.#pulling;
    // What no wake and no poll brought until now counts with the time it waited.
    await this.#pull();
  }

  #wake(): void {
    this.#isWoken = true;
    this.#pulling ??= this.#pullAll().finally(() => {
      this.#pulling = null;
      if (this.#isWoken) this.#wake();
    });
  }

  async #pullAll(): Promise<void> {
    while (this.#isWoken) {
      this.#isWoken = false;
      try {
        await this.#pull();
      } catch (error) {
        problems.push(String(error));
        await wait(retryMs);
        this.#isWoken = true;
      }
    }
  }

  async #pull(): Promise<void> {
    for (;;) {
      const { entries } = feedResponseSchema.parse(await ask('GET', `${this.#plan.url}/v1/feed?after=${this.#position}&limit=${page}`, this.#token));
      for (const { position, committed } of entries) {
        const { command } = committed;
        this.#records.set(command.stream.id, applyCommand(this.#records.get(command.stream.id) ?? null, command));
        this.#position = position;
        if (!isCounting || command.actor.personId === this.#plan.person.id) continue;
        const nowMs = Date.now();
        commitToVisible.push(nowMs - committed.committedAtMs);
        sendToVisible.push(nowMs - command.atMs);
      }
      if (entries.length < page) return;
    }
  }
}

async function work({ consoles: plans, everyMs, durationMs }: WorkOrder): Promise<void> {
  const consoles = plans.map((plan) => new SimulatedConsole(plan));
  for (const console of consoles) await console.open();
  tell({ kind: 'ready' });
  await new Promise<void>((resolve) => process.once('message', () => resolve()));
  isCounting = true;
  const startedMs = performance.now();
  const stepMs = everyMs / consoles.length;
  // By the clock, not by adding waits: a late step is followed at once by the next, so that the rate holds.
  for (let step = 0; step * stepMs < durationMs; step += 1) {
    const waitMs = startedMs + step * stepMs - performance.now();
    if (waitMs > 0) await wait(waitMs);
    consoles[step % consoles.length]?.send(Math.floor(step / consoles.length));
  }
  await Promise.all(consoles.map((console) => console.pushed()));
  tell({ kind: 'pushed' });
  await new Promise<void>((resolve) => process.once('message', () => resolve()));
  await wait(quietMs);
  await Promise.all(consoles.map((console) => console.close()));
  tell({ kind: 'done', commitToVisible, sendToVisible, sent, notCommitted, problems: problems.slice(0, 10) });
}

process.once('message', (order: WorkOrder) => {
  work(order).then(() => process.disconnect(), (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  });
});
