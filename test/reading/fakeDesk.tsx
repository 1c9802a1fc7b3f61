import { useState } from 'react';
import { vi } from 'vitest';
import type { PreferenceName, ReadingActions, ReadingDeskProps } from '../../renderer/reading/actions.ts';
import { ReadingDesk } from '../../renderer/reading/ReadingDesk.tsx';
import type { SeriesState, SeriesStore } from '../../renderer/study/series.ts';
import type { CaseImaging } from '../../shared/ipc/channels.ts';
import { changeView, initialView } from '../../shared/meeting/view.ts';
import type { View, ViewChange } from '../../shared/meeting/view.ts';
import type { GridGeometry, ImageVolume } from '../../shared/volume/types.ts';

const geometry: GridGeometry = { columns: 4, rows: 4, slices: 10, origin: [0, 0, 0], rowDirection: [1, 0, 0], columnDirection: [0, 1, 0], normal: [0, 0, 1], sliceDirection: [0, 0, 1], columnSpacingMm: 1, rowSpacingMm: 1, sliceOffsetsMm: Array.from({ length: 10 }, (_, k) => k * 2) };

/** Ten axial slices of 4 × 4 pixels, 2 mm apart. */
export const tinyVolume = (seriesInstanceUID: string, fields: Partial<ImageVolume> = {}): ImageVolume => ({
  volumeId: seriesInstanceUID, seriesInstanceUID, stackLabel: null, frameOfReferenceUID: '1.7.1', modality: 'CT', geometry, voxels: new Int16Array(160), slope: 1, intercept: 0, paddingValue: null, unit: 'HU', sopInstanceUIDs: Array.from({ length: 10 }, (_, k) => `${seriesInstanceUID}.${k}`),
  defaultWindow: { centre: 40, width: 400 }, windowShape: 'LINEAR', marks: { isLossy: false, lossyRatio: null, lossyMethod: null, isDerived: false }, patientPosition: 'HFS', suv: null, warnings: [], ...fields,
});

/** A store whose series are all read; `held` counts who holds what. */
export function fakeStore(volumes: readonly ImageVolume[], others: readonly SeriesState[] = []): SeriesStore & { readonly held: ReadonlyMap<string, number> } {
  const held = new Map<string, number>();
  const states = new Map<string, SeriesState>([
    ...volumes.map((volume): [string, SeriesState] => [volume.seriesInstanceUID, { seriesInstanceUID: volume.seriesInstanceUID, phase: 'ready', volumes: [{ volume, slicesLoaded: new Uint8Array(10).fill(1) }], flat: null, problems: [], slicesDone: 10, slicesTotal: 10, turn: 1 }]),
    ...others.map((state): [string, SeriesState] => [state.seriesInstanceUID, state]),
  ]);
  return {
    held,
    hold: (uid) => {
      held.set(uid, (held.get(uid) ?? 0) + 1);
      return () => held.set(uid, (held.get(uid) ?? 0) - 1);
    },
    state: (uid) => states.get(uid) ?? null, look: vi.fn(), flatFrame: () => null, subscribe: () => () => undefined, memory: { usedBytes: 0, budgetBytes: 1 }, dispose: () => undefined,
  };
}

/** Actions over preferences in memory. */
export function fakeActions(stored: Partial<Record<PreferenceName, unknown>> = {}): ReadingActions & { readonly stored: Partial<Record<PreferenceName, unknown>> } {
  return {
    stored, readHeads: () => Promise.resolve([]), readObject: () => Promise.reject(new Error('nothing to read')), addObjects: vi.fn(() => Promise.resolve([])), getPreference: (name) => Promise.resolve(stored[name]),
    setPreference: (name, value) => {
      stored[name] = value;
      return Promise.resolve();
    },
    savePng: () => Promise.resolve(null), listScreens: () => Promise.resolve([]), cite: null,
  };
}

export interface Seen {
  view: View;
  readonly changes: ViewChange[];
}

/** The desk with a view of its own; `seen` tells what became of it. */
export function Desk({ imaging, seen, actions, ...props }: { readonly imaging: CaseImaging; readonly seen: Seen; readonly actions: ReadingActions } & Partial<ReadingDeskProps>) {
  const [view, setView] = useState(initialView);
  return (
    <ReadingDesk caseId="case" pointers={[]} rt={null} person={{ id: 'liang.imaging', name: '梁晓东' }} expectedPatient={null} isDriving imaging={imaging} view={view} actions={actions} {...props} onView={(change) => {
      seen.changes.push(change);
      setView((now) => {
        seen.view = changeView(now, change);
        return seen.view;
      });
    }} />
  );
}
