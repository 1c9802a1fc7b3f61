/** Which feed entries came from; every hospital has an order of its own. */
export interface FeedSource {
  readonly platform: string;
  readonly hospitalId: string;
}
