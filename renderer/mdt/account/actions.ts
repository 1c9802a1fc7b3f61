import type { BegunFactor, ConfirmedFactor, FactorState } from '../../../shared/platform/contract.ts';

/** What the account's section asks of the platform. */
export interface AccountActions {
  readonly factor: () => Promise<FactorState>;
  readonly begin: () => Promise<BegunFactor>;
  readonly confirm: (code: string) => Promise<ConfirmedFactor>;
  readonly end: (code: string) => Promise<unknown>;
}
