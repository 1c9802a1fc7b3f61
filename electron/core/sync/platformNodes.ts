import { isLoopback } from '../../../shared/platform/loopback.ts';

/** A request without a first byte after this is suspicious: the node is asked whether it lives, and again after as long. */
const silenceMs = 700;
/** So long a node may take to say that it lives: one packet lost on the way, of which the line's own repetition comes after 1 s, is not the end. */
const patienceMs = 1500;
/** So long it may take after another node has said so: a line that stalled brings the answers of both within it. */
const behindMs = 1000;
/** When no node at all says that it lives within this, nothing is known, and the question ends. */
const longestProbeMs = 5000;

/** What a proxy answers for a node that is gone or too slow; the platform itself answers no call of a console so. */
const goneStatuses: ReadonlySet<number> = new Set([502, 503, 504]);

/** Why a request to a node was given up: it did not even answer whether it lives, while another did. */
class SilentNodeError extends Error {}

/**
 * The nodes of one platform, and the one this console uses now. Any of them serves any console with the same token,
 * so a console that cannot reach one goes to the next at once. `origin` stays what the platform is called here.
 */
export class PlatformNodes {
  readonly origin: string;
  readonly #onMoved: (address: string) => void;
  #addresses: readonly string[];
  #address: string;
  readonly #judging = new Map<string, Promise<void>>();

  /** @param onMoved told when another node is used from now on */
  constructor(origin: string, onMoved: (address: string) => void = () => undefined) {
    this.origin = origin;
    this.#addresses = [origin];
    this.#address = origin;
    this.#onMoved = onMoved;
  }

  /** Where requests go now. */
  get address(): string {
    return this.#address;
  }

  /** All known addresses, the configured one first. */
  get addresses(): readonly string[] {
    return this.#addresses;
  }

  /** Takes the platform's word on its nodes, as far as they are reached as safely as the configured one. */
  learn(urls: readonly string[]): void {
    this.#addresses = [...new Set([this.origin, ...urls.filter((url) => isAsSafe(url, this.origin)).map((url) => new URL(url).origin)])];
    if (!this.#addresses.includes(this.#address)) this.#move(this.origin);
  }

  /**
   * Sends a request to the node in use; when that cannot be reached, itself or behind its proxy, to each of the others
   * in turn. Whatever is sent may arrive twice, which every call of the contract allows.
   * @throws what the last attempt threw
   */
  async send(path: string, init: RequestInit): Promise<Response> {
    const tried = new Set<string>();
    const next = (from: string): boolean => {
      const other = this.#addresses.find((address) => !tried.has(address));
      if (other !== undefined && this.#address === from) this.#move(other);
      return other !== undefined;
    };
    for (;;) {
      const address = this.#address;
      tried.add(address);
      try {
        const response = await this.#sendTo(address, path, init);
        if (!goneStatuses.has(response.status) || !next(address)) return response;
        await response.body?.cancel();
      } catch (cause) {
        if (init.signal?.aborted === true || !next(address)) throw cause;
      }
    }
  }

  /** Asks the node in use whether it lives, and goes to one that does; for lines that broke or fell silent without a request. */
  async check(): Promise<void> {
    if (this.#addresses.length > 1) await this.#judge(this.#address);
  }

  /** One question at a time: whoever doubts the same node meanwhile waits for the same answer. */
  async #judge(address: string): Promise<void> {
    const judging = this.#judging.get(address) ?? this.#leaveUnlessLiving(address).finally(() => this.#judging.delete(address));
    this.#judging.set(address, judging);
    await judging;
  }

  /**
   * A silent node and a stalled line look alike, so the others are asked over the same line: a node is left for one that
   * answers, or not at all. Where nothing answers the console stays, and its requests wait for the line.
   */
  async #leaveUnlessLiving(address: string): Promise<void> {
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, AbortSignal.timeout(longestProbeMs)]);
    const askedAtMs = performance.now();
    const other = Promise.any(this.#addresses.filter((known) => known !== address).map(async (known) => {
      if (!(await isLiving(known, signal))) throw new SilentNodeError(`${known} does not answer`);
      return known;
    })).catch(() => null);
    const tooLate = async (): Promise<string | null> => {
      const living = await other;
      if (living !== null) await passed(Math.max(behindMs, patienceMs - (performance.now() - askedAtMs)));
      return living;
    };
    const own = isLiving(address, signal).then((lives) => (lives ? null : other));
    const next = await Promise.race([own, tooLate()]);
    over.abort();
    if (next !== null && this.#address === address) this.#move(next);
  }

  #move(address: string): void {
    if (address === this.#address) return;
    this.#address = address;
    this.#onMoved(address);
  }

  async #sendTo(address: string, path: string, init: RequestInit): Promise<Response> {
    if (this.#addresses.length < 2) return fetch(`${address}${path}`, init);
    const giveUp = new AbortController();
    const stop = (): void => giveUp.abort(init.signal?.reason);
    init.signal?.addEventListener('abort', stop, { once: true });
    const isOver = this.#watch(address, () => giveUp.abort(new SilentNodeError(`${address} does not answer`)));
    try {
      return await fetch(`${address}${path}`, { ...init, signal: giveUp.signal });
    } finally {
      isOver();
    }
  }

  /** Doubts the node again and again until told that there is an answer; says when it was left. */
  #watch(address: string, onLeft: () => void): () => void {
    let timer: NodeJS.Timeout;
    let isOver = false;
    const doubt = async (): Promise<void> => {
      await this.#judge(address);
      if (isOver) return;
      if (this.#address === address) wait();
      else onLeft();
    };
    const wait = (): void => {
      timer = setTimeout(() => void doubt(), silenceMs);
    };
    wait();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }
}

const passed = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** Whether the process there answers; its database is not asked, which every node shares. */
async function isLiving(address: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(`${address}/v1/health/live`, { signal });
    await response.body?.cancel();
    // A platform from before this question answers 404, and lives.
    return response.status < 500;
  } catch {
    // Whatever the reason: this node does not serve us now.
    return false;
  }
}

/** Encrypted like the configured address, or on this computer like it. */
function isAsSafe(url: string, origin: string): boolean {
  if (!URL.canParse(url)) return false;
  const [node, configured] = [new URL(url), new URL(origin)];
  if (node.protocol !== configured.protocol) return false;
  return isLoopback(node.hostname) === isLoopback(configured.hostname) && (node.protocol === 'https:' || isLoopback(node.hostname));
}
