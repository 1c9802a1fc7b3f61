import type { AnyCommand, CommandType } from '../mdt/command.ts';

/** Versions of the sync protocol a side speaks, both ends included. */
export interface ProtocolRange {
  readonly min: number;
  readonly max: number;
}

/**
 * Versions this build speaks, as a console and as a platform.
 * 1: commands and feed. 2: streams leave a hospital (`removals` in the feed), values of one's own settle a conflict, minutes are frozen with the decision.
 */
export const protocols: ProtocolRange = { min: 1, max: 2 };

/** The newest version both sides speak, or which of them has to be updated. */
export function agreeProtocol(console: ProtocolRange, platform: ProtocolRange): { readonly version: number } | { readonly mustUpdate: 'console' | 'platform' } {
  if (console.max < platform.min) return { mustUpdate: 'console' };
  if (platform.max < console.min) return { mustUpdate: 'platform' };
  return { version: Math.min(console.max, platform.max) };
}

const sinceTwo: ReadonlySet<CommandType> = new Set(['case.withdraw', 'conflict.write', 'meeting.removeHospital']);

/** The first protocol whose consoles can replay a command; an older one would make another record of it. */
export function protocolOf({ type, payload }: Pick<AnyCommand, 'type' | 'payload'>): number {
  if (sinceTwo.has(type)) return 2;
  return type === 'decision.freeze' && typeof payload === 'object' && payload !== null && 'minutes' in payload ? 2 : 1;
}
