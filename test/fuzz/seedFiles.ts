import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'fflate';
import { makeSampleCase } from '../../shared/rt/phantom/makeSampleCase.ts';
import { concat, dataSetBytes, fileBytes } from '../dicom/elementBytes.ts';
import { hasDcmtk, transcode } from '../dicom/pixels/dcmtk.ts';
import { dataFolder, hasRealData, listReal } from '../dicom/realData.ts';
import { seedFile } from './mutate.ts';
import type { SeedFile } from './mutate.ts';

/** Larger ones only make the run slower: what breaks a reader fits in this. */
const mostBytes = 400_000;

const encoders: readonly (readonly [string, ...string[]])[] = [
  ['dcmcjpeg', '+e1'], ['dcmcjpeg', '+el'], ['dcmcjpls', '+el'], ['dcmcjpls', '+en'], ['dcmcrle'], ['dcmconv', '+te'], ['dcmconv', '+tb'], ['dcmconv', '+ti'], ['dcmconv', '+td'],
];

/** Real files where they are, and files made here, also compressed by DCMTK where it is installed; always in the same order. */
export function loadSeedFiles(): readonly SeedFile[] {
  const real = !hasRealData ? [] : ['syntaxes', 'modalities', 'charsets', 'plans', 'malformed', 'rt-aria-qa'].flatMap((folder) => listReal(folder))
    .filter((path) => statSync(join(dataFolder, path)).size <= mostBytes && !path.includes('CT-synthetic'))
    .map((path) => seedFile(path, new Uint8Array(readFileSync(join(dataFolder, path)))));
  return [...made(), ...real];
}

function made(): readonly SeedFile[] {
  const { files } = makeSampleCase({ slices: 4, matrixSize: 32 });
  const [slice] = files;
  const compressed = hasDcmtk && slice !== undefined ? encoders.map(([program, ...options]) => seedFile(`${program} ${options.join(' ')}`, transcode([program, ...options], slice.bytes))) : [];
  const identity = { SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.33', SOPInstanceUID: '1.2.3', StudyInstanceUID: '1.2', SeriesInstanceUID: '1.2.1' };
  const body = dataSetBytes({ ...identity, ContentSequence: [{ ValueType: 'TEXT', TextValue: 'seed' }, { ValueType: 'NUM', MeasuredValueSequence: [{ NumericValue: '1' }] }] }, true);
  const deflated = concat([fileBytes({}, { transferSyntaxUID: '1.2.840.10008.1.2.1.99' }), deflateSync(body)]);
  return [...files.map(({ name, bytes }) => seedFile(name, bytes)), ...compressed, seedFile('deflated report', deflated)];
}
