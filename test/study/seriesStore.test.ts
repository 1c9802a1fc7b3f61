import { describe, expect, it } from 'vitest';
import type { SeriesState } from '../../renderer/study/series.ts';
import { makeSeriesStore } from '../../renderer/study/seriesStore.ts';
import type { CaseSeriesStore, SeriesStoreOptions } from '../../renderer/study/seriesStore.ts';
import type { CaseImaging } from '../../shared/ipc/channels.ts';
import { volumesOf } from '../volume/buildForTest.ts';
import { syntheticSeries } from '../volume/syntheticSeries.ts';
import type { SeriesShape } from '../volume/syntheticSeries.ts';
import { enhancedFile, StoredFiles, until } from './seriesSupport.ts';
import type { InProcessWorker } from './seriesSupport.ts';

const slicesAt = (count: number): readonly number[] => Array.from({ length: count }, (_, k) => 3 * k);

/** A series of its own UIDs, its headers as long as real ones are: no beginning below 512 bytes is one. */
const series = (uid: string, shape: SeriesShape = {}): Uint8Array[] =>
  syntheticSeries({ ...shape, change: (k) => ({ SeriesInstanceUID: uid, SOPInstanceUID: `${uid}.${k}`, InstanceNumber: String(k + 1), ImageComments: 'x'.repeat(600), ...shape.change?.(k) }) });

interface Opened {
  readonly store: CaseSeriesStore;
  readonly files: StoredFiles;
  readonly workers: InProcessWorker[];
  readonly headsAsked: string[];
}

function open(bytes: readonly Uint8Array[], options: Partial<SeriesStoreOptions> & { readonly isShared?: boolean } = {}): Opened {
  const files = new StoredFiles(bytes);
  const workers: InProcessWorker[] = [];
  const headsAsked: string[] = [];
  const store = makeSeriesStore({
    imaging: files.imaging,
    baseUrl: 'test:',
    readHeads: (uid) => {
      headsAsked.push(uid);
      return Promise.resolve(files.heads(uid));
    },
    makeWorker: (kind) => {
      const worker = kind === 'series' ? files.seriesWorker(options.isShared) : files.frameWorker();
      workers.push(worker);
      return worker.asWorker();
    },
    ...options,
  });
  return { store, files, workers, headsAsked };
}

/** The state once a series is read to its end. */
async function read({ store }: Opened, uid: string): Promise<SeriesState> {
  const release = store.hold(uid);
  await until(() => ['ready', 'failed'].includes(store.state(uid)?.phase ?? ''));
  release();
  const state = store.state(uid);
  if (state === null) throw new Error(`no state of ${uid}`);
  return state;
}

/** Lets what is due in this turn of the event loop happen. */
const turnOver = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** Holds back every fetch until it is let go. */
function holdBack(files: StoredFiles): { readonly waiting: () => readonly string[]; readonly letGo: (uid?: string) => void } {
  const gates = new Map<string, () => void>();
  files.gate = (uid) => new Promise((resolve) => gates.set(uid, resolve));
  return {
    waiting: () => [...gates.keys()],
    letGo: (uid) => {
      for (const [key, resolve] of gates) {
        if (uid !== undefined && key !== uid) continue;
        gates.delete(key);
        resolve();
      }
      if (uid === undefined) files.gate = () => Promise.resolve();
    },
  };
}

describe('a volume series', () => {
  it('has the voxels, geometry and window that reading all files at once gives', async () => {
    const files = series('1.4', { zMm: slicesAt(7) });
    const { volumes: [expected] } = await volumesOf(files);
    const state = await read(open(files), '1.4');
    const [loaded] = state.volumes;
    expect(loaded?.volume).toEqual(expected);
    expect(loaded?.volume.voxels.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect([...(loaded?.slicesLoaded ?? [])]).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(state).toMatchObject({ phase: 'ready', flat: null, problems: [], slicesDone: 7, slicesTotal: 7 });
  });

  it('is on the page before its files are read, and says which slices are there', async () => {
    const opened = open(series('1.4', { zMm: slicesAt(30) }));
    const { waiting, letGo } = holdBack(opened.files);
    opened.store.hold('1.4');
    await until(() => opened.store.state('1.4')?.phase === 'loading');
    const before = opened.store.state('1.4');
    expect(before).toMatchObject({ slicesDone: 0, slicesTotal: 30 });
    expect(before?.volumes[0]?.volume.geometry.slices).toBe(30);
    await until(() => waiting().length === 6);
    expect(waiting()).toContain('1.4.15');
    letGo('1.4.15');
    await until(() => (opened.store.state('1.4')?.turn ?? 0) > (before?.turn ?? 0));
    expect(opened.store.state('1.4')?.volumes[0]).toBe(before?.volumes[0]);
    expect([...(before?.volumes[0]?.slicesLoaded ?? [])].map((loaded, k) => (loaded === 1 ? k : -1)).filter((k) => k >= 0)).toEqual([15]);
    letGo();
    await until(() => opened.store.state('1.4')?.phase === 'ready');
    expect(before?.volumes[0]?.slicesLoaded).toEqual(new Uint8Array(30).fill(1));
  });

  it('reads the middle first, then outward; after a look what lies in the direction of travel', async () => {
    const opened = open(series('1.4', { zMm: slicesAt(60) }));
    const { waiting, letGo } = holdBack(opened.files);
    opened.store.hold('1.4');
    await until(() => waiting().length === 6);
    expect(opened.files.fetched[0]).toBe('1.4.30');
    expect(opened.files.fetched.map((uid) => Math.abs(Number(uid.split('.')[2]) - 30)).sort((a, b) => a - b)).toEqual([0, 1, 1, 2, 2, 3]);
    opened.store.look('1.4', 50, 1);
    await turnOver();
    const before = opened.files.fetched.length;
    letGo();
    await until(() => opened.store.state('1.4')?.phase === 'ready');
    expect(opened.files.fetched.slice(before, before + 4)).toEqual(['1.4.50', '1.4.51', '1.4.52', '1.4.53']);
    expect(new Set(opened.files.fetched).size).toBe(60);
    expect(opened.files.fetched).toHaveLength(60);
  });

  it('reads the slice it opens at first where its values must tell the window', async () => {
    const files = series('1.4', { zMm: slicesAt(5), change: () => ({ Modality: 'MR', SOPClassUID: '1.2.840.10008.5.1.4.1.1.4' }) });
    const { volumes: [expected] } = await volumesOf(files);
    const opened = open(files);
    const states: SeriesState[] = [];
    opened.store.subscribe(() => {
      const state = opened.store.state('1.4');
      if (state !== null) states.push(state);
    });
    await read(opened, '1.4');
    const first = states.find(({ phase }) => phase === 'loading');
    expect(first?.slicesDone).toBe(1);
    expect(first?.volumes[0]?.volume.defaultWindow).toEqual(expected?.defaultWindow);
    expect(opened.files.fetched).toHaveLength(5);
  });

  it('names a slice that cannot be decoded, leaves it marked as not read and goes on', async () => {
    const opened = open(series('1.4', { zMm: slicesAt(5) }));
    opened.files.lose('1.4.1');
    const state = await read(opened, '1.4');
    expect(state).toMatchObject({ phase: 'ready', slicesDone: 4, slicesTotal: 5, problems: [{ object: 'CT 1.4.1', error: { code: 'store', reason: 'not-found' } }] });
    expect([...(state.volumes[0]?.slicesLoaded ?? [])]).toEqual([1, 0, 1, 1, 1]);
  });

  it('names an image whose attributes are broken and warns of the gap it leaves', async () => {
    const state = await read(open(series('1.4', { zMm: slicesAt(6), change: (k) => (k === 2 ? { RescaleSlope: '0' } : {}) })), '1.4');
    expect(state.problems.map(({ object }) => object)).toEqual(['CT 1.4.2']);
    expect(state.volumes[0]?.volume.geometry.slices).toBe(5);
    expect(state.volumes[0]?.volume.warnings.join()).toContain('slices may be missing');
    expect(state.flat).toBeNull();
  });

  it('reads whole files where it has no beginnings of them', async () => {
    const files = series('1.4', { zMm: slicesAt(4) });
    const { volumes: [expected] } = await volumesOf(files);
    for (const readHeads of [() => Promise.resolve([]), () => Promise.reject(new Error('core is away'))]) {
      const opened = open(files, { readHeads });
      const state = await read(opened, '1.4');
      expect(state.volumes[0]?.volume).toEqual(expected);
      expect(new Set(opened.files.fetched).size).toBe(4);
    }
  });

  it('fills a page without shared memory slice by slice', async () => {
    const files = series('1.4', { zMm: slicesAt(9) });
    const { volumes: [expected] } = await volumesOf(files);
    const state = await read(open(files, { isShared: false }), '1.4');
    expect(state.volumes[0]?.volume).toEqual(expected);
    expect(state.volumes[0]?.slicesLoaded).toEqual(new Uint8Array(9).fill(1));
  });

  it('splits stacks and shows what is none of them by itself', async () => {
    const files = series('1.4', { zMm: [0, 3, 0, 3, 9], change: (k) => (k === 4 ? { SamplesPerPixel: [3], PhotometricInterpretation: 'RGB', BitsAllocated: [8], BitsStored: [8], HighBit: [7], PixelData: new Uint8Array(60) } : { EchoNumbers: k < 2 ? '1' : '2' }) });
    const state = await read(open(files), '1.4');
    expect(state.volumes.map(({ volume }) => volume.volumeId)).toEqual(['1.4', '1.4#2']);
    expect(state.flat).toMatchObject({ reason: 'colour', frames: [{ sopInstanceUID: '1.4.4', frame: 0 }] });
  });

  it('reads the stacks of one object of many frames from one fetch', async () => {
    const bytes = enhancedFile();
    const { volumes: expected } = await volumesOf([bytes]);
    const opened = open([bytes]);
    const uid = opened.files.imaging.instances[0]?.header.seriesInstanceUID ?? '';
    const state = await read(opened, uid);
    expect(state.volumes.map(({ volume }) => volume)).toEqual(expected);
    expect(state.slicesTotal).toBe(6);
    expect(opened.files.fetched).toHaveLength(1);
  });

  it('shows the images of a stack that makes no volume one by one, and says why it makes none', async () => {
    const state = await read(open(series('1.4', { zMm: [0, 3, 3] })), '1.4');
    expect(state).toMatchObject({ phase: 'ready', volumes: [], problems: [{ object: 'CT series 1.4', error: { reason: 'broken-value', message: expect.stringContaining('same position') } }] });
    expect(state.flat?.frames.map(({ sopInstanceUID }) => sopInstanceUID)).toEqual(['1.4.0', '1.4.1', '1.4.2']);
  });

  it('makes volumes of every frame of reference', async () => {
    const state = await read(open(series('1.4', { zMm: [0, 3, 0, 3], change: (k) => ({ FrameOfReferenceUID: k < 2 ? '1.9' : '1.10' }) })), '1.4');
    expect(state.volumes.map(({ volume }) => [volume.volumeId, volume.frameOfReferenceUID, volume.stackLabel])).toEqual([['1.4', '1.9', 'frame of reference 1'], ['1.4#2', '1.10', 'frame of reference 2']]);
  });

  it('fails with a reason where nothing of it is here', async () => {
    expect(await read(open(series('1.4')), '9.9')).toMatchObject({ phase: 'failed', problems: [{ error: { reason: 'not-found' } }] });
  });

  it.each([['before anything is known', 'failed'], ['while slices come in', 'ready']] as const)('says so when its reader dies %s', async (when, phase) => {
    const opened = open(series('1.4'), when === 'while slices come in' ? {} : { readHeads: () => new Promise(() => undefined) });
    holdBack(opened.files);
    opened.store.hold('1.4');
    await until(() => (phase === 'ready' ? opened.store.state('1.4')?.phase === 'loading' : opened.workers.length === 1));
    opened.workers[0]?.fail('out of memory');
    expect(opened.store.state('1.4')).toMatchObject({ phase, problems: [{ error: { message: expect.stringContaining('out of memory') } }] });
    expect(opened.workers[0]).toMatchObject({ isTerminated: true, listeners: 0 });
  });
});

/** 3 slices of 5 × 4 values of 2 bytes. */
const seriesBytes = 3 * 5 * 4 * 2;

describe('a case', () => {
  it('reads nothing before it is held, and two series at a time, the active one first', async () => {
    const opened = open([...series('1'), ...series('2'), ...series('3'), ...series('4')]);
    expect(opened.workers).toHaveLength(0);
    const { letGo } = holdBack(opened.files);
    for (const uid of ['1', '2', '3', '4']) opened.store.hold(uid);
    opened.store.look('4', 0, 0);
    await until(() => opened.workers.length === 2);
    await turnOver();
    expect(opened.headsAsked).toEqual(['4', '1']);
    letGo();
    await until(() => ['1', '2', '3', '4'].every((uid) => opened.store.state(uid)?.phase === 'ready'));
    expect(opened.headsAsked).toEqual(['4', '1', '2', '3']);
    await until(() => opened.workers.every(({ isClosed }) => isClosed));
    expect(opened.workers.map(({ isTerminated, listeners }) => [isTerminated, listeners])).toEqual([[false, 0], [false, 0], [false, 0], [false, 0]]);
  });

  it('keeps a series that is let go and held again in one turn, and ends an unwanted one that stands in the way', async () => {
    const opened = open([...series('1'), ...series('2'), ...series('3')]);
    const { letGo } = holdBack(opened.files);
    const releases = ['1', '2'].map((uid) => opened.store.hold(uid));
    await until(() => opened.workers.length === 2);
    releases[0]?.();
    opened.store.hold('1');
    releases[1]?.();
    opened.store.hold('3');
    await until(() => opened.workers.length === 3);
    expect(opened.store.state('2')).toBeNull();
    letGo();
    await until(() => opened.store.state('1')?.phase === 'ready' && opened.store.state('3')?.phase === 'ready');
    await until(() => opened.workers.every(({ isOver }) => isOver));
    expect(opened.workers.map(({ listeners }) => listeners)).toEqual([0, 0, 0]);
  });

  it('evicts what nobody holds, that used longest ago first', async () => {
    const opened = open([...series('1'), ...series('2'), ...series('3')], { budgetBytes: 2 * seriesBytes });
    await read(opened, '1');
    await read(opened, '2');
    expect(opened.store.memory).toEqual({ usedBytes: 2 * seriesBytes, budgetBytes: 2 * seriesBytes });
    opened.store.hold('1')();
    await read(opened, '3');
    await turnOver();
    expect(['1', '2', '3'].map((uid) => opened.store.state(uid)?.phase ?? null)).toEqual(['ready', null, 'ready']);
    expect(opened.store.memory.usedBytes).toBe(2 * seriesBytes);
  });

  it('reads a series again that is held in the moment it is evicted', async () => {
    const opened = open([...series('1'), ...series('2')], { budgetBytes: seriesBytes });
    await read(opened, '1');
    let release: (() => void) | null = null;
    opened.store.subscribe(() => {
      if (opened.store.state('1') === null) release ??= opened.store.hold('1');
    });
    await read(opened, '2');
    await until(() => opened.store.state('1')?.phase === 'ready');
    expect(opened.store.memory.usedBytes).toBe(seriesBytes);
  });

  it('refuses the newest series where all that is held fills the memory, and reads it once there is room', async () => {
    const opened = open([...series('1'), ...series('2'), ...series('3')], { budgetBytes: 2 * seriesBytes });
    const releases = ['1', '2'].map((uid) => opened.store.hold(uid));
    await until(() => ['1', '2'].every((uid) => opened.store.state(uid)?.phase === 'ready'));
    opened.store.hold('3');
    await until(() => opened.store.state('3')?.phase === 'failed');
    expect(opened.store.state('3')?.problems[0]?.error).toMatchObject({ reason: 'not-enough-memory', message: expect.stringContaining('Close a series') });
    expect(['1', '2'].map((uid) => opened.store.state(uid)?.phase)).toEqual(['ready', 'ready']);
    releases[0]?.();
    await until(() => opened.store.state('3')?.phase === 'ready');
    expect(opened.store.state('1')).toBeNull();
    expect(opened.store.memory.usedBytes).toBe(2 * seriesBytes);
  });

  it('gives back memory, workers and listeners when it is disposed while it reads', async () => {
    const opened = open([...series('1'), ...series('2')]);
    await read(opened, '1');
    const { letGo } = holdBack(opened.files);
    const release = opened.store.hold('2');
    let changes = 0;
    opened.store.subscribe(() => changes++);
    await until(() => opened.store.state('2')?.phase === 'loading');
    opened.store.dispose();
    changes = 0;
    letGo();
    release();
    await until(() => opened.workers.every(({ isOver }) => isOver));
    expect(opened.store.memory.usedBytes).toBe(0);
    expect([opened.store.state('1'), opened.store.state('2')]).toEqual([null, null]);
    expect(opened.workers.map(({ listeners }) => listeners)).toEqual([0, 0]);
    expect(changes).toBe(0);
    expect(opened.files.fetched.filter((uid) => uid.startsWith('2.')).length).toBeLessThanOrEqual(3);
  });

  it('reads a series that shows something again once all of it has arrived, and leaves the others alone', async () => {
    const all = new StoredFiles([...series('1', { zMm: slicesAt(4) }), ...series('2')]);
    const withPresent = (isHere: (uid: string) => boolean): CaseImaging => ({ ...all.imaging, instances: all.imaging.instances.map((instance) => ({ ...instance, isPresent: isHere(instance.header.sopInstanceUID) })) });
    const opened = open([...series('1', { zMm: slicesAt(4) }), ...series('2')], { imaging: withPresent((uid) => !['1.2', '1.3'].includes(uid)) });
    for (const uid of ['1', '2']) opened.store.hold(uid);
    await until(() => ['1', '2'].every((uid) => opened.store.state(uid)?.phase === 'ready'));
    const [one, two] = ['1', '2'].map((uid) => opened.store.state(uid));
    expect(one?.slicesTotal).toBe(2);
    opened.store.update(withPresent((uid) => uid !== '1.3'));
    await turnOver();
    expect(opened.store.state('1')).toBe(one);
    opened.store.update(withPresent(() => true));
    await until(() => opened.store.state('1')?.slicesDone === 4 && opened.store.state('1')?.phase === 'ready');
    opened.store.update(withPresent(() => true));
    await turnOver();
    expect(opened.store.state('2')).toBe(two);
    expect(opened.workers).toHaveLength(3);
    expect(opened.store.memory.usedBytes).toBe((4 + 3) * 40);
  });

  it('reads a series of which nothing was here as soon as something is', async () => {
    const files = series('1');
    const opened = open(files, { imaging: { ...new StoredFiles(files).imaging, instances: [] } });
    opened.store.hold('1');
    await until(() => opened.store.state('1')?.phase === 'failed');
    opened.store.update(opened.files.imaging);
    await until(() => opened.store.state('1')?.phase === 'ready');
    expect(opened.store.state('1')?.problems).toEqual([]);
  });
});
