import { RtError } from '../../errors/appError.ts';
import { parseDataSet } from '../../dicom/dataSet.ts';
import type { DataSet } from '../../dicom/dataSet.ts';
import { sopClass } from '../../dicom/sopClasses.ts';
import { fileNotices, notice, type RtNotice } from '../notices.ts';
import type { DeliveredBeam, TreatmentRecord } from '../types.ts';
import { optionalValues, type OptionalValues } from './optionalValue.ts';
import { readIdentity } from './readIdentity.ts';
import { readOverrides } from './readOverrides.ts';
import { asRtError } from './translateError.ts';

/**
 * RT Beams or RT Ion Beams Treatment Record: what one session delivered, beam by beam (PS3.3 C.8.8.21, C.8.8.26).
 *
 * Metersets are in `dosimeterUnit`. Not covered: brachytherapy and summary records, which hold no beams.
 *
 * @throws {DicomError} not-dicom | truncated
 * @throws {RtError} unsupported (another kind of object) | missing-attribute | broken-value
 */
export function readTreatmentRecord(bytes: Uint8Array): TreatmentRecord {
  const dataSet = parseDataSet(bytes);
  return asRtError('RTRECORD', () => recordOf(dataSet));
}

function recordOf(dataSet: DataSet): TreatmentRecord {
  const classUID = dataSet.text('SOPClassUID');
  if (classUID !== sopClass.rtBeamsTreatmentRecord && classUID !== sopClass.rtIonBeamsTreatmentRecord) {
    throw new RtError('unsupported', `SOP class ${classUID ?? '(absent)'} is not an RT Beams or RT Ion Beams Treatment Record.`);
  }
  const warnings: RtNotice[] = [];
  const plans = dataSet.items('ReferencedRTPlanSequence').flatMap((item) => item.text('ReferencedSOPInstanceUID') ?? []);
  if (plans.length > 1) warnings.push(notice('record-plans-differ', { plans: plans.length }));
  const dosimeterUnit = dataSet.text('PrimaryDosimeterUnit');
  if (dosimeterUnit !== null && dosimeterUnit !== 'MU') warnings.push(notice('delivered-not-mu', { unit: dosimeterUnit }));
  const sessions = [...dataSet.items('TreatmentSessionBeamSequence'), ...dataSet.items('TreatmentSessionIonBeamSequence')];
  if (sessions.length === 0) warnings.push(notice('no-delivered-beams'));
  const values = optionalValues(dataSet, warnings, (detail) => notice('record-value-unreadable', { beam: '–', detail }));
  return {
    sopInstanceUID: dataSet.requireText('SOPInstanceUID'),
    identity: readIdentity(dataSet),
    planUID: plans[0] ?? null,
    treatmentDate: dataSet.text('TreatmentDate'),
    treatmentTime: dataSet.text('TreatmentTime'),
    dosimeterUnit,
    fractionsPlanned: values.number('NumberOfFractionsPlanned'),
    beams: sessions.map((session) => deliveredBeamOf(session, warnings)),
    warnings: [...fileNotices(dataSet.warnings), ...warnings],
  };
}

function deliveredBeamOf(session: DataSet, warnings: RtNotice[]): DeliveredBeam {
  const name = session.text('BeamName');
  const beam = session.text('ReferencedBeamNumber') ?? name ?? '–';
  const values = optionalValues(session, warnings, (detail) => notice('record-value-unreadable', { beam, detail }));
  const points = [...session.items('ControlPointDeliverySequence'), ...session.items('IonControlPointDeliverySequence')];
  return {
    beamNumber: values.number('ReferencedBeamNumber'),
    beamName: name,
    fractionNumber: values.number('CurrentFractionNumber'),
    terminationStatus: session.text('TreatmentTerminationStatus'),
    verificationStatus: session.text('TreatmentVerificationStatus'),
    specifiedMeterset: values.number('SpecifiedPrimaryMeterset'),
    deliveredMeterset: deliveredMetersetOf(values, points, beam, warnings),
    deliveryType: session.text('TreatmentDeliveryType'),
    overrides: readOverrides([session, ...points]),
  };
}

/** DeliveredPrimaryMeterset is optional; every control point states the meterset delivered up to it. */
function deliveredMetersetOf(values: OptionalValues, points: readonly DataSet[], beam: string, warnings: RtNotice[]): number | null {
  const stated = values.number('DeliveredPrimaryMeterset');
  if (stated !== null) return stated;
  const reached = points.flatMap((point) => optionalValues(point, warnings, (detail) => notice('record-value-unreadable', { beam, detail })).number('DeliveredMeterset') ?? []);
  if (reached.length === 0) {
    warnings.push(notice('delivered-meterset-absent', { beam }));
    return null;
  }
  warnings.push(notice('delivered-meterset-summed', { beam }));
  return Math.max(...reached);
}
