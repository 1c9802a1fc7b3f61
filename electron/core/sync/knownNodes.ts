import { z } from 'zod';
import { getSetting, setSetting } from '../store/people.ts';
import type { Store } from '../store/openStore.ts';

const setting = 'platformNodes';
const keptSchema = z.object({ origin: z.string(), addresses: z.array(z.string()) });

/** Nodes that the platform named in an earlier run: a console finds one even when the configured one is down. */
export function knownNodes(db: Store['db'], origin: string): readonly string[] {
  const text = getSetting(db, setting);
  if (text === null) return [];
  const kept = keptSchema.parse(JSON.parse(text));
  return kept.origin === origin ? kept.addresses : [];
}

/** Keeps the nodes for the next run; true when they are others than before. */
export function keepNodes(db: Store['db'], origin: string, addresses: readonly string[]): boolean {
  const text = JSON.stringify({ origin, addresses });
  const before = getSetting(db, setting);
  if (before === text || (before === null && addresses.length < 2)) return false;
  setSetting(db, setting, text);
  return true;
}
