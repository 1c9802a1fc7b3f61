// @vitest-environment happy-dom
import { cleanup, renderHook, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { frameSource } from '../../renderer/reading/cells/frameSource.ts';
import { AnnotationRow } from '../../renderer/reading/panels/AnnotationRow.tsx';
import { useAtDetector } from '../../renderer/reading/useAtDetector.ts';
import { remeasured } from '../../renderer/reading/useRemeasure.ts';
import type { FlatFrame } from '../../renderer/study/flatFrame.ts';
import { readingLocale } from '../../renderer/reading/locale.ts';
import { annotationLabel } from '../../renderer/viewport/annotationLabel.ts';
import { volumeSource } from '../../renderer/viewport/volumeSource.ts';
import type { Annotation, AnnotationFigure } from '../../shared/annotation/types.ts';
import { fakeStore, tinyVolume } from './fakeDesk.tsx';
import { show, startWords } from './support.tsx';

afterEach(cleanup);

const probe: Annotation = {
  id: '018f0000-0000-7000-8000-000000000001', kind: 'probe', place: { space: 'patient', frameOfReferenceUID: '1.7.1', normal: [0, 0, 1], volumeId: '1.2.1', sopInstanceUID: '1.2.1.3', frame: 0 }, points: [[1, 2, 6]], text: '', lesion: null,
  figures: [{ quantity: 'value', value: null, unit: '1', why: 'loading' }], studyDate: null, author: '', atMs: 0, savedIn: null,
};
const flat: Annotation = { ...probe, kind: 'length', place: { space: 'image', seriesInstanceUID: '1.2.1', sopInstanceUID: '1.5.1', frame: 1, columnSpacingMm: 1, rowSpacingMm: 1, isCalibrated: true }, points: [[0, 0, 0], [2, 0, 0]] };
const stack = { seriesInstanceUID: '1.2.1', reason: 'planar', frameMs: null, frames: [0, 1].map((frame) => ({ sopInstanceUID: '1.5.1', sha256: 'a', frame })) } as const;
const frame: FlatFrame = {
  sopInstanceUID: '1.5.1', frame: 1, rows: 2, columns: 3, spacing: { columnMm: 1, rowMm: 1, at: 'imager' }, aspectRatio: 1, edgeLetters: null, projection: null, overlays: [], marks: { isLossy: false, lossyRatio: null, lossyMethod: null, isDerived: false }, error: null,
  pixels: { kind: 'grey', values: Int16Array.from([1, 2, 3, 4, 5, 6]), slope: 10, intercept: 0, paddingValue: null, isInverse: false, unit: '', defaultWindow: { centre: 1, width: 1 }, windowShape: 'LINEAR', vois: [] },
};

const ids = (annotations: readonly Annotation[], from: Parameters<typeof useAtDetector>[1]): readonly string[] => [...renderHook(() => useAtDetector(annotations, from)).result.current];

const row = (annotation: Annotation, caveat = '') => <AnnotationRow annotation={annotation} where="" caveat={caveat} lesions={[]} isSelected={false} onJump={vi.fn()} onText={vi.fn()} onLesion={vi.fn()} onRemove={vi.fn()} />;

describe('figures that waited for pixels', () => {
  const voxels = new Int16Array(160);
  // Column 1, row 2 of slice 3.
  voxels[3 * 16 + 2 * 4 + 1] = 57;
  const sourceAt = (loaded: 0 | 1, volumeId = '1.2.1', plane: 'acquired' | 'coronal' = 'acquired') => volumeSource({ volume: tinyVolume(volumeId, { voxels }), slicesLoaded: new Uint8Array(10).fill(loaded), orientation: { kind: plane }, slab: { mode: 'none', thicknessMm: 10 }, unit: 'stored' });

  it('are measured when the slice they lie on is read', () => {
    expect(remeasured([probe], { sources: [sourceAt(0)], visible: [0] })).toEqual([]);
    expect(remeasured([probe], { sources: [sourceAt(1)], visible: [0] })).toEqual([{ kind: 'measured', id: probe.id, figures: [{ quantity: 'value', value: 57, unit: "[hnsf'U]" }] }]);
  });

  it('are not measured on another volume, in another direction, or on a slice beside', () => {
    const others = { sources: [sourceAt(1, '1.2.2'), sourceAt(1, '1.2.1', 'coronal')], visible: [0, 1] };
    expect(remeasured([probe], others)).toEqual([]);
    expect(remeasured([{ ...probe, points: [[1, 2, 6.5]] }], { sources: [sourceAt(1)], visible: [0] })).toEqual([]);
  });

  it('are measured on the frame they lie on', () => {
    const onFrame: Annotation = { ...flat, kind: 'probe', points: [[1, 1, 0]] };
    const [action] = remeasured([onFrame], { sources: [frameSource({ stack, frameAt: (index) => (index === 1 ? frame : null) })], visible: [0] });
    expect(action?.figures[0]).toMatchObject({ value: 50 });
    expect(remeasured([{ ...onFrame, figures: [] }], { sources: [frameSource({ stack, frameAt: () => frame })], visible: [0] })).toEqual([]);
  });
});

describe('what limits a figure', () => {
  it.each([['zh', '两线夹角，取 0–90°'], ['en', 'between undirected lines, 0–90°']] as const)('is in words beside it, in %s', async (language, cobb) => {
    await startWords(language);
    const reasons: readonly NonNullable<AnnotationFigure['why']>[] = ['not-calibrated', 'outside', 'padding', 'loading', 'too-small'];
    for (const why of reasons) {
      show(row({ ...probe, figures: [{ quantity: 'value', value: null, unit: '1', why }] }));
      expect(screen.getByRole('button', { name: /–/ }).textContent).not.toMatch(/figureWhy|not-calibrated|too-small/);
      expect(screen.getByRole('button', { name: /–/ }).textContent).toMatch(/– \(.+\)/);
      cleanup();
    }
    show(row({ ...probe, kind: 'cobb', figures: [{ quantity: 'angle', value: 12, unit: 'deg' }] }, 'CAVEAT'));
    expect(document.body.textContent).toContain(cobb);
    expect(document.body.textContent).toContain('CAVEAT');
  });

  it('stands once below the figures on the picture, in the words of the desk', () => {
    const figures: readonly AnnotationFigure[] = [{ quantity: 'area', value: 12, unit: 'mm2' }, { quantity: 'mean', value: null, unit: '1', why: 'loading' }, { quantity: 'minimum', value: null, unit: '1', why: 'loading' }];
    expect(annotationLabel('ellipse', figures, '', null, readingLocale.zh.figureWhy).slice(-2)).toEqual(['min –', '(影像未读完)']);
    expect(annotationLabel('ellipse', figures, '', null)).toEqual(['12.0 mm²', 'x̄ –', 'min –']);
  });

  it('names lengths at the detector, but no angle, and nothing of a series not read', () => {
    const state = { seriesInstanceUID: '1.2.1', phase: 'ready', volumes: [], flat: stack, problems: [], slicesDone: 2, slicesTotal: 2, turn: 1 } as const;
    const store = { ...fakeStore([], [state]), flatFrame: () => frame };
    expect(ids([flat, probe], store)).toEqual([flat.id]);
    expect([ids([{ ...flat, kind: 'angle' }], store), ids([flat], fakeStore([]))]).toEqual([[], []]);
    expect(ids([flat], { ...store, flatFrame: () => ({ ...frame, spacing: { columnMm: 1, rowMm: 1, at: 'patient' } }) })).toEqual([]);
  });
});
