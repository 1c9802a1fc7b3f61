import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findObjects, type Found } from '../../electron/core/files/findObjects.ts';
import { readWhole } from '../../electron/core/files/readPlace.ts';
import { makeSampleCase } from '../../shared/rt/phantom/makeSampleCase.ts';
import { removeFolder, temporaryFolder } from './support/console.ts';
import { never, usePools } from './support/pool.ts';
import { writeStudy } from './support/study.ts';
import { makeZip, type ZipEntry } from './support/zip.ts';

const python = '/usr/bin/python3';

const reasons = (found: Found): string[][] => found.rejects.map(({ path, reason }) => [path, reason]);

/** Zeros with a signature among them. */
function signed(length: number, offset: number, text: string): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.write(text, offset, 'latin1');
  return bytes;
}

describe('archives', () => {
  const root = temporaryFolder();
  const study = join(root, 'study');
  writeStudy(study, { slices: 6, hasDose: true });
  const slice = (index: number): Buffer => readFileSync(join(study, `ct-000${index}.dcm`));
  const openPool = usePools();
  afterAll(() => removeFolder(root));

  const find = (paths: readonly string[], isWhole = false): Promise<Found> => findObjects(openPool(), paths, { signal: never(), isWhole });
  const findZip = async (name: string, entries: readonly ZipEntry[]): Promise<Found> => {
    writeFileSync(join(root, name), makeZip(entries));
    return find([join(root, name)]);
  };

  it('finds stored and deflated objects by content, whatever archive and entries are called', async () => {
    const found = await findZip('export.bin', [{ name: 'a/0001', bytes: slice(0), isStored: true }, { name: 'a/0002.txt', bytes: slice(1) }, { name: 'read me.txt', bytes: Buffer.from('no image') }]);
    expect(found.objects.map(({ place }) => place.name)).toEqual(['export.bin/a/0001', 'export.bin/a/0002.txt']);
    expect(found.objects.map(({ place }) => Buffer.compare(readWhole(place), slice(Number(place.name.includes('2')))))).toEqual([0, 0]);
    expect(reasons(found)).toEqual([['export.bin/read me.txt', 'not-dicom']]);
  });

  it('reads names as UTF-8 by flag, as UTF-8 where they are it, and else as GB18030', async () => {
    // 影像 in GBK, and in UTF-8 with and without bit 11.
    const gbk = Uint8Array.from([0xd3, 0xb0, 0xcf, 0xf1, 0x2f, 0x31]);
    const found = await findZip('names.zip', [{ name: gbk, bytes: slice(0) }, { name: '影像/2', bytes: slice(1) }, { name: '影像/3', bytes: slice(2), flags: 1 << 11 }, { name: '影像\\4', bytes: slice(3) }]);
    expect(found.objects.map(({ place }) => place.name)).toEqual(['names.zip/影像/1', 'names.zip/影像/2', 'names.zip/影像/3', 'names.zip/影像/4']);
  });

  it('finds an object whose header is longer than the beginning that is unpacked', async () => {
    // Contours pack so well that the packed beginning gives more than the short look and less than the long one.
    const structures = makeSampleCase({ matrixSize: 64 }).files.find(({ name }) => name === 'RS.dcm')?.bytes ?? new Uint8Array();
    const found = await findZip('structures.zip', [{ name: 'RS.dcm', bytes: structures }]);
    expect([found.objects.map(({ place }) => place.name), reasons(found)]).toEqual([['structures.zip/RS.dcm'], []]);
  });

  it('passes over what desktops add, with a note', async () => {
    const found = await findZip('mac.zip', [{ name: 'ct', bytes: slice(0) }, { name: '__MACOSX/._ct', bytes: Buffer.from([0, 5, 22, 7]) }, { name: 'x/.DS_Store', bytes: Buffer.from('Bud1') }]);
    expect([found.objects.length, reasons(found), found.notes.map(({ path }) => path)]).toEqual([1, [], ['mac.zip/__MACOSX/._ct', 'mac.zip/x/.DS_Store']]);
  });

  it('rejects single entries: encrypted, packed by another method, too large, an archive again', async () => {
    const inner = makeZip([{ name: 'ct', bytes: slice(0) }]);
    const found = await findZip('odd.zip', [
      { name: 'good', bytes: slice(0) }, { name: 'locked', bytes: slice(1), flags: 1 }, { name: 'lzma', bytes: slice(2), method: 14 },
      { name: 'huge', bytes: slice(3), declaredLength: 2 ** 30 + 1 }, { name: 'inner.zip', bytes: inner, isStored: true },
    ]);
    expect(found.objects.map(({ place }) => place.name)).toEqual(['odd.zip/good']);
    expect(reasons(found)).toEqual([['odd.zip/huge', 'too-large'], ['odd.zip/inner.zip', 'archive'], ['odd.zip/locked', 'encrypted'], ['odd.zip/lzma', 'unsupported']]);
    expect(found.rejects.every(({ message }) => message.includes('unpack'))).toBe(true);
  });

  it('stops an entry that unpacks to more than it declares, and one whose checksum is wrong', async () => {
    const zeros = Buffer.concat([slice(0), Buffer.alloc(40_000_000)]);
    const archive = makeZip([{ name: 'bomb', bytes: zeros, declaredLength: 100_000 }, { name: 'ct', bytes: slice(1), isStored: true }]);
    const at = archive.indexOf(slice(1));
    archive[at + slice(1).length - 5] = (archive[at + slice(1).length - 5] ?? 0) ^ 1;
    writeFileSync(join(root, 'lies.zip'), archive);
    const found = await find([join(root, 'lies.zip')], true);
    expect(found.objects).toEqual([]);
    expect(reasons(found)).toEqual([['lies.zip/bomb', 'broken-value'], ['lies.zip/ct', 'broken-value']]);
    expect(found.rejects[0]?.message).toContain('more than the 100000 bytes');
  });

  it('refuses as a whole an archive whose entries share bytes or that claims to unpack to too much', async () => {
    const shared = Array.from({ length: 40 }, (_, at): ZipEntry => ({ name: `e${at}`, bytes: slice(0), isStored: true, ...(at > 0 ? { sharesBytesOf: 0 } : {}) }));
    expect(reasons(await findZip('quine.zip', shared))).toEqual([['quine.zip', 'damaged-archive']]);
    const vast = Array.from({ length: 4 }, (_, at): ZipEntry => ({ name: `e${at}`, bytes: Buffer.alloc(1000), declaredLength: 2 ** 29 }));
    expect(reasons(await findZip('vast.zip', vast))).toEqual([['vast.zip', 'too-large']]);
  });

  it('names a damaged archive once and goes on with the files beside it', async () => {
    const folder = join(root, 'beside');
    mkdirSync(folder);
    const whole = makeZip([{ name: 'ct', bytes: slice(0) }]);
    writeFileSync(join(folder, 'cut.zip'), whole.subarray(0, whole.length - 30));
    writeFileSync(join(folder, 'ct'), slice(1));
    const found = await find([folder]);
    expect([found.objects.map(({ place }) => place.name), reasons(found)]).toEqual([['ct'], [['cut.zip', 'damaged-archive']]]);
  });

  it('recognises other archives by content and asks to unpack them', async () => {
    const folder = join(root, 'others');
    mkdirSync(folder);
    const files = { rar: signed(600, 0, 'Rar!\x1a\x07\x01\x00'), '7z': signed(600, 0, '7z\xbc\xaf\x27\x1c'), gz: signed(600, 0, '\x1f\x8b\x08'), tar: signed(600, 257, 'ustar'), iso: signed(40_000, 32_769, 'CD001'), xz: signed(600, 0, '\xfd7zXZ\0'), bz2: signed(600, 0, 'BZh9') };
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    const found = await find([folder]);
    expect(reasons(found)).toEqual(Object.keys(files).sort().map((name) => [name, 'archive']));
    expect(found.rejects.every(({ message }) => message.includes('unpack it first'))).toBe(true);
  });

  it('takes a DICOM file for what it is though its preamble begins as an archive', async () => {
    const disguised = Buffer.from(slice(0));
    disguised.write('PK\x03\x04', 0, 'latin1');
    writeFileSync(join(root, 'disguised'), disguised);
    expect((await find([join(root, 'disguised')])).objects).toHaveLength(1);
  });

  it.runIf(existsSync(python))('reads what another packer wrote: folders, deflate, zip64', async () => {
    const target = join(root, 'python.zip');
    const script = `
import sys, zipfile, os
with zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED) as archive:
    for name in sorted(os.listdir(sys.argv[1])):
        with archive.open(zipfile.ZipInfo('CD/' + name), 'w', force_zip64=True) as entry:
            entry.write(open(os.path.join(sys.argv[1], name), 'rb').read())
    archive.writestr(zipfile.ZipInfo('CD/empty/'), b'')
`;
    execFileSync(python, ['-c', script, study, target]);
    const found = await find([target], true);
    expect(found.objects.map(({ place }) => place.name)).toEqual(readdirSync(study).sort().map((name) => `python.zip/CD/${name}`));
    expect(found.rejects).toEqual([]);
    expect(found.objects.every(({ place }) => readFileSync(join(study, place.name.split('/').at(-1) ?? '')).equals(readWhole(place)))).toBe(true);
  });
});
