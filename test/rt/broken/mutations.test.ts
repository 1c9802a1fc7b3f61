import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors/appError.ts';
import { readDose } from '../../../shared/rt/read/readDose.ts';
import { readPlan } from '../../../shared/rt/read/readPlan.ts';
import { readStructureSet } from '../../../shared/rt/read/readStructureSet.ts';
import { readTreatmentRecord } from '../../../shared/rt/read/readTreatmentRecord.ts';
import { doseFile, planFile, recordFile, structureSetFile } from './brokenFiles.ts';
import { findNaN } from './findNaN.ts';

/** Numbers below 1 from a seed; the same on every machine. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A copy with up to five bytes behind the preamble changed, half of them to the separator of values. */
function mutated(bytes: Uint8Array, random: () => number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const changes = 1 + Math.floor(random() * 5);
  for (let n = 0; n < changes; n++) copy[132 + Math.floor(random() * (copy.length - 132))] = random() < 0.5 ? 0x5c : Math.floor(random() * 256);
  return copy;
}

describe('objects with bytes changed at random', () => {
  it.each<readonly [string, (bytes: Uint8Array) => unknown, Uint8Array, number]>([
    ['structure set', readStructureSet, structureSetFile(), 11], ['plan', readPlan, planFile(), 12], ['dose', readDose, doseFile(), 13], ['treatment record', readTreatmentRecord, recordFile(), 14],
  ])('1500 times a %s: an error of ours, or numbers and null', (_, read, bytes, seed) => {
    const random = randomOf(seed);
    for (let n = 0; n < 1500; n++) {
      const copy = mutated(bytes, random);
      try {
        expect(findNaN(read(copy)), `seed ${seed}, copy ${n}`).toBeNull();
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
      }
    }
  });
});
