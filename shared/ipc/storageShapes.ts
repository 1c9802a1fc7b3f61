import { z } from 'zod';

/** KB (1,000 bytes) a second; null: as fast as the line carries. */
const rate = z.number().int().min(1).max(10_000_000).nullable();
const minuteOfDay = z.number().int().min(0).max(1439);
const lineLimits = z.object({ upKBps: rate, downKBps: rate });

/** How much of the line and the disk images may take at this console. */
export const transferSettingsSchema = z.object({
  day: lineLimits,
  night: lineLimits,
  /** Local time, minutes after midnight: day from `dayFromMinute` up to `dayToMinute`, which may be on the other side of midnight. */
  dayFromMinute: minuteOfDay,
  dayToMinute: minuteOfDay,
  /** GB (10⁹ bytes) of images kept here; null: as many as there is room for. */
  quotaGB: z.number().min(0).max(1_000_000).nullable(),
});
export type TransferSettings = z.infer<typeof transferSettingsSchema>;

export const openTransferSettings: TransferSettings = { day: { upKBps: null, downKBps: null }, night: { upKBps: null, downKBps: null }, dayFromMinute: 7 * 60, dayToMinute: 20 * 60, quotaGB: null };

/** Where the objects of one case are. */
export interface CaseStorage {
  readonly caseId: string;
  readonly caseNo: string;
  readonly total: number;
  /** On this computer and at the platform. */
  readonly both: number;
  /** On this computer alone: still to be sent, or of another platform. */
  readonly onlyHere: number;
  /** At the platform, on their way here. */
  readonly arriving: number;
  /** Given up here to make room; the platform has them. */
  readonly evicted: number;
  readonly bytesHere: number;
}

export interface StorageState {
  readonly settings: TransferSettings;
  readonly folder: string;
  readonly usedBytes: number;
  readonly freeBytes: number;
  /** Below this much free room images of later cases are not fetched. */
  readonly reservedBytes: number;
  readonly cases: readonly CaseStorage[];
}
