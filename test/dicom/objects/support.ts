import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDataSet } from '../../../shared/dicom/dataSet.ts';
import type { DataSet } from '../../../shared/dicom/dataSet.ts';
import { fileBytes } from '../elementBytes.ts';
import type { ElementsByKeyword, ElementValue } from '../elementBytes.ts';

export const identity = { SOPInstanceUID: '1.2.3', StudyInstanceUID: '1.2', SeriesInstanceUID: '1.2.1' } as const;

/** A data set laid down byte by byte and read back. */
export function dataSetOf(elements: ElementsByKeyword): DataSet {
  return parseDataSet(fileBytes({ ...identity, ...elements }));
}

/** A sequence with one code. */
export function codeOf(value: string, scheme: string, meaning: string): ElementValue {
  return [{ CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning }];
}

/** Little endian bytes of binary numbers. */
export const bytesOf = (numbers: ArrayLike<number> & { readonly buffer: ArrayBufferLike }): Uint8Array => new Uint8Array(numbers.buffer.slice(0));

/** What a DCMTK program writes from an input file to its output file. */
export function madeByDcmtk(program: string, input: Uint8Array, options: readonly string[] = [], inputName = 'in'): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'mdt-object-'));
  try {
    const [from, to] = [join(folder, inputName), join(folder, 'out.dcm')];
    writeFileSync(from, input);
    const { status, stderr } = spawnSync(program, [...options, from, to], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${program}: ${stderr}`);
    return readFileSync(to);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a DCMTK program says of a file. */
export function saidByDcmtk(program: string, options: readonly string[], path: string): string {
  return spawnSync(program, [...options, path], { encoding: 'latin1', maxBuffer: 64 * 1024 * 1024 }).stdout;
}
