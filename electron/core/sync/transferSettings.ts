import { openTransferSettings, transferSettingsSchema, type TransferSettings } from '../../../shared/ipc/storageShapes.ts';
import type { Db } from '../store/openDatabase.ts';
import { getSetting, setSetting } from '../store/people.ts';

const name = 'transferSettings';

/** What this console was told; without limits until somebody sets them. */
export function readTransferSettings(db: Db): TransferSettings {
  const stored = getSetting(db, name);
  if (stored === null) return openTransferSettings;
  const parsed = transferSettingsSchema.safeParse(JSON.parse(stored));
  return parsed.success ? parsed.data : openTransferSettings;
}

export const writeTransferSettings = (db: Db, settings: TransferSettings): void => setSetting(db, name, JSON.stringify(settings));

/** The limits at a moment of this computer's local time, bytes a second; null for none. */
export function limitsAt(settings: TransferSettings, at: Date): { readonly up: number | null; readonly down: number | null } {
  const minute = at.getHours() * 60 + at.getMinutes();
  const { dayFromMinute: from, dayToMinute: to } = settings;
  const isDay = from <= to ? minute >= from && minute < to : minute >= from || minute < to;
  const { upKBps, downKBps } = isDay ? settings.day : settings.night;
  return { up: bytesOf(upKBps), down: bytesOf(downKBps) };
}

const bytesOf = (rateKBps: number | null): number | null => (rateKBps === null ? null : rateKBps * 1000);
