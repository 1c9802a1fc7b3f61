import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findObjects, type Found } from '../../electron/core/files/findObjects.ts';
import { sopClass } from '../../shared/dicom/sopClasses.ts';
import { findProgram } from '../bench/peerProgram.ts';
import { fileBytes } from '../dicom/elementBytes.ts';
import { dataFolder, hasRealData } from '../dicom/realData.ts';
import { removeFolder, temporaryFolder } from './support/console.ts';
import { never, usePools } from './support/pool.ts';
import { writeStudy } from './support/study.ts';

/** A media directory of our own making: one IMAGE record for every file. */
const directoryOf = (names: readonly string[]): Uint8Array =>
  fileBytes({ SOPClassUID: sopClass.mediaDirectory, SOPInstanceUID: '1.2.3', DirectoryRecordSequence: names.map((name) => ({ DirectoryRecordType: 'IMAGE', ReferencedFileID: name.split('/').join('\\') })) });

const names = (found: Found): string[] => found.objects.map(({ place }) => place.name);
const reasons = (found: Found): string[][] => found.rejects.map(({ path, reason }) => [path, reason]);

describe('media', () => {
  const root = temporaryFolder();
  const openPool = usePools();
  let made = 0;
  afterAll(() => removeFolder(root));

  const find = (paths: readonly string[]): Promise<Found> => findObjects(openPool(), paths, { signal: never(), isWhole: false });
  /** Files IMAGES/ct-0000.dcm to ct-0003.dcm. */
  const medium = (): string => {
    const folder = join(root, `cd-${(made += 1)}`);
    writeStudy(join(folder, 'IMAGES'), { slices: 4 });
    return folder;
  };

  it('takes of a chosen DICOMDIR exactly what it lists, whatever the case, version and dot of the names', async () => {
    const folder = medium();
    renameSync(join(folder, 'IMAGES', 'ct-0001.dcm'), join(folder, 'IMAGES', 'ct-0001.dcm;1'));
    renameSync(join(folder, 'IMAGES', 'ct-0002.dcm'), join(folder, 'IMAGES', 'CT2.;1'));
    writeFileSync(join(folder, 'DICOMDIR'), directoryOf(['IMAGES/CT-0000.DCM', 'IMAGES/CT-0001.DCM', 'images/CT2', 'IMAGES/GONE']));
    const found = await find([join(folder, 'DICOMDIR')]);
    expect(names(found)).toEqual(['IMAGES/CT2.;1', 'IMAGES/ct-0000.dcm', 'IMAGES/ct-0001.dcm;1']);
    expect(reasons(found)).toEqual([['IMAGES/GONE', 'missing']]);
    expect(found.rejects[0]?.message).toContain('listed by the medium (DICOMDIR) but not there');
  });

  it('reads everything in a folder with a DICOMDIR and names what it lists that is not there', async () => {
    const folder = medium();
    mkdirSync(join(folder, 'sub'));
    cpSync(join(folder, 'IMAGES'), join(folder, 'sub', 'IMAGES'), { recursive: true });
    rmSync(join(folder, 'IMAGES'), { recursive: true });
    writeFileSync(join(folder, 'sub', 'DICOMDIR'), directoryOf(['IMAGES/CT-0000.DCM', 'IMAGES/GONE']));
    const found = await find([folder]);
    expect(found.objects).toHaveLength(4);
    expect(reasons(found)).toEqual([['sub/IMAGES/GONE', 'missing']]);
    expect(found.notes).toContainEqual({ path: 'sub/DICOMDIR', message: 'An index of the medium (DICOMDIR) that lists 2 files; 1 are not there.' });
  });

  it('reads the files beside a DICOMDIR that cannot be read, and says so; chosen itself it is a reject', async () => {
    const folder = medium();
    writeFileSync(join(folder, 'DICOMDIR'), 'index');
    const beside = await find([folder]);
    expect([beside.objects.length, reasons(beside), beside.notes.map(({ path }) => path)]).toEqual([4, [], ['DICOMDIR']]);
    expect(reasons(await find([join(folder, 'DICOMDIR')]))).toEqual([['DICOMDIR', 'not-dicom']]);
    writeFileSync(join(folder, 'DICOMDIR'), directoryOf([]));
    expect(reasons(await find([join(folder, 'DICOMDIR')]))).toEqual([['DICOMDIR', 'missing']]);
  });

  it.runIf(findProgram('dcmmkdir') !== null)('follows a DICOMDIR written by DCMTK', async () => {
    const folder = join(root, 'dcmtk');
    writeStudy(join(folder, 'IM'), { slices: 3 });
    for (let at = 0; at < 3; at += 1) renameSync(join(folder, 'IM', `ct-000${at}.dcm`), join(folder, 'IM', `CT${at}`));
    execFileSync('dcmmkdir', ['--quiet', '+I', '+r', '+id', folder, '+D', join(folder, 'DICOMDIR')]);
    writeFileSync(join(folder, 'IM', 'OTHER'), readFileSync(join(folder, 'IM', 'CT0')));
    expect(names(await find([join(folder, 'DICOMDIR')]))).toEqual(['IM/CT0', 'IM/CT1', 'IM/CT2']);
  });

  it.runIf(hasRealData)('finds the 31 files that every DICOMDIR of the open data lists', async () => {
    for (const name of ['DICOMDIR', 'DICOMDIR-bigEnd', 'DICOMDIR-implicit', 'DICOMDIR-nooffset', 'DICOMDIR-reordered']) {
      const found = await find([join(dataFolder, 'modalities', 'dicomdir', name)]);
      expect([name, found.objects.length, reasons(found)]).toEqual([name, 31, []]);
    }
  });

  it('lists several folders and files apart, what was chosen twice once, and what is not there as such', async () => {
    const [one, two] = [medium(), medium()];
    const found = await find([one, two, join(one, 'IMAGES', 'ct-0000.dcm'), join(root, 'absent')]);
    expect(names(found)).toEqual([one, two].flatMap((folder) => [0, 1, 2, 3].map((at) => `${basename(folder)}/IMAGES/ct-000${at}.dcm`)));
    expect(reasons(found)).toEqual([[join(root, 'absent'), 'not-found']]);
    await expect(find([join(root, 'absent')])).rejects.toMatchObject({ code: 'store', reason: 'not-found' });
  });

  it('follows no link: one out of the folder and one into nothing are named, one inside needs not be', async () => {
    const folder = medium();
    symlinkSync(root, join(folder, 'out'));
    symlinkSync(join(folder, 'none'), join(folder, 'broken'));
    symlinkSync(join(folder, 'IMAGES'), join(folder, 'inside'));
    symlinkSync(folder, join(folder, 'IMAGES', 'up'));
    const found = await find([folder]);
    expect(found.objects).toHaveLength(4);
    expect(reasons(found)).toEqual([['broken', 'unreadable'], ['out', 'outside']]);
  });

  it.runIf(findProgram('mkfifo') !== null)('opens nothing that is neither file nor folder', async () => {
    const folder = medium();
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(reasons(await find([folder]))).toEqual([['pipe', 'unreadable']]);
  });
});
