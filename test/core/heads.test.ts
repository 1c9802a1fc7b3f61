import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHead } from '../../electron/core/files/objectHead.ts';
import { keepHead, listLocalObjects } from '../../electron/core/store/objectHeads.ts';
import { addInstances, markNotLocal } from '../../electron/core/store/imaging.ts';
import { openStore } from '../../electron/core/store/openStore.ts';
import { BlobFiles, blobPath } from '../../electron/core/store/blobFiles.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { readHeader } from '../../shared/dicom/readHeader.ts';
import { sopClass } from '../../shared/dicom/sopClasses.ts';
import { uidFromSeed } from '../../shared/dicom/write/uidFromSeed.ts';
import { writeDicom } from '../../shared/dicom/write/writeDicom.ts';
import { removeFolder, sampleRequest, startConsole, temporaryFolder, until, type TestConsole } from './support/console.ts';
import { writeStudy } from './support/study.ts';

const realSlice = join(import.meta.dirname, '../../../shared/data/rt-esophagus-imrt/CT/CT_1.dcm');
const mebibyte = 1 << 20;
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const folder = temporaryFolder();
const blobs = new BlobFiles(folder, new Uint8Array(randomBytes(32)));
const stored = async (bytes: Uint8Array): Promise<string> => {
  await blobs.put(hashOf(bytes), bytes);
  return hashOf(bytes);
};
afterAll(() => removeFolder(folder));

describe('the start of a blob', () => {
  it.each([[100, 10], [mebibyte, 1], [mebibyte + 1, mebibyte], [mebibyte + 1, mebibyte + 1], [3 * mebibyte + 17, 1], [3 * mebibyte + 17, 2 * mebibyte + 1], [20 * mebibyte, 18 * mebibyte], [0, 5]])(
    'of %i bytes holds the %i wanted as they were stored, in whole chunks', async (length, wanted) => {
      const plain = new Uint8Array(randomBytes(length));
      const { bytes, totalLength } = await blobs.readStart(await stored(plain), wanted);
      expect(totalLength).toBe(length);
      expect(bytes.length).toBe(Math.min(length, Math.ceil(wanted / mebibyte) * mebibyte));
      expect(Buffer.compare(bytes, plain.subarray(0, bytes.length))).toBe(0);
    },
  );

  it('is refused where one of its bytes was changed, and needs nothing of what comes after it', async () => {
    const plain = new Uint8Array(randomBytes(2 * mebibyte + 5));
    const path = blobPath(folder, await stored(plain));
    const file = readFileSync(path);
    const change = (at: number): void => {
      const changed = Buffer.from(file);
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(path, changed);
    };
    change(32 + mebibyte + 16 + 9);
    expect(Buffer.compare((await blobs.readStart(hashOf(plain), 10)).bytes, plain.subarray(0, mebibyte))).toBe(0);
    await expect(blobs.readStart(hashOf(plain), mebibyte + 1)).rejects.toMatchObject({ reason: 'corrupt' });
    for (const at of [12, 32, 32 + mebibyte, 32 + mebibyte + 15]) {
      change(at);
      await expect(blobs.readStart(hashOf(plain), 10)).rejects.toMatchObject({ reason: 'corrupt' });
      await expect(blobs.read(hashOf(plain))).rejects.toMatchObject({ reason: 'corrupt' });
    }
    // A file cut to one chunk is not taken for a shorter blob.
    writeFileSync(path, file.subarray(0, 32 + mebibyte + 16));
    await expect(blobs.readStart(hashOf(plain), 10)).rejects.toMatchObject({ reason: 'corrupt' });
    await expect(blobs.readStart('ab'.repeat(32), 10)).rejects.toMatchObject({ reason: 'not-found' });
  });
});

const common = { PatientID: 'T-0001', PatientName: 'A', StudyInstanceUID: '1.2.3', SeriesInstanceUID: '1.2.4', SOPClassUID: sopClass.ct, SOPInstanceUID: '1.2.5', Modality: 'CT' };
const ct = { ...common, Rows: 128, Columns: 128, SamplesPerPixel: 1, BitsAllocated: 16, BitsStored: 16, HighBit: 15, PixelRepresentation: 1, PhotometricInterpretation: 'MONOCHROME2', PixelData: new Int16Array(16384) };

/** An object with a private element of that length behind `end`, its last byte before the pixels. */
function withPrivate(bytes: Uint8Array, end: number, length: number): Uint8Array {
  const element = new Uint8Array(12 + length);
  element.set([0xdf, 0x7f, 0x10, 0x10, 0x4f, 0x42]);
  new DataView(element.buffer).setUint32(8, length, true);
  return Buffer.concat([bytes.subarray(0, end), element, bytes.subarray(end)]);
}

describe('the head of an object', () => {
  it('ends where the pixel data begin, in explicit VR', async () => {
    const bytes = writeDicom(ct);
    const head = await readHead(blobs, await stored(bytes));
    expect(head).toMatchObject({ totalLength: bytes.length, isWhole: false });
    // Tag, OW, reserved, length and 32,768 bytes of pixels stand behind it.
    expect(head.bytes.length).toBe(bytes.length - 12 - 32_768);
    expect([...bytes.subarray(head.bytes.length, head.bytes.length + 6)]).toEqual([0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x57]);
    expect(parseDataSet(head.bytes).number('Rows')).toBe(128);
    // The whole slice does not stay in memory behind it.
    expect(head.bytes.buffer.byteLength).toBe(head.bytes.length);
  });

  it.runIf(existsSync(realSlice))('ends where the pixel data begin in a real implicit VR slice', async () => {
    const bytes = new Uint8Array(readFileSync(realSlice));
    const { bytes: head } = await readHead(blobs, await stored(bytes));
    expect(head.length).toBe(bytes.length - 8 - 512 * 512 * 2);
    expect([...bytes.subarray(head.length, head.length + 4)]).toEqual([0xe0, 0x7f, 0x10, 0x00]);
  });

  it('is read on where it does not fit the first chunk', async () => {
    const plain = writeDicom(ct);
    const bytes = withPrivate(plain, plain.length - 12 - 32_768, 5 * mebibyte + 2);
    const head = await readHead(blobs, await stored(bytes));
    expect([head.bytes.length, head.isWhole]).toEqual([bytes.length - 12 - 32_768, false]);
  });

  it('is the object itself where that is small, has no pixels, or is no DICOM', async () => {
    const short = writeDicom(common);
    const noPixels = withPrivate(short, short.length, 2 * mebibyte);
    const small = writeDicom({ ...ct, Rows: 8, Columns: 8, PixelData: new Int16Array(64) });
    for (const bytes of [noPixels, small, new Uint8Array(randomBytes(mebibyte + 1000)), new Uint8Array(randomBytes(20_000))]) {
      const head = await readHead(blobs, await stored(bytes));
      expect([head.isWhole, head.bytes.length, Buffer.compare(head.bytes, bytes)]).toEqual([true, bytes.length, 0]);
    }
  });
});

describe('kept heads', () => {
  const dataDir = join(folder, 'store');
  const store = openStore(dataDir, new Uint8Array(randomBytes(32)));
  afterAll(() => store.close());
  const header = readHeader(writeDicom(ct));
  const head = { bytes: new Uint8Array([1, 2, 3]), totalLength: 100, isWhole: false };

  it('are listed with their series, and go with their blob', () => {
    addInstances(store.db, 'case', [{ header, sha256: 'aa', byteLength: 100 }]);
    expect(listLocalObjects(store.db, 'case', '1.2.4')).toEqual([{ sopInstanceUID: '1.2.5', sha256: 'aa', head: null }]);
    keepHead(store.db, 'aa', head);
    const [listed] = listLocalObjects(store.db, 'case', '1.2.4');
    expect([listed?.head?.totalLength, listed?.head?.isWhole, [...(listed?.head?.bytes ?? [])]]).toEqual([100, false, [1, 2, 3]]);
    expect([...listLocalObjects(store.db, 'case', '1.2.9'), ...listLocalObjects(store.db, 'other', '1.2.4')]).toEqual([]);
    markNotLocal(store.db, 'aa');
    expect(listLocalObjects(store.db, 'case', '1.2.4')).toEqual([]);
    store.db.exec("DELETE FROM instance; DELETE FROM blob WHERE sha256 = 'aa'");
    expect(store.db.prepare('SELECT count(*) FROM object_head').pluck().get()).toBe(0);
  });

  it('are short: long ones are read from the object', () => {
    addInstances(store.db, 'case', [{ header, sha256: 'bb', byteLength: 100 }]);
    keepHead(store.db, 'bb', { ...head, bytes: new Uint8Array(64 * 1024 + 1) });
    expect(listLocalObjects(store.db, 'case', '1.2.4').map((object) => object.head)).toEqual([null]);
  });
});

describe('heads of a series', () => {
  let console: TestConsole;
  const source = temporaryFolder();
  const caseId = randomUUID();
  beforeAll(async () => {
    console = await startConsole();
    await console.signIn('he.doctor');
    await console.submit({ kind: 'case', id: caseId }, 'case.create', { caseNo: 'H-1', leadHospitalId: 'gd-cancer', fields: sampleRequest });
    writeStudy(source, { slices: 5, hasPlan: true });
    const importId = randomUUID();
    await console.call('import.start', { importId, caseId, source: { kind: 'paths', paths: [source] }, patientKey: null });
    await until('the import ends', async () => (await console.call('import.report', { importId })).phase === 'done');
  });
  afterAll(async () => {
    await console.stop();
    removeFolder(console.dataDir);
    removeFolder(source);
  });
  const headsOf = (series: string) => console.call('imaging.heads', { caseId, seriesInstanceUID: uidFromSeed(`core-test/${series}`) }).then(({ heads }) => heads);

  it('come for every object that is here, and for no other series', async () => {
    const files = readdirSync(source).filter((name) => name.startsWith('ct-')).map((name) => readFileSync(join(source, name)));
    const heads = await headsOf('ct');
    expect(heads.map(({ sha256 }) => sha256).sort()).toEqual(files.map(hashOf).sort());
    expect(heads.every(({ byteLength }) => byteLength === files[0]?.length)).toBe(true);
    expect(heads.map(({ bytes, sopInstanceUID }) => parseDataSet(bytes).text('SOPInstanceUID') === sopInstanceUID)).toEqual([true, true, true, true, true]);
    expect(await headsOf('plan-series')).toHaveLength(1);
    expect(await headsOf('none')).toEqual([]);
  });

  it('are one entry of the audit for each series and person', async () => {
    await headsOf('ct');
    const { rows, isIntact } = await console.call('audit.list', {});
    expect(isIntact).toBe(true);
    expect(rows.filter(({ action }) => action === 'imaging.view').map(({ subject }) => subject).sort()).toEqual(['ct', 'plan-series'].map((series) => uidFromSeed(`core-test/${series}`)).sort());
  });

  it('are not for a hospital without a part in the case', async () => {
    await console.signIn('chen.chair');
    await expect(headsOf('ct')).rejects.toMatchObject({ shape: { reason: 'not-found' } });
    await console.signIn('he.doctor');
  });

  it('were kept by the import: no object is opened for them', async () => {
    const before = await headsOf('ct');
    const isAtPlatform = ({ sha256 }: { sha256: string }): boolean => existsSync(join(console.dataDir, 'platform', 'blobs', sha256.slice(0, 2), sha256));
    await until('the platform has the objects too', async () => before.every(isAtPlatform) && (await console.call('sync.status', {})).uploads.waiting === 0);
    for (const { sha256 } of before) writeFileSync(blobPath(join(console.dataDir, 'blobs'), sha256), 'damaged');
    expect(await headsOf('ct')).toEqual(before);
    // The damage is found where the pixels are wanted, and the object is fetched again at once.
    const [damaged] = before;
    if (!damaged) throw new Error('no heads');
    const { bytes } = await console.call('blob.read', { sha256: damaged.sha256 });
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(damaged.sha256);
    expect(await headsOf('ct')).toEqual(before);
  });

  it('leave out what is gone from the disk, which is then no longer said to be here', async () => {
    const [gone] = await headsOf('ct');
    if (!gone) throw new Error('no heads');
    rmSync(blobPath(join(console.dataDir, 'blobs'), gone.sha256));
    expect((await headsOf('ct')).map(({ sha256 }) => sha256)).not.toContain(gone.sha256);
    const { instances } = await console.call('imaging.get', { caseId });
    expect(instances.find(({ sha256 }) => sha256 === gone.sha256)?.isPresent).toBe(false);
  });
});
