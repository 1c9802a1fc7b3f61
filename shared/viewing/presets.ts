import { z } from 'zod';
import { windowSchema } from './cell.ts';
import type { Window } from './cell.ts';

/** A window by name. `window` null is the one the image opens with; `name` is a key of the language table for built-in ones and a person's word for own ones. */
export interface WindowPreset {
  readonly id: string;
  readonly name: string;
  readonly isOwn: boolean;
  readonly window: Window | null;
  /** The unit the figures are in. */
  readonly unit: 'stored' | 'suv';
}

const builtIn = (name: string, centre: number, width: number, unit: WindowPreset['unit'] = 'stored'): WindowPreset => ({ id: name, name, isOwn: false, window: { centre, width }, unit });
const suvTo = (most: number): WindowPreset => builtIn(`suv${most}`, most / 2, most, 'suv');

/** The window of the header, the first entry for every modality. */
export const openingPreset: WindowPreset = { id: 'opening', name: 'opening', isOwn: false, window: null, unit: 'stored' };

/**
 * CT in HU, centre and width as taught in radiology; the order is that of the digit keys, the first six as in the plan review.
 */
const ct: readonly WindowPreset[] = [
  builtIn('mediastinum', 40, 400), builtIn('lung', -600, 1500), builtIn('bone', 400, 1800), builtIn('brain', 40, 80), builtIn('liver', 60, 160), builtIn('wide', 0, 4000),
  builtIn('abdomen', 50, 350), builtIn('stroke', 40, 40), builtIn('angio', 300, 600), builtIn('subdural', 75, 215), builtIn('spine', 50, 250), builtIn('temporalBone', 600, 4000),
];

const byModality: Readonly<Record<string, readonly WindowPreset[]>> = { CT: ct, PT: [suvTo(5), suvTo(7), suvTo(10), suvTo(15)] };

/** A window a person saved for a modality. */
export const ownPresetSchema = z.object({
  id: z.string().min(1).max(60), name: z.string().trim().min(1).max(40), modality: z.string().regex(/^[A-Z0-9]{1,16}$/), window: windowSchema, unit: z.enum(['stored', 'suv']),
});
export type OwnPreset = z.infer<typeof ownPresetSchema>;

/** Most own presets kept; the oldest go. */
export const mostOwnPresets = 60;

/** Own presets from the preference; entries that are not whole are left out. */
export function readOwnPresets(value: unknown): readonly OwnPreset[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    const read = ownPresetSchema.safeParse(entry);
    return read.success ? [read.data] : [];
  }).slice(-mostOwnPresets);
}

/**
 * Presets offered for a modality: those of the header, the built-in and the own ones. MR, and whatever has no common
 * scale, has only that of the header and own ones.
 */
export function presetsFor(modality: string, own: readonly OwnPreset[]): readonly WindowPreset[] {
  return [
    openingPreset,
    ...(byModality[modality] ?? []),
    ...own.filter((preset) => preset.modality === modality).map(({ id, name, window, unit }) => ({ id: `own:${id}`, name, isOwn: true, window, unit })),
  ];
}

/** The preset of a digit key, 1 to 9; undefined where there is none. */
export const presetOfKey = (modality: string, own: readonly OwnPreset[], digit: number): WindowPreset | undefined => presetsFor(modality, own)[digit];

/** Adds a window under a name; the same name of that modality is replaced. */
export function withOwnPreset(own: readonly OwnPreset[], preset: OwnPreset): readonly OwnPreset[] {
  return [...own.filter((entry) => entry.modality !== preset.modality || entry.name !== preset.name), preset].slice(-mostOwnPresets);
}

/** The preset a window is, or null. */
export function presetOf(modality: string, own: readonly OwnPreset[], window: Window | null, unit: WindowPreset['unit']): WindowPreset | null {
  return presetsFor(modality, own).find((preset) => (window === null ? preset.window === null : preset.window !== null && preset.unit === unit && preset.window.centre === window.centre && preset.window.width === window.width)) ?? null;
}
