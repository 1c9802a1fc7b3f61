import { isLoopback } from '../../../shared/platform/loopback.ts';

/** A request without a first byte after this is suspicious: the node is asked whether it lives. */
const silenceMs = 700;
/** A node that does not say within this that it lives is left. */
const probeMs = 1000;

/** What a proxy answers for a node that is gone or too slow; the platform itself answers no call of a console so. */
const goneStatuses: ReadonlySet<number> = new Set([502, 503, 504]);

/** Why a request to a node was given up: it did not even answer whether it lives. */
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
  #checking: Promise<void> | null = null;

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

  /** Asks the node in use whether it lives, and goes to one that does; for lines that broke without a request. */
  async check(): Promise<void> {
    this.#checking ??= this.#findLiving().finally(() => {
      this.#checking = null;
    });
    await this.#checking;
  }

  async #findLiving(): Promise<void> {
    const current = this.#address;
    for (const address of [current, ...this.#addresses.filter((other) => other !== current)]) {
      if (!(await isLiving(address))) continue;
      if (address !== current && this.#address === current) this.#move(address);
      return;
    }
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
    const watch = setTimeout(() => {
      void isLiving(address).then((lives) => (lives ? undefined : giveUp.abort(new SilentNodeError(`${address} does not answer`))));
    }, silenceMs);
    try {
      return await fetch(`${address}${path}`, { ...init, signal: giveUp.signal });
    } finally {
      clearTimeout(watch);
    }
  }
}

async function isLiving(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/v1/health`, { signal: AbortSignal.timeout(probeMs) })).ok;
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
