import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDataSet } from '../../../shared/dicom/dataSet.ts';
import { AppError } from '../../../shared/errors/appError.ts';
import { decodeFile } from './decodeFile.ts';
import { hasDcmtk } from './dcmtk.ts';
import { differenceFromDcmtk } from './judge.ts';

/** Test files that the distribution's pydicom brings along; DCMTK of this age decodes no JPEG 2000, so those are left out. */
const folder = '/usr/lib/python3/dist-packages/pydicom/data/test_files';
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.dcm') && isImage(name)) : [];

function isImage(name: string): boolean {
  try {
    const dataSet = parseDataSet(read(name));
    return dataSet.has('PixelData') && !/\.4\.9\d$/.test(dataSet.transferSyntaxUID);
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

/** Images that must be refused. */
const broken: Readonly<Record<string, string>> = { 'MR_truncated.dcm': 'truncated', 'badVR.dcm': 'broken-value', 'nested_priv_SQ.dcm': 'missing-attribute' };

/**
 * The same image in a form that DCMTK reads: it loses its way in the first, and exchanges bytes of 32 bit big endian
 * samples in words of 16, where pydicom, which made the files, takes all four.
 */
const twins: Readonly<Record<string, string>> = {
  'SC_rgb_jpeg.dcm': 'SC_jpeg_no_color_transform.dcm',
  'rtdose_expb.dcm': 'rtdose.dcm',
  'rtdose_expb_1frame.dcm': 'rtdose_1frame.dcm',
};

describe.runIf(hasDcmtk && names.length > 0)('test files of pydicom', () => {
  it.each(names.filter((name) => !(name in broken)))('%s has the samples that DCMTK finds', async (name) => {
    const decoded = await decodeFile(read(name));
    expect(await differenceFromDcmtk(read(twins[name] ?? name), decoded)).toBeLessThanOrEqual(decoded.description.bitsStored === 12 ? 1 : 0);
  });

  it.each(names.filter((name) => name in broken))('%s is refused', async (name) => {
    await expect(decodeFile(read(name))).rejects.toMatchObject({ code: 'dicom', reason: broken[name] });
  });
});
