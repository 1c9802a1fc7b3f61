import { z } from 'zod';
import { greyItems } from '../documents/grey/greyCheck.ts';
import type { GreyCheck } from '../documents/grey/greyCheck.ts';
import { readPanels, withPanels } from '../../shared/viewing/savedDesk.ts';
import type { DeskPanels } from '../../shared/viewing/savedDesk.ts';

/** What the preference `display` holds: the panels of the desk, whether overlay planes are drawn, and the last check of the screen. */
export interface DisplayPreference {
  readonly panels: DeskPanels;
  readonly greyCheck: GreyCheck | null;
  /** Graphics images bring with them are drawn over them, unless somebody hid them. */
  readonly hasOverlays: boolean;
}

const greyCheckSchema = z.object({ passed: z.boolean(), items: z.record(z.enum(greyItems), z.boolean()), atMs: z.number().int().min(0), screenPxPerMm: z.number().positive().nullable() });

/** From any stored value; a broken part is as one never set. */
export function readDisplay(value: unknown): DisplayPreference {
  const check = z.object({ greyCheck: greyCheckSchema }).safeParse(value);
  return { panels: readPanels(value), greyCheck: check.success ? check.data.greyCheck : null, hasOverlays: !z.object({ hasOverlays: z.literal(false) }).safeParse(value).success };
}

/** The stored value with these parts as they are now and all else as it was. */
export const writeDisplay = ({ panels, greyCheck, hasOverlays }: DisplayPreference, stored: unknown): unknown => ({ ...withPanels(stored, panels), greyCheck, hasOverlays });
