import { packBytes, packedBlobBytes } from '../../../shared/blob/pack.ts';
import type { Transfer } from './blobPlan.ts';

/** Where the line is limited, a pack is what passes in about this time: what comes next is not kept waiting long. */
const packSeconds = 10;

/**
 * What goes in one request each, in the order of the plan: small objects of the same rank together, a large one alone.
 * @param bytesPerSecond limit of the line, null for none
 */
export function lotsOf(transfers: readonly Transfer[], bytesPerSecond: number | null): Transfer[][] {
  const limit = bytesPerSecond === null ? packBytes : Math.min(packBytes, bytesPerSecond * packSeconds);
  const lots: Transfer[][] = [];
  let open: { lot: Transfer[]; bytes: number; rank: number } | null = null;
  for (const transfer of transfers) {
    if (transfer.byteLength > packedBlobBytes) {
      lots.push([transfer]);
      // What follows it in the plan does not overtake it.
      open = null;
      continue;
    }
    if (!open || open.rank !== transfer.rank || open.bytes + transfer.byteLength > limit) {
      open = { lot: [], bytes: 0, rank: transfer.rank };
      lots.push(open.lot);
    }
    open.lot.push(transfer);
    open.bytes += transfer.byteLength;
  }
  return lots;
}
