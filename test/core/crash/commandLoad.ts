import type { Dice } from '../../sync/support/dice.ts';
import type { CommandType, Stream } from '../../../shared/mdt/command.ts';
import { Gone, type LiveCore } from './liveCore.ts';

interface Sent {
  readonly commandId: string;
  readonly stream: Stream;
  readonly type: CommandType;
  readonly payload: unknown;
}

/** What one console submits without a pause, several at a time; what a kill left unanswered is submitted again with the same id. */
export class CommandLoad {
  readonly #core: LiveCore;
  readonly #dice: Dice;
  readonly #make: (count: number) => Omit<Sent, 'commandId'>;
  #unanswered: Sent[] = [];
  #isRunning = false;
  #work: Promise<unknown> = Promise.resolve();
  #count = 0;
  /** Ids core has answered yes to. */
  readonly acknowledged = new Map<string, Stream>();

  constructor(core: LiveCore, dice: Dice, make: (count: number) => Omit<Sent, 'commandId'>) {
    this.#core = core;
    this.#dice = dice;
    this.#make = make;
  }

  begin(): void {
    this.#isRunning = true;
    const again = this.#unanswered;
    this.#unanswered = [];
    this.#work = Promise.all(Array.from({ length: 1 + this.#dice.below(4) }, () => this.#submitAll(again)));
  }

  /** Returns once nothing of this load is on its way. @throws what core refused */
  async end(): Promise<void> {
    this.#isRunning = false;
    await this.#work;
  }

  /** Submits once more what was never answered. */
  async settle(): Promise<void> {
    const again = this.#unanswered;
    this.#unanswered = [];
    this.#isRunning = false;
    await this.#submitAll(again);
  }

  async #submitAll(again: Sent[]): Promise<void> {
    for (let next = again.shift() ?? this.#next(); next; next = again.shift() ?? this.#next()) {
      const { commandId, stream, type, payload } = next;
      try {
        await this.#core.call('record.submit', { commandId, stream, type, payload, baseVersion: 1 });
        this.acknowledged.set(commandId, stream);
      } catch (error) {
        if (!(error instanceof Gone)) throw error;
        this.#unanswered.push(next, ...again.splice(0));
        return;
      }
      await new Promise((done) => setTimeout(done, 5 + this.#dice.below(25)));
    }
  }

  #next(): Sent | undefined {
    if (!this.#isRunning) return undefined;
    this.#count += 1;
    return { commandId: this.#dice.id(), ...this.#make(this.#count) };
  }
}
