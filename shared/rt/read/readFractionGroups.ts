import type { DataSet } from '../../dicom/dataSet.ts';
import { notice, type RtNotice } from '../notices.ts';
import type { Beam, FractionBeam, FractionGroup } from '../types.ts';
import { optionalValues } from './optionalValue.ts';

/** One item of FractionGroupSequence (PS3.3 C.8.8.13). */
export function readFractionGroup(group: DataSet, index: number, warnings: RtNotice[]): FractionGroup {
  const number = group.number('FractionGroupNumber') ?? index + 1;
  const values = optionalValues(group, warnings, (detail) => notice('fraction-value-unreadable', { group: number, detail }));
  const fractionsPlanned = values.number('NumberOfFractionsPlanned');
  if (fractionsPlanned === null) warnings.push(notice('fractions-absent', { group: number }));
  const beams = group.items('ReferencedBeamSequence').map((item) => fractionBeamOf(item, warnings));
  return {
    number,
    fractionsPlanned,
    beamsStated: values.number('NumberOfBeams'),
    beamNumbers: beams.map(({ beamNumber }) => beamNumber),
    beams,
    brachySetups: group.items('ReferencedBrachyApplicationSetupSequence').map((item) => ({
      number: item.requireNumber('ReferencedBrachyApplicationSetupNumber'),
      doseGy: optionalValues(item, warnings, (detail) => notice('fraction-value-unreadable', { group: number, detail })).number('BrachyApplicationSetupDose'),
    })),
  };
}

function fractionBeamOf(item: DataSet, warnings: RtNotice[]): FractionBeam {
  const beamNumber = item.requireNumber('ReferencedBeamNumber');
  const values = optionalValues(item, warnings, (detail) => notice('beam-value-unreadable', { beam: beamNumber, detail }));
  return {
    beamNumber,
    beamDoseGy: values.number('BeamDose'),
    metersetMU: values.number('BeamMeterset'),
    doseSpecificationPointMm: values.point('BeamDoseSpecificationPoint'),
  };
}

/** What the groups say of each beam; MU are null where groups disagree. */
export function beamReferences(groups: readonly FractionGroup[], warnings: RtNotice[]): ReadonlyMap<number, FractionBeam> {
  const references = new Map<number, FractionBeam>();
  for (const beam of groups.flatMap((group) => group.beams)) {
    const known = references.get(beam.beamNumber);
    if (known === undefined) references.set(beam.beamNumber, beam);
    else if (known.metersetMU !== beam.metersetMU) {
      warnings.push(notice('meterset-differs', { beam: beam.beamNumber, first: known.metersetMU ?? '–', other: beam.metersetMU ?? '–' }));
      references.set(beam.beamNumber, { ...known, metersetMU: null });
    }
  }
  return references;
}

/** Notices of beams a group refers to which the plan does not have. */
export function warnUndefinedBeams(groups: readonly FractionGroup[], beams: readonly Beam[], warnings: RtNotice[]): void {
  for (const group of groups) {
    for (const beam of group.beamNumbers) {
      if (!beams.some(({ number }) => number === beam)) warnings.push(notice('beam-undefined', { group: group.number, beam }));
    }
  }
}
