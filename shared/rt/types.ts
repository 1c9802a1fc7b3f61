import type { Vector3 } from '../geometry/vector.ts';
import type { GridGeometry } from '../volume/types.ts';
import type { RtNotice } from './notices.ts';

/** What every radiotherapy object says of itself and its patient; a field is null where the object does not say. */
export interface ObjectIdentity {
  readonly sopClassUID: string;
  readonly sopInstanceUID: string;
  readonly studyInstanceUID: string | null;
  readonly seriesInstanceUID: string | null;
  readonly patientID: string | null;
  /** As written, component groups separated by `=`. */
  readonly patientName: string | null;
  /** YYYYMMDD. */
  readonly patientBirthDate: string | null;
  readonly patientSex: string | null;
  readonly instanceCreationDate: string | null;
  readonly instanceCreationTime: string | null;
  readonly manufacturer: string | null;
  readonly manufacturerModel: string | null;
  readonly softwareVersions: string | null;
}

/** Approval module (PS3.3 C.8.8.16). */
export interface Approval {
  readonly status: string | null;
  readonly reviewerName: string | null;
  readonly reviewDate: string | null;
  readonly reviewTime: string | null;
}

export interface Contour {
  readonly geometricType: 'POINT' | 'OPEN_PLANAR' | 'OPEN_NONPLANAR' | 'CLOSED_PLANAR' | 'CLOSEDPLANAR_XOR';
  /** x0,y0,z0,x1,y1,z1,… patient LPS mm. */
  readonly pointsMm: Float64Array;
  /** SOP instances this contour was drawn on (ContourImageSequence); empty where the object does not say. */
  readonly imageUIDs?: readonly string[];
  /**
   * Of derived structures only: the stretch the contour stands for, as distances along the normal of the contour stack from
   * the patient origin. Absent: half way to the neighbouring planes.
   */
  readonly slabMm?: readonly [low: number, high: number];
}

/** One region of interest as the structure set holds it. */
export interface Structure {
  readonly number: number;
  /** ROIName verbatim. */
  readonly name: string;
  readonly interpretedType: string | null;
  /** ROIGenerationAlgorithm. */
  readonly generationAlgorithm?: string | null;
  /** ROIPhysicalPropertiesSequence: density and composition overrides; `value` null where it is not a number. */
  readonly physicalProperties?: readonly { readonly property: string; readonly value: number | null }[];
  /** Its own frame of reference where that is not the structure set's; it is then neither drawn nor evaluated. */
  readonly otherFrameUID?: string;
  readonly color: readonly [number, number, number];
  readonly contours: readonly Contour[];
  readonly warnings: readonly RtNotice[];
}

export interface StructureSet {
  readonly sopInstanceUID: string;
  readonly identity: ObjectIdentity;
  readonly label: string;
  /** YYYYMMDD and HHMMSS.FFFFFF. */
  readonly date: string | null;
  readonly time: string | null;
  readonly approval: Approval;
  readonly frameOfReferenceUID: string | null;
  /** Series and their instances the set says it was drawn on (ReferencedFrameOfReferenceSequence). */
  readonly referencedSeries: readonly { readonly seriesInstanceUID: string; readonly imageUIDs: readonly string[] }[];
  /** PredecessorStructureSetSequence. */
  readonly predecessorUIDs: readonly string[];
  readonly structures: readonly Structure[];
  readonly warnings: readonly RtNotice[];
}

/** One histogram of a dose's DVHSequence (PS3.3 C.8.8.4), doses scaled by DVHDoseScaling, as a cumulative curve. */
export interface StoredDvh {
  /** ROIs it is about; the first INCLUDED one names the structure. */
  readonly rois: readonly { readonly number: number; readonly contribution: string | null }[];
  /** As written: CUMULATIVE, DIFFERENTIAL or NATURAL. */
  readonly dvhType: string;
  readonly doseUnits: 'GY' | 'RELATIVE';
  readonly doseType: string;
  readonly volumeUnits: 'CM3' | 'PERCENT';
  /** DVHNormalizationDoseValue: what RELATIVE doses are relative to; absent where the object does not say. */
  readonly normalizationDose?: number;
  /** `volume[n]` (in `volumeUnits`) receives at least `dose[n]` (in `doseUnits`). */
  readonly dose: Float64Array;
  readonly volume: Float64Array;
  /** Stated figures, in `doseUnits`; null where absent. */
  readonly minimum: number | null;
  readonly mean: number | null;
  readonly maximum: number | null;
}

/** Biologically effective dose or the equivalent in fractions of 2 Gy, by the linear-quadratic model without a time factor. */
export interface BiologicalModel {
  readonly quantity: 'EQD2' | 'BED';
  readonly alphaBetaGy: number;
  /** Number of equal fractions the total dose is given in. */
  readonly fractions: number;
}

/** Dose in Gy on its own grid (PS3.3 C.8.8.3); dose = stored · doseGridScaling. Outside the grid it is unknown. */
export interface DoseGrid {
  readonly sopInstanceUID: string;
  readonly identity: ObjectIdentity;
  readonly frameOfReferenceUID: string;
  readonly doseType: string;
  readonly doseSummationType: string;
  readonly units: 'GY' | 'RELATIVE';
  /** DoseComment. */
  readonly comment: string | null;
  /** TissueHeterogeneityCorrection values (IMAGE, ROI_OVERRIDE, WATER, …); null where absent. */
  readonly heterogeneityCorrection: readonly string[] | null;
  readonly geometry: GridGeometry;
  /** [k][j][i] in `units`. */
  readonly dose: Float32Array;
  readonly maximum: number;
  readonly planUID: string | null;
  /** Every plan the dose names; more than one for a sum of plans. */
  readonly planUIDs: readonly string[];
  /** Fraction group and beams a dose of less than a plan is of (ReferencedFractionGroupSequence in ReferencedRTPlanSequence). */
  readonly referencedBeams: readonly { readonly fractionGroup: number | null; readonly beamNumbers: readonly number[] }[];
  readonly structureSetUID: string | null;
  readonly storedDvhs: readonly StoredDvh[];
  /** What the values are, where they are not what was read but converted by a model. */
  readonly biological?: BiologicalModel;
  readonly warnings: readonly RtNotice[];
}

/** A scanned ion spot map of one control point: positions in the gantry frame at the isocentre plane, weights in meterset units. */
export interface ScanSpots {
  readonly tuneID: string | null;
  readonly paintings: number | null;
  /** x0,y0,x1,y1,… mm. */
  readonly positionsMm: Float64Array;
  readonly metersetWeights: Float64Array;
  readonly spotSizeMm: readonly [x: number, y: number] | null;
}

/** One control point with inheritance resolved; an angle no control point has stated yet is NaN, other unknown values null. */
export interface ControlPoint {
  readonly index: number;
  readonly cumulativeMetersetWeight: number;
  readonly gantryDeg: number;
  readonly gantryDirection: string | null;
  readonly collimatorDeg: number;
  readonly collimatorDirection: string | null;
  readonly couchDeg: number;
  readonly couchDirection: string | null;
  /** TableTopPitchAngle, TableTopRollAngle; null where the plan never states one. */
  readonly pitchDeg: number | null;
  readonly rollDeg: number | null;
  /** Table top vertical, longitudinal, lateral position, mm. */
  readonly tableTopMm: readonly [vertical: number | null, longitudinal: number | null, lateral: number | null];
  /** NominalBeamEnergy: MV of photons, MeV of electrons and ions. */
  readonly energyMV: number | null;
  /** DoseRateSet, MU/min. */
  readonly doseRateMUPerMin: number | null;
  readonly isocenterMm: Vector3 | null;
  readonly sourceToSurfaceMm: number | null;
  /** Leaf and jaw positions by device type, mm at the isocentre plane, in DICOM order. */
  readonly devices: Readonly<Record<string, readonly number[]>>;
  /** WedgePosition by wedge number: IN or OUT. */
  readonly wedgePositions: Readonly<Record<number, string>>;
  /** Of ion plans only. */
  readonly scanSpots?: ScanSpots | null;
  readonly snoutPositionMm?: number | null;
}

/** One beam limiting device of a beam (PS3.3 C.8.8.14). */
export interface BeamLimitingDevice {
  readonly type: string;
  readonly leafJawPairs: number | null;
  /** Source to device, mm. */
  readonly distanceMm: number | null;
  /** N + 1 boundaries of N leaf pairs, mm at the isocentre plane; null for jaws. */
  readonly boundariesMm: readonly number[] | null;
}

export interface Wedge {
  readonly number: number;
  /** STANDARD, MOTORIZED, PARTIAL_STANDARD, PARTIAL_MOTORIZED (as written). */
  readonly type: string | null;
  readonly id: string | null;
  readonly angleDeg: number | null;
  readonly orientationDeg: number | null;
  readonly factor: number | null;
}

export interface Block {
  readonly number: number;
  readonly name: string | null;
  /** SHIELDING blocks the inside of its outline, APERTURE the outside. */
  readonly type: string | null;
  readonly divergence: string | null;
  readonly trayDistanceMm: number | null;
  /** x0,y0,x1,y1,… mm at the isocentre plane in the beam limiting device frame (BlockData). */
  readonly outlineMm: Float64Array;
}

export interface Applicator {
  readonly id: string | null;
  readonly type: string | null;
}

/** Range shifters, modulators, snout and patient devices of an ion beam: listed, not calculated with. */
export interface IonDevice {
  readonly kind: 'rangeShifter' | 'lateralSpreader' | 'rangeModulator' | 'compensator' | 'snout';
  readonly number: number | null;
  readonly id: string | null;
  readonly type: string | null;
}

export interface Beam {
  readonly number: number;
  readonly name: string;
  readonly description: string | null;
  readonly type: string;
  readonly radiationType: string;
  readonly deliveryType: string;
  readonly highDoseTechnique: string | null;
  /** PrimaryFluenceMode: STANDARD or NON_STANDARD, and FluenceModeID (FFF, SRS). */
  readonly fluenceMode: string | null;
  readonly fluenceModeID: string | null;
  readonly machine: string | null;
  readonly manufacturerModel: string | null;
  readonly energyMV: number | null;
  /** PrimaryDosimeterUnit as written; null where absent. */
  readonly dosimeterUnit: string | null;
  readonly metersetMU: number | null;
  /** BeamDose in the fraction group, Gy, and the point it is given at. */
  readonly beamDoseGy: number | null;
  readonly doseSpecificationPointMm: Vector3 | null;
  readonly sourceAxisDistanceMm: number | null;
  readonly finalCumulativeMetersetWeight: number | null;
  /** Numbers the beam states of its own parts; null where absent. */
  readonly stated: { readonly controlPoints: number | null; readonly wedges: number | null; readonly compensators: number | null; readonly boli: number | null; readonly blocks: number | null };
  readonly limitingDevices: readonly BeamLimitingDevice[];
  readonly leafBoundariesMm: Readonly<Record<string, readonly number[]>>;
  readonly wedges: readonly Wedge[];
  readonly blocks: readonly Block[];
  readonly applicators: readonly Applicator[];
  /** ROI numbers of ReferencedBolusSequence. */
  readonly bolusROINumbers: readonly number[];
  readonly patientSetupNumber: number | null;
  readonly toleranceTableNumber: number | null;
  /** Dense: inheritance already resolved (PS3.3 C.8.8.14.5). */
  readonly controlPoints: readonly ControlPoint[];
  /** Of ion plans only. */
  readonly ion?: { readonly massNumber: number | null; readonly atomicNumber: number | null; readonly chargeState: number | null; readonly scanMode: string | null; readonly devices: readonly IonDevice[]; readonly virtualSourceAxisMm: readonly [x: number, y: number] | null };
}

/** One item of DoseReferenceSequence; doses in Gy. */
export interface Prescription {
  readonly number: number | null;
  readonly description: string | null;
  /** TARGET or ORGAN_AT_RISK. */
  readonly type: string;
  /** POINT, VOLUME, COORDINATES, SITE. */
  readonly structureType: string | null;
  readonly roiNumber: number | null;
  readonly targetPrescriptionDoseGy: number | null;
  readonly targetMinimumDoseGy: number | null;
  readonly targetMaximumDoseGy: number | null;
  readonly organMaximumDoseGy: number | null;
  readonly deliveryMaximumDoseGy: number | null;
}

/** A beam as a fraction group refers to it. */
export interface FractionBeam {
  readonly beamNumber: number;
  readonly beamDoseGy: number | null;
  readonly metersetMU: number | null;
  readonly doseSpecificationPointMm: Vector3 | null;
}

export interface FractionGroup {
  readonly number: number;
  readonly fractionsPlanned: number | null;
  /** NumberOfBeams as stated. */
  readonly beamsStated: number | null;
  readonly beamNumbers: readonly number[];
  readonly beams: readonly FractionBeam[];
  /** ReferencedBrachyApplicationSetupSequence, with the dose of each, Gy. */
  readonly brachySetups: readonly { readonly number: number; readonly doseGy: number | null }[];
}

export interface PatientSetup {
  readonly number: number | null;
  readonly patientPosition: string | null;
  readonly technique: string | null;
  readonly fixationDevices: readonly string[];
  /** Table top vertical, longitudinal and lateral setup displacement, mm. */
  readonly displacementMm: readonly [vertical: number | null, longitudinal: number | null, lateral: number | null];
}

/** Brachytherapy: listed for the reviewer, its dose is not calculated (PS3.3 C.8.8.15). */
export interface BrachyApplicationSetup {
  readonly number: number;
  readonly type: string | null;
  readonly name: string | null;
  /** TotalReferenceAirKerma, µGy at 1 m. */
  readonly totalReferenceAirKerma: number | null;
  readonly channels: readonly {
    readonly number: number;
    readonly lengthMm: number | null;
    readonly totalTimeS: number | null;
    readonly sourceNumber: number | null;
    readonly applicatorType: string | null;
    readonly controlPoints: number;
  }[];
}

export interface BrachySource {
  readonly number: number;
  readonly type: string | null;
  readonly isotope: string | null;
  readonly halfLifeDays: number | null;
  /** ReferenceAirKermaRate, µGy/h at 1 m, at `strengthDate`. */
  readonly airKermaRate: number | null;
  readonly strengthDate: string | null;
}

export interface Plan {
  readonly sopInstanceUID: string;
  readonly identity: ObjectIdentity;
  readonly kind: 'photon-electron' | 'ion' | 'brachy';
  readonly frameOfReferenceUID: string | null;
  readonly label: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly date: string | null;
  readonly time: string | null;
  readonly intent: string | null;
  /** RTPlanGeometry: PATIENT or TREATMENT_DEVICE. */
  readonly geometry: string | null;
  readonly approval: Approval;
  readonly approvalStatus: string | null;
  readonly structureSetUID: string | null;
  /** ReferencedRTPlanSequence: other plans and what they are to this one (PRIOR, ALTERNATIVE, PREDECESSOR, VERIFIED_PLAN, CONCURRENT). */
  readonly referencedPlans: readonly { readonly uid: string; readonly relationship: string | null }[];
  readonly patientPosition: string | null;
  readonly manufacturerModel: string | null;
  readonly prescriptionDescription: string | null;
  readonly fractionGroups: readonly FractionGroup[];
  readonly prescriptions: readonly Prescription[];
  readonly beams: readonly Beam[];
  readonly patientSetups: readonly PatientSetup[];
  readonly toleranceTableNumbers: readonly number[];
  readonly brachy: { readonly technique: string | null; readonly treatmentType: string | null; readonly setups: readonly BrachyApplicationSetup[]; readonly sources: readonly BrachySource[] } | null;
  readonly warnings: readonly RtNotice[];
}

/** One beam of one delivered fraction (RT Beams or RT Ion Beams Treatment Record). */
export interface DeliveredBeam {
  readonly beamNumber: number | null;
  readonly beamName: string | null;
  readonly fractionNumber: number | null;
  readonly terminationStatus: string | null;
  readonly verificationStatus: string | null;
  readonly specifiedMeterset: number | null;
  readonly deliveredMeterset: number | null;
  readonly deliveryType: string | null;
  readonly overrides: readonly { readonly reason: string | null; readonly parameters: readonly string[]; readonly operator: string | null }[];
}

export interface TreatmentRecord {
  readonly sopInstanceUID: string;
  readonly identity: ObjectIdentity;
  readonly planUID: string | null;
  readonly treatmentDate: string | null;
  readonly treatmentTime: string | null;
  /** PrimaryDosimeterUnit of every meterset of the record (MU, MINUTE, NP); null or absent where it is not stated. */
  readonly dosimeterUnit?: string | null;
  readonly fractionsPlanned: number | null;
  readonly beams: readonly DeliveredBeam[];
  readonly warnings: readonly RtNotice[];
}

/** One structure's dose–volume figures; every number that cannot be given is null and `notices` says why. */
export interface DvhMetrics {
  readonly name: string;
  readonly roiNumber: number;
  readonly volumeCc: number;
  /** Fraction of the volume that lies inside the dose grid. */
  readonly coverage: number;
  readonly minGy: number | null;
  readonly meanGy: number | null;
  readonly maxGy: number | null;
  readonly d98Gy: number | null;
  readonly d95Gy: number | null;
  readonly d50Gy: number | null;
  readonly d2Gy: number | null;
  readonly d1ccGy: number | null;
  readonly d0_1ccGy: number | null;
  readonly notices: readonly RtNotice[];
}

/** Cumulative curve: `volumeCc[n]` receives at least `doseGy[n]`. */
export interface DvhCurve {
  readonly doseGy: Float64Array;
  readonly volumeCc: Float64Array;
}

/** How a histogram was made, for a physicist to check; `message` says all of it in English. */
export interface DvhMethod {
  readonly doseType: string;
  readonly doseSummationType: string;
  readonly doseUID: string;
  /** Scan lines across the slabs, each at its own height, and the pieces they were integrated in. */
  readonly lines: number;
  readonly pieces: number;
  /** Most distance of neighbouring lines in the contour plane. */
  readonly lineMm: number;
  /** Width of a cell of the rule for point samples; as many lines cross a cell as the rule has samples in it. */
  readonly stepMm: number;
  /** The limit on samples made the step coarser than the rule asks. */
  readonly isCapped: boolean;
  /** The lines follow an axis of the dose grid, so that dose along them is exact; otherwise it is linear over `stepMm`. */
  readonly isAlongGrid: boolean;
  readonly binWidthGy: number;
  /** `half`: the end contours reach half a slice beyond their plane; `rounded`: they taper over that half slice. */
  readonly endCap: 'half' | 'none' | 'rounded';
  /** The model doses were converted by after interpolation; absent for the dose as read. */
  readonly biological?: BiologicalModel;
  readonly message: string;
}

export interface Dvh extends DvhMetrics {
  readonly curve: DvhCurve;
  readonly method: DvhMethod;
}
