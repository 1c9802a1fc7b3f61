interface Waiting<Job, Result> {
  readonly job: Job;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Work that arrives while a transaction is on its way to the disk shares the next one: under load one write serves
 * many, and alone nobody waits. When a shared one fails, each job is tried by itself and fails or passes by itself.
 *
 * @param run one transaction for all of the jobs, in their order; one result for each
 * @param most largest sum of `weightOf` in one transaction; a single job may be heavier
 */
export function shareTransactions<Job, Result>(run: (jobs: readonly Job[]) => Promise<readonly Result[]>, weightOf: (job: Job) => number, most: number): (job: Job) => Promise<Result> {
  const queue: Waiting<Job, Result>[] = [];
  let isRunning = false;
  const take = (): Waiting<Job, Result>[] => {
    const taken = queue.splice(0, 1);
    let weight = taken.reduce((sum, { job }) => sum + weightOf(job), 0);
    for (let next = queue[0]; next && weight + weightOf(next.job) <= most; next = queue[0]) {
      taken.push(...queue.splice(0, 1));
      weight += weightOf(next.job);
    }
    return taken;
  };
  const settle = async (taken: readonly Waiting<Job, Result>[]): Promise<void> => {
    let results: readonly Result[];
    try {
      results = await run(taken.map(({ job }) => job));
    } catch (error) {
      if (taken.length > 1) for (const one of taken) await settle([one]);
      else taken[0]?.reject(error);
      return;
    }
    taken.forEach(({ resolve, reject }, at) => (at < results.length ? resolve(results[at] as Result) : reject(new Error('A job of a shared transaction has no result.'))));
  };
  const drain = async (): Promise<void> => {
    if (isRunning) return;
    isRunning = true;
    while (queue.length > 0) await settle(take());
    isRunning = false;
  };
  return (job) =>
    new Promise<Result>((resolve, reject) => {
      queue.push({ job, resolve, reject });
      void drain();
    });
}
