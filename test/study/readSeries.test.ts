import { describe, expect, it } from 'vitest';
import { isImage, mayBeVolume } from '../../renderer/study/imageClasses.ts';
import type { StudyMessage } from '../../renderer/study/messages.ts';
import { planReading } from '../../renderer/study/planReading.ts';
import { readSeries } from '../../renderer/study/readSeries.ts';
import { readHeader } from '../../shared/dicom/readHeader.ts';
import { buildReferenceChain } from '../../shared/dicom/referenceChain.ts';
import type { InstanceHeader } from '../../shared/dicom/types.ts';
import type { StoredInstance } from '../../shared/ipc/channels.ts';
import { decodeHere } from '../volume/buildForTest.ts';
import { syntheticSeries } from '../volume/syntheticSeries.ts';
import type { SeriesShape } from '../volume/syntheticSeries.ts';

const storedOf = (files: readonly Uint8Array[]): readonly StoredInstance[] => files.map((bytes, index) => ({ header: readHeader(bytes), sha256: String(index), byteLength: bytes.length, isPresent: true }));

async function read(shape: SeriesShape): Promise<readonly StudyMessage[]> {
  const files = syntheticSeries(shape);
  const messages: StudyMessage[] = [];
  await readSeries(storedOf(files), files, { decode: decodeHere, allocate: (byteLength) => new ArrayBuffer(byteLength), post: (message) => messages.push(message) });
  return messages;
}

const empty = new Uint8Array();

describe('image series', () => {
  it.each([
    ['colour', { SamplesPerPixel: [3], PhotometricInterpretation: 'RGB', PixelData: new Uint8Array(120) }],
    ['not-placed', { ImagePositionPatient: empty, FrameOfReferenceUID: empty }],
  ] as const)('tells a series that is no volume as %s, not as an error', async (reason, change) => {
    const shape: SeriesShape = reason === 'not-placed' ? { change: () => change } : { change: () => ({ ...change, BitsAllocated: [8], BitsStored: [8], HighBit: [7] }) };
    expect(await read(shape)).toEqual([{ type: 'flatSeries', series: { seriesInstanceUID: '1.4', modality: 'CT', images: 3, reason } }]);
  });

  it('tells a volume that is broken as a problem', async () => {
    const [message] = await read({ change: (k) => (k === 1 ? { PixelData: new Uint8Array(4) } : {}) });
    expect(message).toMatchObject({ type: 'problem', problem: { object: 'CT series 1.4', error: { reason: 'truncated' } } });
  });

  it('posts every stack', async () => {
    const messages = await read({ zMm: [0, 3, 0, 3], change: (k) => ({ EchoNumbers: k < 2 ? '1' : '2' }) });
    expect(messages.map((message) => (message.type === 'volume' ? message.volume.volumeId : message.type))).toEqual(['1.4', '1.4#2']);
  });
});

const madeAs = (sopClassUID: string, modality: string, seriesInstanceUID: string): readonly StoredInstance[] =>
  storedOf(syntheticSeries({ zMm: [0, 3], change: (k) => ({ SOPClassUID: sopClassUID, Modality: modality, SeriesInstanceUID: seriesInstanceUID, SOPInstanceUID: `${seriesInstanceUID}.${k}` }) }));

describe('what is read of images', () => {
  it('lists pictures that never form a volume without reading them', () => {
    const root = '1.2.840.10008.5.1.4.1.1.';
    const instances = [madeAs(`${root}2`, 'CT', '5'), madeAs(`${root}1`, 'CR', '6'), madeAs(`${root}3.1`, 'US', '7'), madeAs(`${root}7`, 'OT', '8'), madeAs(`${root}130`, 'PT', '9'), madeAs(`${root}88.33`, 'SR', '10')].flat();
    const { series, flatSeries } = planReading(instances, buildReferenceChain(instances.map(({ header }) => header as InstanceHeader)));
    expect(series.map((files) => files[0]?.header.modality)).toEqual(['CT', 'PT']);
    expect(flatSeries).toEqual([['CR', '6'], ['US', '7'], ['OT', '8']].map(([modality, seriesInstanceUID]) => ({ modality, seriesInstanceUID, images: 2, reason: 'planar' })));
  });

  it('knows pictures from other objects', () => {
    const root = '1.2.840.10008.5.1.4.1.1.';
    for (const ending of ['1', '1.1', '1.2.1', '2', '2.1', '4.1', '6.1', '7.4', '12.1', '20', '77.1.5.1', '128', '481.1']) expect(isImage(root + ending), ending).toBe(true);
    for (const ending of ['88.11', '104.1', '9.1.1', '11.1', '66', '66.4', '67', '481.2', '481.3', '481.5', '4.2']) expect(isImage(root + ending), ending).toBe(false);
    expect([mayBeVolume(`${root}2.1`), mayBeVolume(`${root}6.1`)]).toEqual([true, false]);
  });
});
