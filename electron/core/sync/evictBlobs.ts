import type { Person } from '../../../shared/mdt/directory.ts';
import { listMeetings, visibleCases } from '../commands/caseView.ts';
import type { RecordContext } from '../commands/recordContext.ts';
import { blobsInUse, casesOfBlobs, heldByLeastOpened, markEvicted, type HeldBlob } from '../store/blobStorage.ts';
import { inTransaction } from '../store/statement.ts';
import { casesOfPlatform } from '../store/streams.ts';
import { agendaRanks } from './agendaRanks.ts';
import type { PlatformClient } from './platformClient.ts';

/** Asked of the platform at a time: it reads each of them through before it answers. */
const askedAtOnce = 50;
const bytesAtOnce = 256 * 1024 * 1024;

export interface EvictionParts {
  readonly context: RecordContext;
  readonly client: Pick<PlatformClient, 'heldBlobs'>;
  readonly token: string;
  readonly person: Person;
  /** Cases somebody opened in this session stay. */
  readonly opened: ReadonlySet<string>;
}

interface Candidate extends HeldBlob {
  readonly caseId: string;
}

/**
 * Makes room by giving up blobs nobody opened for longest. Never the only copy: the platform reads each through and
 * proves its hash right before, and blobs of unsent cases, imports under way, the inbox, today's agendas and opened
 * cases stay.
 *
 * @param wantedBytes how much should become free
 * @returns how much did
 * @throws {SyncError} unreachable | unauthorized
 */
export async function evictBlobs(parts: EvictionParts, wantedBytes: number): Promise<number> {
  let freed = 0;
  const tried = new Set<string>();
  while (freed < wantedBytes) {
    const lot = nextLot(parts, tried, wantedBytes - freed);
    const [first] = lot;
    if (!first) return freed;
    for (const { sha256 } of lot) tried.add(sha256);
    const held = await parts.client.heldBlobs(parts.token, first.caseId, lot.map(({ sha256 }) => sha256));
    freed += removeProved(parts, lot.filter(({ sha256 }) => held.has(sha256)));
  }
  return freed;
}

/** The next candidates of one case, the least opened first. */
function nextLot(parts: EvictionParts, tried: ReadonlySet<string>, wantedBytes: number): Candidate[] {
  const lot: Candidate[] = [];
  let bytes = 0;
  for (const candidate of candidatesOf(parts)) {
    if (tried.has(candidate.sha256) || (lot[0] && lot[0].caseId !== candidate.caseId)) continue;
    lot.push(candidate);
    bytes += candidate.byteLength;
    if (bytes >= Math.min(wantedBytes, bytesAtOnce) || lot.length === askedAtOnce) break;
  }
  return lot;
}

/** What may be given up at this moment. */
function candidatesOf({ context, person, opened }: EvictionParts): Candidate[] {
  const { db } = context.store;
  const inUse = blobsInUse(db);
  const indexed = casesOfBlobs(db);
  const here = casesOfPlatform(db);
  const agenda = agendaRanks(listMeetings(context, person).map((view) => view.record), Date.now());
  const named = new Map<string, string>();
  const free = new Set<string>();
  for (const { id, imaging, report } of visibleCases(context, person)) {
    const mayGo = here.has(id) && !inUse.cases.has(id) && !agenda.has(id) && !opened.has(id);
    if (mayGo) free.add(id);
    for (const { sha256 } of report ? [...imaging, report] : imaging) {
      // A blob two cases share goes only when both may do without it.
      if (!mayGo) named.set(sha256, '');
      else if (!named.has(sha256)) named.set(sha256, id);
    }
  }
  return heldByLeastOpened(db).flatMap((blob) => {
    const caseId = named.get(blob.sha256);
    const isFree = caseId !== undefined && caseId !== '' && !inUse.blobs.has(blob.sha256) && (indexed.get(blob.sha256) ?? []).every((id) => free.has(id));
    return isFree ? [{ ...blob, caseId }] : [];
  });
}

/** Looks once more and removes without a pause: what changed while the platform answered is not overlooked. */
function removeProved(parts: EvictionParts, proved: readonly Candidate[]): number {
  const { store } = parts.context;
  if (store.unusedBlobs.isTaking) return 0;
  const still = new Set(candidatesOf(parts).map(({ sha256 }) => sha256));
  const gone = proved.filter(({ sha256 }) => still.has(sha256));
  // The row first: a crash in between leaves bytes nobody counts, which are found again when they are wanted.
  inTransaction(store.db, () => {
    for (const { sha256 } of gone) markEvicted(store.db, sha256, Date.now());
  });
  for (const { sha256 } of gone) store.blobs.remove(sha256);
  return gone.reduce((sum, { byteLength }) => sum + byteLength, 0);
}
