/** A line that failed on purpose, or a platform that did. */
export class Refused extends Error {}

/** What happens to one exchange with the platform. */
export interface Faults {
  /** The request never gets there. */
  readonly losesRequest: boolean;
  /** The platform did it, and nobody hears of it. */
  readonly losesAnswer: boolean;
  /** What the platform ordered does not come back. */
  readonly losesFeed?: boolean;
  /** The request arrives a second time, later. */
  readonly repeats: boolean;
  /** An old feed page is delivered again before the new one. */
  readonly replaysFeed: boolean;
  /** The platform dies after so many commands of the batch. */
  readonly crashAfter: number | null;
}

export const noFaults: Faults = { losesRequest: false, losesAnswer: false, repeats: false, replaysFeed: false, crashAfter: null };

export function randomFaults(random: () => number): Faults {
  return {
    losesRequest: random() < 0.12, losesAnswer: random() < 0.15, repeats: random() < 0.15, replaysFeed: random() < 0.15,
    crashAfter: random() < 0.06 ? Math.floor(random() * 4) : null,
  };
}
