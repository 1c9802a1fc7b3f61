// @vitest-environment happy-dom
import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { FlatFrame } from '../../renderer/study/flatFrame.ts';
import type { SeriesState } from '../../renderer/study/series.ts';
import type { CellViewProps } from '../../renderer/viewport/cellProps.ts';
import { initialView } from '../../shared/meeting/view.ts';
import { Desk, fakeActions, fakeStore } from './fakeDesk.tsx';
import { imagingOf, instance, show, startWords } from './support.tsx';

const given = vi.hoisted(() => ({ store: null as unknown, cell: null as unknown }));
vi.mock('../../renderer/study/useSeriesStore.ts', async (original) => ({ ...(await original<object>()), useSeriesStore: () => given.store }));
// The cells draw on canvases, which this environment has none of; what they are given is what counts here.
vi.mock('../../renderer/viewport/CellView.tsx', () => ({
  CellView: (props: CellViewProps) => {
    given.cell = props;
    return <div className="viewport" data-cell={props.scene.index} />;
  },
}));

beforeAll(() => startWords());
afterEach(cleanup);

const state: SeriesState = { seriesInstanceUID: '1.2.1', phase: 'ready', volumes: [], flat: { seriesInstanceUID: '1.2.1', reason: 'planar', frameMs: null, frames: [{ sopInstanceUID: '1.5.1', sha256: 'a', frame: 0 }] }, problems: [], slicesDone: 1, slicesTotal: 1, turn: 1 };
const broken: FlatFrame = {
  sopInstanceUID: '1.5.1', frame: 0, rows: 1, columns: 1, spacing: null, aspectRatio: 1, edgeLetters: null, projection: null, overlays: [], marks: { isLossy: false, lossyRatio: null, lossyMethod: null, isDerived: false },
  pixels: { kind: 'colour', rgba: new Uint8ClampedArray(4) }, error: { code: 'dicom', reason: 'unsupported', message: 'Transfer syntax 1.2.840.10008.1.2.4.102 cannot be decoded' },
};

it('a frame that cannot be decoded says why and what to do, and is not said to be loading', async () => {
  given.store = { ...fakeStore([], [state]), flatFrame: () => broken };
  show(<Desk imaging={imagingOf([instance({ series: '1.2.1', modality: 'US', sopClassUID: '1.2.840.10008.5.1.4.1.1.3.1' })])} seen={{ view: initialView, changes: [] }} actions={fakeActions()} />);
  await waitFor(() => expect(screen.getByTestId('frame-error').textContent).toContain('暂不支持该格式。Transfer syntax 1.2.840.10008.1.2.4.102 cannot be decoded本幅未能显示'));
  expect((given.cell as CellViewProps).scene.words.loading).toBe('无法显示');
});
