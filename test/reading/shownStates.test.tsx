// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ReadingActions } from '../../renderer/reading/actions.ts';
import { saveKeyImage, unnamedDevice } from '../../renderer/reading/evidenceActions.ts';
import type { ShownFrame } from '../../renderer/reading/evidenceActions.ts';
import type { CellViewProps } from '../../renderer/viewport/cellProps.ts';
import type { Annotation } from '../../shared/annotation/types.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { headerOf } from '../../shared/dicom/readHeader.ts';
import { writeDicom } from '../../shared/dicom/write/writeDicom.ts';
import type { StoredInstance } from '../../shared/ipc/channels.ts';
import { initialView } from '../../shared/meeting/view.ts';
import { stackCell } from '../../shared/viewing/cell.ts';
import { Desk, fakeActions, fakeStore, tinyVolume } from './fakeDesk.tsx';
import type { Seen } from './fakeDesk.tsx';
import { imagingOf, instance, show, startWords } from './support.tsx';

const given = vi.hoisted(() => ({ store: null as unknown }));
vi.mock('../../renderer/study/useSeriesStore.ts', async (original) => ({ ...(await original<object>()), useSeriesStore: () => given.store }));
// The cells draw on canvases, which this environment has none of.
vi.mock('../../renderer/viewport/CellView.tsx', () => ({ CellView: (props: CellViewProps) => <div className="viewport" data-cell={props.scene.index} data-slice={props.scene.sliceIndex} /> }));

beforeAll(() => startWords());
afterEach(cleanup);

const slices = Array.from({ length: 10 }, (_, k) => {
  const one = instance({ series: '1.2.1', number: k + 1 });
  return { ...one, header: { ...one.header, sopInstanceUID: `1.2.1.${k}` } };
});
const head = writeDicom({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', SOPInstanceUID: '1.2.1.7', StudyInstanceUID: '1.9.1', SeriesInstanceUID: '1.2.1', Modality: 'CT', PatientName: 'ZHANG^SAN=张^三', PatientID: 'A1001', PatientBirthDate: '19600102', PatientSex: 'M', StudyDate: '20261101', StudyTime: '101112', Rows: 4, Columns: 4, RescaleSlope: 1, RescaleIntercept: -1024, RescaleType: 'HU' });
const readHeads: ReadingActions['readHeads'] = () => Promise.resolve([{ sopInstanceUID: '1.2.1.7', sha256: 'a', byteLength: head.length, bytes: head, isWhole: true }]);

const length: Annotation = {
  id: '018f0000-0000-7000-8000-000000000001', kind: 'length', place: { space: 'patient', frameOfReferenceUID: '1.7.1', normal: [0, 0, 1], volumeId: '1.2.1', sopInstanceUID: '1.2.1.7', frame: 0 }, points: [[0, 0, 14], [3, 0, 14]], text: '', lesion: null, figures: [], studyDate: null, author: '', atMs: 0, savedIn: null,
};
const shown: ShownFrame = {
  sopInstanceUID: '1.2.1.7', frame: 0, columnSpacingMm: 1, rowSpacingMm: 1, isCalibrated: true, volume: tinyVolume('1.2.1'), annotations: [{ annotation: length, words: '3.0 mm' }],
  cell: stackCell('1.2.1', 'acquired', { window: { centre: -600, width: 1500 }, zoom: 2, rotationDegrees: 90, isFlipped: true, isInverted: true }), look: { isColour: false, isInverse: false, defaultWindow: { centre: 40, width: 400 }, windowShape: 'LINEAR', vois: [], suvFactor: null },
};

/** A desk whose case holds ten slices, a key image of the eighth, and the state it is to be seen in. */
async function open(without: readonly string[] = []): Promise<Seen> {
  const objects: Uint8Array[] = [];
  await saveKeyImage({ imaging: imagingOf(slices), author: '梁晓东', device: unnamedDevice, language: 'zh', volumesOf: () => [], actions: {
    readHeads, readObject: () => Promise.reject(new Error('nothing is read')),
    addObjects: (added) => {
      objects.push(...added);
      return Promise.resolve(added.map((bytes) => ({ sopInstanceUID: parseDataSet(bytes).requireText('SOPInstanceUID'), sha256: 'b' })));
    },
  } }, shown, '');
  const stored = objects.map((bytes, index): StoredInstance => ({ sha256: String(index), byteLength: bytes.length, isPresent: true, header: headerOf(parseDataSet(bytes)) }));
  given.store = fakeStore([tinyVolume('1.2.1')]);
  const seen: Seen = { view: initialView, changes: [] };
  const readObject: ReadingActions['readObject'] = (sha256) => {
    const bytes = objects[Number(sha256)];
    return bytes === undefined ? Promise.reject(new Error('no such object')) : Promise.resolve(bytes);
  };
  const kept = stored.filter(({ header }) => !without.includes(header.modality));
  show(<Desk imaging={imagingOf([...slices, ...kept])} seen={seen} actions={{ ...fakeActions(), readHeads, readObject }} />);
  await waitFor(() => expect(document.querySelector('[data-slice]')).not.toBeNull());
  return seen;
}

const choose = (name: RegExp): void => {
  const row = screen.getByRole('option', { name });
  fireEvent.focus(row);
  fireEvent.keyDown(row, { key: 'Enter' });
};
const asSaved = { content: { kind: 'stack', volumeId: '1.2.1' }, plane: 'acquired', window: { centre: -600, width: 1500 }, zoom: 2, rotationDegrees: 90, isFlipped: true, isInverted: true };

describe('a presentation state of the case', () => {
  it('hangs its image in the active cell as it was seen, and tells what of it is not drawn', async () => {
    const seen = await open();
    choose(/^PR/);
    await waitFor(() => expect(screen.getByTestId('state-note').textContent).toContain('其自带的 1 个图形不另绘出；文字内容：3.0 mm'));
    expect(seen.view.cells[0]).toMatchObject(asSaved);
    expect(document.querySelector('[data-cell="0"]')?.getAttribute('data-slice')).toBe('7');
    fireEvent.click(screen.getByTestId('state-note').querySelector('button') ?? document.body);
    expect(screen.queryByTestId('state-note')).toBeNull();
  });

  it('is applied when a key image that names it is shown', async () => {
    const seen = await open();
    choose(/^KO/);
    const button = await screen.findByRole('button', { name: /CT 2-8.*按保存时的显示状态/ });
    fireEvent.click(button);
    await waitFor(() => expect(seen.view.cells[0]).toMatchObject(asSaved));
    expect(document.querySelector('[data-cell="0"]')?.getAttribute('data-slice')).toBe('7');
  });

  it('is named as missing where it is not here, and the image is shown without it', async () => {
    const seen = await open(['PR']);
    choose(/^KO/);
    fireEvent.click(await screen.findByRole('button', { name: /CT 2-8/ }));
    await waitFor(() => expect(screen.getByTestId('error')).toBeTruthy());
    await waitFor(() => expect(document.querySelector('[data-cell="0"]')?.getAttribute('data-slice')).toBe('7'));
    expect(seen.view.cells[0]?.zoom).toBe(1);
  });
});
