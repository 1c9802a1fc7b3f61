import type { StoreTransaction } from '../store/openStore.ts';
import type { Place } from '../store/streams.ts';

/** A command that got its version, and who sees it. */
export interface Publication {
  readonly streamId: string;
  readonly version: number;
  readonly commandId: string;
  /** Hospitals that saw the stream before: they get the command. */
  readonly known: readonly string[];
  /** Hospitals that see it from now on: they get all of the stream. */
  readonly added: readonly string[];
  /** Hospitals it is to leave: their consoles delete it. `digest` is of the record after the command. */
  readonly removed: readonly string[];
  readonly digest: string;
  readonly atMs: number;
}

/**
 * Gives the commands of one transaction their places in each hospital's feed and returns the new heads. A feed is
 * held until the transaction ends, so positions become visible in their order and without holes, on every node.
 */
export async function publish(tx: StoreTransaction, publications: readonly Publication[]): Promise<Map<string, number>> {
  const hospitalIds = [...new Set(publications.flatMap(({ known, added, removed }) => [...known, ...added, ...removed]))];
  await tx.lock(hospitalIds.map((hospitalId) => `feed/${hospitalId}`));
  const heads = new Map<string, number>();
  for (const hospitalId of hospitalIds) heads.set(hospitalId, await tx.streams.head(hospitalId));
  let waiting: Place[] = [];
  const flush = async (): Promise<void> => {
    await tx.streams.place(waiting);
    waiting = [];
  };
  for (const { streamId, version, commandId, known, added, removed, digest, atMs } of publications) {
    // What follows looks at the feed as it stands.
    if (removed.length > 0 || added.length > 0) await flush();
    for (const hospitalId of removed) {
      const position = (heads.get(hospitalId) ?? 0) + 1;
      await tx.streams.removeFrom(hospitalId, { streamId, position, version, digest, atMs });
      heads.set(hospitalId, position);
    }
    for (const hospitalId of known) {
      const position = (heads.get(hospitalId) ?? 0) + 1;
      waiting.push({ hospitalId, position, commandId });
      heads.set(hospitalId, position);
    }
    for (const hospitalId of added) heads.set(hospitalId, await tx.streams.placeAll(hospitalId, heads.get(hospitalId) ?? 0, streamId, version));
  }
  await flush();
  return heads;
}
