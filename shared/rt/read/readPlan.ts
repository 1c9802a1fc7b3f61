import { RtError } from '../../errors/appError.ts';
import { parseDataSet } from '../../dicom/dataSet.ts';
import type { DataSet } from '../../dicom/dataSet.ts';
import { isPlan, sopClass } from '../../dicom/sopClasses.ts';
import { fileNotices, notice, type RtNotice } from '../notices.ts';
import type { Plan } from '../types.ts';
import { readBeam } from './readBeam.ts';
import { ionBeamSource, photonBeamSource } from './beamSource.ts';
import { readBrachy } from './readBrachy.ts';
import { beamReferences, readFractionGroup, warnUndefinedBeams } from './readFractionGroups.ts';
import { readApproval, readIdentity } from './readIdentity.ts';
import { readPatientSetup } from './readPatientSetup.ts';
import { readPrescription } from './readPrescription.ts';
import { asRtError } from './translateError.ts';

/**
 * RT Plan or RT Ion Plan: beams with dense control points, brachytherapy setups, fraction groups and prescriptions. Setup
 * beams stay, marked by `deliveryType`.
 *
 * MU are taken from the fraction group by beam number and from nowhere else. What is implausible but readable (crossed
 * leaves, weights that go down) stays as it is, with a notice.
 *
 * @throws {DicomError} not-dicom | truncated
 * @throws {RtError} unsupported (another kind of object) | missing-attribute | broken-value
 */
export function readPlan(bytes: Uint8Array): Plan {
  const dataSet = parseDataSet(bytes);
  return asRtError('RTPLAN', () => planOf(dataSet));
}

function planOf(dataSet: DataSet): Plan {
  const classUID = dataSet.requireText('SOPClassUID');
  if (!isPlan(classUID)) throw new RtError('unsupported', `SOP class ${classUID} is not an RT Plan or RT Ion Plan.`);
  const source = classUID === sopClass.rtIonPlan ? ionBeamSource : photonBeamSource;
  const warnings: RtNotice[] = [];
  const groups = dataSet.items('FractionGroupSequence').map((group, index) => readFractionGroup(group, index, warnings));
  const references = beamReferences(groups, warnings);
  const beams = dataSet.items(source.beams).map((item) => readBeam(item, source, references.get(item.requireNumber('BeamNumber')) ?? null, warnings));
  const brachy = readBrachy(dataSet, warnings);
  if (beams.length === 0 && brachy === null) warnings.push(notice('no-beams'));
  warnSharedNumbers(beams.map(({ number }) => number), warnings);
  warnUndefinedBeams(groups, beams, warnings);
  const patientSetups = dataSet.items('PatientSetupSequence').map((setup) => readPatientSetup(setup, warnings));
  const positions = new Set(patientSetups.map(({ patientPosition }) => patientPosition).filter((position) => position !== null));
  if (positions.size > 1) warnings.push(notice('positions-differ', { positions: [...positions].join(', ') }));
  const approval = readApproval(dataSet);
  return {
    sopInstanceUID: dataSet.requireText('SOPInstanceUID'),
    identity: readIdentity(dataSet),
    kind: kindOf(source.isIon, beams.length, brachy),
    frameOfReferenceUID: dataSet.text('FrameOfReferenceUID'),
    label: dataSet.text('RTPlanLabel') ?? '',
    name: dataSet.text('RTPlanName'),
    description: dataSet.text('RTPlanDescription'),
    date: dataSet.text('RTPlanDate'),
    time: dataSet.text('RTPlanTime'),
    intent: dataSet.text('PlanIntent'),
    geometry: dataSet.text('RTPlanGeometry'),
    approval,
    approvalStatus: approval.status,
    structureSetUID: dataSet.items('ReferencedStructureSetSequence')[0]?.text('ReferencedSOPInstanceUID') ?? null,
    referencedPlans: dataSet.items('ReferencedRTPlanSequence').flatMap((item) => {
      const uid = item.text('ReferencedSOPInstanceUID');
      return uid === null ? [] : [{ uid, relationship: item.text('RTPlanRelationship') }];
    }),
    patientPosition: [...positions][0] ?? null,
    manufacturerModel: dataSet.text('ManufacturerModelName'),
    prescriptionDescription: dataSet.text('PrescriptionDescription'),
    fractionGroups: groups,
    prescriptions: dataSet.items('DoseReferenceSequence').map((item) => readPrescription(item, warnings)),
    beams,
    patientSetups,
    toleranceTableNumbers: dataSet.items(source.toleranceTables).flatMap((item) => item.number('ToleranceTableNumber') ?? []),
    brachy,
    warnings: [...fileNotices(dataSet.warnings), ...warnings],
  };
}

/** A plan with beams and brachytherapy is named by its beams; `brachy` holds the rest. */
function kindOf(isIon: boolean, beams: number, brachy: Plan['brachy']): Plan['kind'] {
  if (isIon) return 'ion';
  return beams === 0 && brachy !== null ? 'brachy' : 'photon-electron';
}

/** MU go to beams by number; with a number used twice nobody can tell whose they are. */
function warnSharedNumbers(numbers: readonly number[], warnings: RtNotice[]): void {
  const shared = new Set(numbers.filter((number, index) => numbers.indexOf(number) !== index));
  for (const beam of shared) warnings.push(notice('beam-number-shared', { beam }));
}
