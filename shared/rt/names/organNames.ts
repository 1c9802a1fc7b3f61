/** The names one organ goes by. */
export interface OrganNames {
  /** TG-263 primary name; without laterality where the organ is paired. */
  readonly standard: string;
  /** TG-263 name of both sides together; its presence says that the organ is paired. */
  readonly plural?: string;
  /** Other names, comma-separated, in English, Chinese and planning systems' habits; without laterality where paired. */
  readonly names: string;
  /** Names of both sides together beside those made of {@link names} (双肺, lungs, bilateral lung). */
  readonly both?: string;
}
