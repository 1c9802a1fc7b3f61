import { statfsSync } from 'node:fs';
import { StoreError } from '../../../shared/errors/appError.ts';
import { heldBytes } from '../store/blobStorage.ts';
import type { Store } from '../store/openStore.ts';
import { caseRank } from './agendaRanks.ts';
import type { Transfer } from './blobPlan.ts';
import { readTransferSettings } from './transferSettings.ts';

/** Room for the record itself, its backups and everything else on the disk: 1 GB, or a twentieth of a small disk. */
const reserveBytes = 1_000_000_000;
const reserveFraction = 20;

export interface DiskRoom {
  readonly freeBytes: number;
  readonly reservedBytes: number;
}

/** What is free on the disk of a folder for this user, and what of it is left alone. */
export function diskRoom(folder: string): DiskRoom {
  const { bavail, blocks, bsize } = statfsSync(folder);
  return { freeBytes: bavail * bsize, reservedBytes: Math.min(reserveBytes, (blocks * bsize) / reserveFraction) };
}

/** Bytes images may still take here by quota and disk; negative when they take too much. */
export function roomForBlobs(store: Store, disk: DiskRoom = diskRoom(store.dataDir)): number {
  const { quotaGB } = readTransferSettings(store.db);
  const byQuota = quotaGB === null ? Number.POSITIVE_INFINITY : quotaGB * 1e9 - heldBytes(store.db);
  return Math.min(byQuota, disk.freeBytes - disk.reservedBytes);
}

/**
 * The downloads there is room for, in their order. Opened cases and those on today's agenda may go over the quota, which
 * is there for the rest; nothing goes below the disk's reserve.
 */
export function fitting(downloads: readonly Transfer[], roomBytes: number, disk: DiskRoom): readonly Transfer[] {
  let room = roomBytes;
  let onDisk = disk.freeBytes - disk.reservedBytes;
  return downloads.filter(({ byteLength, rank }) => {
    if (onDisk < byteLength || (rank >= caseRank.rest && room < byteLength)) return false;
    room -= byteLength;
    onDisk -= byteLength;
    return true;
  });
}

/** Told while images wait for room. */
export const noRoom = (store: Store, left: number): StoreError =>
  new StoreError('disk-full', `${left} ${left === 1 ? 'image waits' : 'images wait'} for room: the quota or the disk of ${store.dataDir} is full. Free some space there or raise the quota in the settings; nothing that is only here is removed.`, { detail: { folder: store.dataDir } });
