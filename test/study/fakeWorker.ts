import type { WorkerJob } from '../../renderer/study/workerPool.ts';

/** A worker that keeps what it is told and says what a test makes it say. */
export class FakeWorker extends EventTarget {
  isTerminated = false;
  readonly posted: unknown[] = [];
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
  terminate(): void {
    this.isTerminated = true;
  }
  say(data: unknown): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }
  /** The job it was given last. */
  get job(): WorkerJob<never> {
    return this.posted.at(-1) as WorkerJob<never>;
  }
  fail(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }));
  }
  asWorker(): Worker {
    return this as unknown as Worker;
  }
}
