import type { DataSet } from '../dataSet.ts';
import { readReferences } from './reference.ts';
import type { SopReference } from './reference.ts';

/** What a beam, or a brachytherapy setup, was given; metersets in the unit of the record's dosimeter. */
export interface DeliveredBeam {
  readonly number: number | null;
  readonly name: string | null;
  readonly fraction: number | null;
  /** NORMAL, OPERATOR, MACHINE or UNKNOWN. */
  readonly termination: string | null;
  readonly specifiedMeterset: number | null;
  readonly deliveredMeterset: number | null;
}

/** A treatment record of any of the four kinds (PS3.3 A.29 to A.31, A.50), as far as a list or a case page shows it. */
export interface TreatmentRecord {
  /** YYYYMMDD of the session; of a summary the most recent one. */
  readonly date: string | null;
  readonly time: string | null;
  readonly plans: readonly SopReference[];
  readonly records: readonly SopReference[];
  /** The highest CurrentFractionNumber of the session's beams. */
  readonly fraction: number | null;
  readonly fractionsPlanned: number | null;
  readonly fractionsDelivered: number | null;
  readonly beams: readonly DeliveredBeam[];
  /** Of a summary: NOT_STARTED, ON_TREATMENT, ON_BREAK, SUSPENDED, STOPPED or COMPLETED. */
  readonly status: string | null;
  readonly warnings: readonly string[];
}

/** @throws {DicomError} broken-value where a number is none */
export function readTreatmentRecord(dataSet: DataSet): TreatmentRecord {
  const sessions = [
    ...dataSet.items('TreatmentSessionBeamSequence'),
    ...dataSet.items('TreatmentSessionIonBeamSequence'),
    ...dataSet.items('TreatmentSessionApplicationSetupSequence'),
  ];
  const beams = sessions.map(readBeam);
  const fractions = beams.flatMap(({ fraction }) => fraction ?? []);
  const summary = dataSet.items('FractionGroupSummarySequence');
  const sum = (keyword: 'NumberOfFractionsPlanned' | 'NumberOfFractionsDelivered'): number | null => {
    const numbers = summary.flatMap((group) => group.number(keyword) ?? []);
    return numbers.length === 0 ? dataSet.number(keyword) : numbers.reduce((total, number) => total + number, 0);
  };
  return {
    date: dataSet.text('TreatmentDate') ?? dataSet.text('MostRecentTreatmentDate'),
    time: dataSet.text('TreatmentTime'),
    plans: readReferences(dataSet.items('ReferencedRTPlanSequence')),
    records: readReferences(dataSet.items('ReferencedTreatmentRecordSequence')),
    fraction: fractions.length === 0 ? null : Math.max(...fractions),
    fractionsPlanned: sum('NumberOfFractionsPlanned'),
    fractionsDelivered: sum('NumberOfFractionsDelivered'),
    beams,
    status: dataSet.text('CurrentTreatmentStatus'),
    warnings: [...dataSet.warnings],
  };
}

function readBeam(item: DataSet): DeliveredBeam {
  return {
    number: item.number('ReferencedBeamNumber'),
    name: item.text('BeamName'),
    fraction: item.number('CurrentFractionNumber'),
    termination: item.text('TreatmentTerminationStatus'),
    specifiedMeterset: item.number('SpecifiedPrimaryMeterset'),
    deliveredMeterset: item.number('DeliveredPrimaryMeterset'),
  };
}
