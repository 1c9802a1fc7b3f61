import { describe, expect, it } from 'vitest';
import { readHeader } from '../../../shared/dicom/readHeader.ts';
import { buildReferenceChain } from '../../../shared/dicom/referenceChain.ts';
import { computeDvh } from '../../../shared/rt/dvh/dvh.ts';
import { makeSampleCase } from '../../../shared/rt/phantom/makeSampleCase.ts';
import { readDose } from '../../../shared/rt/read/readDose.ts';
import { readPlan } from '../../../shared/rt/read/readPlan.ts';
import { readStructureSet } from '../../../shared/rt/read/readStructureSet.ts';

const { files, expected } = makeSampleCase({ matrixSize: 64 });
const bytes = (name: string): Uint8Array => files.find((file) => file.name === name)!.bytes;
const structureSet = readStructureSet(bytes('RS.dcm'));
const dose = readDose(bytes('RD.dcm'));
const plan = readPlan(bytes('RP.dcm'));

describe('the sample case in our own readers', () => {
  it('is a complete chain without a problem or a warning', () => {
    const headers = files.map((file) => readHeader(file.bytes));
    const chain = buildReferenceChain(headers);
    expect(chain.problems).toEqual([]);
    expect(chain.isComplete).toBe(true);
    expect(headers.flatMap(({ warnings }) => warnings)).toEqual([]);
    expect([...structureSet.warnings, ...dose.warnings, ...plan.warnings]).toEqual([]);
    expect(headers[0]!.patient.patientName).toBe('Shili^Timo=示例患者^体模');
  });

  it('keeps structures, beams and metersets', () => {
    expect(structureSet.structures.map(({ name }) => name)).toEqual(expected.structureNames);
    expect(plan.fractionGroups[0]!.fractionsPlanned).toBe(expected.fractions);
    expect(plan.beams.filter(({ deliveryType }) => deliveryType === 'TREATMENT')).toHaveLength(expected.treatmentBeams);
    expect(plan.beams.reduce((sum, { metersetMU }) => sum + (metersetMU ?? 0), 0)).toBeCloseTo(expected.totalMetersetMU, 6);
    expect(plan.beams.every(({ controlPoints }) => controlPoints.every(({ isocenterMm }) => isocenterMm?.join() === expected.isocentreMm.join()))).toBe(true);
  });

  it('has a DVH that agrees with the closed forms: volume 0.5 %, dose 0.05 Gy', () => {
    for (const [name, form] of Object.entries(expected.structures)) {
      const dvh = computeDvh(structureSet.structures.find((one) => one.name === name)!, dose);
      expect(Math.abs(dvh.volumeCc / form.volumeCc - 1), name).toBeLessThan(0.005);
      expect(dvh.coverage, name).toBeCloseTo(1, 6);
      for (const key of ['minGy', 'meanGy', 'maxGy', 'd98Gy', 'd95Gy', 'd50Gy', 'd2Gy'] as const) {
        const closed = form[key];
        if (closed !== null) expect(Math.abs(dvh[key]! - closed), `${name} ${key}`).toBeLessThan(0.05);
      }
    }
  });
});
