import { describe, expect, it } from 'vitest';
import { deidentify } from '../../shared/deid/deidentify.ts';
import { buildReferenceChain } from '../../shared/dicom/referenceChain.ts';
import { readHeader } from '../../shared/dicom/readHeader.ts';
import { computeStructureSetDvh } from '../../shared/rt/dvh/structureSetDvh.ts';
import { makeSampleCase } from '../../shared/rt/phantom/makeSampleCase.ts';
import { readDose } from '../../shared/rt/read/readDose.ts';
import { readPlan } from '../../shared/rt/read/readPlan.ts';
import { readStructureSet } from '../../shared/rt/read/readStructureSet.ts';
import { hasRealData, listReal, readReal } from '../dicom/realData.ts';
import { contextOf, latin } from './support.ts';

const after = (files: readonly Uint8Array[]): readonly Uint8Array[] => {
  const context = contextOf();
  return files.map((file) => deidentify(file, context).bytes);
};

const kindOf = (files: readonly Uint8Array[], modality: string): Uint8Array => files.find((file) => readHeader(file).modality === modality) ?? new Uint8Array();

/** Every figure of every structure, by number: names may be replaced. */
function figures(files: readonly Uint8Array[]): unknown {
  const results = computeStructureSetDvh(readStructureSet(kindOf(files, 'RTSTRUCT')), readDose(kindOf(files, 'RTDOSE')));
  return results.map((result) => ('error' in result ? [result.structure.number, result.error.reason] : [result.dvh.roiNumber, { ...result.dvh, name: '', notices: result.dvh.notices.length, method: '' }]));
}

const chain = (files: readonly Uint8Array[]): readonly unknown[] => buildReferenceChain(files.map((file) => readHeader(file))).links.map(({ from, to, status, referenced, found, by }) => ({ from, to, status, referenced, found, by }));

const numbers = (files: readonly Uint8Array[]): unknown => {
  const { beams, fractionGroups } = readPlan(kindOf(files, 'RTPLAN'));
  return [fractionGroups, beams.map((beam) => ({ ...beam, name: '', machine: '' }))];
};

const cases: readonly (readonly [string, () => readonly Uint8Array[]])[] = [
  ['the sample case', () => makeSampleCase({ slices: 8, matrixSize: 32 }).files.map(({ bytes }) => bytes)],
  ...(hasRealData ? [['rt-esophagus-imrt', () => listReal('rt-esophagus-imrt').map(readReal)] as const] : []),
];

describe.each(cases)('%s', (_, read) => {
  const before = read();
  const written = after(before);

  it('resolves every reference as before', () => {
    expect(chain(before).length).toBeGreaterThan(2);
    expect(chain(written)).toEqual(chain(before));
  });

  it('holds no UID of the original', () => {
    const uids = new Set(before.flatMap((file) => {
      const header = readHeader(file);
      return [header.sopInstanceUID, header.studyInstanceUID, header.seriesInstanceUID, header.frameOfReferenceUID ?? '', ...header.references.map(({ sopInstanceUID }) => sopInstanceUID)];
    }).filter((uid) => uid !== ''));
    const all = written.map(latin).join('');
    expect(uids.size).toBeGreaterThan(before.length);
    for (const uid of uids) expect(all.includes(uid)).toBe(false);
  });

  it('gives the same dose–volume histograms and the same plan', () => {
    expect(figures(written)).toEqual(figures(before));
    expect(numbers(written)).toEqual(numbers(before));
  });
});
