import { spawnCore, type CoreProcess } from '../support/coreProcess.ts';
import type { CallName, RequestOf, ResponseOf } from '../../../shared/ipc/channels.ts';
import { samplePassword } from '../support/console.ts';

/** The process answering a call has ended; whoever asked may ask the next one. */
export class Gone extends Error {}

/** A call was answered with no. */
export class Refused extends Error {
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** A console's core that is killed and started again, spoken to as its windows would. */
export class LiveCore {
  readonly name: string;
  readonly dataDir: string;
  readonly key: Uint8Array;
  readonly account: string;
  readonly #platformUrl: string;
  #process: CoreProcess | null = null;
  #gone: Promise<never> = Promise.reject(new Gone('not started'));
  starts = 0;

  constructor(options: { readonly name: string; readonly dataDir: string; readonly key: Uint8Array; readonly account: string; readonly platformUrl: string }) {
    this.name = options.name;
    this.dataDir = options.dataDir;
    this.key = options.key;
    this.account = options.account;
    this.#platformUrl = options.platformUrl;
    this.#gone.catch(() => undefined);
  }

  /** @throws {Error} with what core said when it does not open its record */
  async start(): Promise<void> {
    const core = spawnCore({ dataDir: this.dataDir, key: this.key, isRestart: this.starts > 0, settings: { platformUrl: this.#platformUrl } });
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => undefined);
    core.child.once('exit', () => reject(new Gone(`${this.name} has ended`)));
    const begun = await Promise.race([core.begun, promise]);
    if (begun.kind !== 'ready') throw new Error(`${this.name} did not open its record: ${JSON.stringify(begun)}`);
    this.starts += 1;
    this.#process = core;
    this.#gone = promise;
  }

  /** @throws {Gone} when the process ends before it answers; {Refused} when it says no */
  async call<C extends CallName>(channel: C, request: RequestOf<C>): Promise<ResponseOf<C>> {
    const core = this.#process;
    if (!core) throw new Gone(`${this.name} does not run`);
    const result = await Promise.race([core.call(channel, request), this.#gone]);
    if (!result.ok) throw new Refused(result.error.reason, `${this.name} ${channel}: ${result.error.reason}: ${result.error.message}`);
    return result.value as ResponseOf<C>;
  }

  /** Signs in where nobody is, as a person does who finds the sign-in page. */
  async signIn(): Promise<void> {
    const { person } = await this.call('session.current', {});
    const { state } = await this.call('sync.status', {});
    if (person === null || state === 'signedOut') await this.call('session.signIn', { account: this.account, password: samplePassword });
  }

  async kill(): Promise<void> {
    await this.#process?.kill('SIGKILL');
    this.#process = null;
  }

  async stop(): Promise<void> {
    await this.#process?.stop();
    this.#process = null;
  }
}
