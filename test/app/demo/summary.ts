import type { View } from '../../../shared/meeting/view.ts';

/** What a console's viewport said it had drawn, read from the screen. */
export interface DrawnView {
  readonly page: string;
  /** False on pages without slices: the values are then those the page holds. */
  readonly isDrawn: boolean;
  readonly seriesInstanceUID: string;
  readonly slicePositionMm: Readonly<Record<'axial' | 'sagittal' | 'coronal', number | null>>;
  readonly window: { readonly centre: number; readonly width: number };
  readonly zoom: number;
  readonly visibleStructures: string;
  readonly isodose: string;
  readonly drawnAtMs: number;
}

export interface PresenterAction {
  readonly action: string;
  readonly presenter: DrawnView;
  readonly follower: DrawnView;
  readonly isEqual: boolean;
  /** From the presenter's patch being sent to the follower's frame being drawn, ms; both consoles share one clock here. */
  readonly delayMs: number | null;
}

/** Figures of one run; every one is read from the running programs. */
export interface Summary {
  case?: string;
  electron?: { version: string; origin: string };
  machine?: { cores: number; loadAverage: readonly number[]; node: string };
  import?: { imported: number; rejected: number; elapsedMs: number };
  transfer?: { instances: number; elapsedMs: number };
  presenterActions: PresenterAction[];
  media?: Record<'a' | 'b', { videoFramesDecoded: number; audioPacketsReceived: number }>;
  recovery?: { coreKilledBackMs: number; platformKilledBackMs: number; commandsBefore: number; commandsAfter: number; patchDuringPlatformOutageArrived: boolean; videoFramesDuringOutage: number };
  signatures?: { personName: string; role: string; isValid: boolean }[];
  verify?: { exitCode: number; isValid: boolean };
  outbox?: Record<'a' | 'b', number>;
  digests?: Record<'a' | 'b' | 'platform', string>;
  digestsEqual?: boolean;
  report?: { byteLength: number; sha256: string; receivedByRequester: boolean };
  attendance?: { personName: string; minutes: number }[];
  reopened?: Record<'a' | 'b', { state: string; digest: string }>;
  badInput?: Record<string, string>;
  elapsedMs?: number;
}

/** The page's measuring probe, present only with `?probe=1`. */
export interface Probe {
  measureMedia(): Promise<readonly { videoFramesDecoded: number; audioPacketsReceived: number }[]>;
  readonly view: View;
}
