import type { Vector3 } from '../geometry/vector.ts';
import type { GridGeometry } from '../volume/types.ts';
import type { RtNotice } from './notices.ts';

export interface Contour {
  readonly geometricType: 'POINT' | 'OPEN_PLANAR' | 'OPEN_NONPLANAR' | 'CLOSED_PLANAR' | 'CLOSEDPLANAR_XOR';
  /** x0,y0,z0,x1,y1,z1,… patient LPS mm. */
  readonly pointsMm: Float64Array;
}

/** One region of interest as the structure set holds it. */
export interface Structure {
  readonly number: number;
  /** ROIName verbatim. */
  readonly name: string;
  readonly interpretedType: string | null;
  /** Its own frame of reference where that is not the structure set's; it is then neither drawn nor evaluated. */
  readonly otherFrameUID?: string;
  readonly color: readonly [number, number, number];
  readonly contours: readonly Contour[];
  readonly warnings: readonly RtNotice[];
}

export interface StructureSet {
  readonly sopInstanceUID: string;
  readonly label: string;
  readonly frameOfReferenceUID: string | null;
  readonly structures: readonly Structure[];
  readonly warnings: readonly RtNotice[];
}

/** Dose in Gy on its own grid (PS3.3 C.8.8.3); dose = stored · doseGridScaling. Outside the grid it is unknown. */
export interface DoseGrid {
  readonly sopInstanceUID: string;
  readonly frameOfReferenceUID: string;
  readonly doseType: string;
  readonly doseSummationType: string;
  readonly units: 'GY' | 'RELATIVE';
  readonly geometry: GridGeometry;
  /** [k][j][i] in `units`. */
  readonly dose: Float32Array;
  readonly maximum: number;
  readonly planUID: string | null;
  readonly warnings: readonly RtNotice[];
}

export interface ControlPoint {
  readonly index: number;
  readonly cumulativeMetersetWeight: number;
  readonly gantryDeg: number;
  readonly collimatorDeg: number;
  readonly couchDeg: number;
  readonly energyMV: number | null;
  readonly isocenterMm: Vector3 | null;
  /** Leaf and jaw positions by device type, mm at the isocentre plane, in DICOM order. */
  readonly devices: Readonly<Record<string, readonly number[]>>;
}

export interface Beam {
  readonly number: number;
  readonly name: string;
  readonly type: string;
  readonly radiationType: string;
  readonly deliveryType: string;
  readonly machine: string | null;
  readonly energyMV: number | null;
  readonly metersetMU: number | null;
  readonly sourceAxisDistanceMm: number | null;
  readonly leafBoundariesMm: Readonly<Record<string, readonly number[]>>;
  /** Dense: inheritance already resolved (PS3.3 C.8.8.14.5). */
  readonly controlPoints: readonly ControlPoint[];
}

export interface Prescription {
  readonly description: string | null;
  readonly type: string;
  readonly targetPrescriptionDoseGy: number | null;
  readonly structureType: string | null;
}

export interface Plan {
  readonly sopInstanceUID: string;
  readonly label: string;
  readonly name: string | null;
  readonly approvalStatus: string | null;
  readonly structureSetUID: string | null;
  readonly patientPosition: string | null;
  readonly manufacturerModel: string | null;
  readonly fractionGroups: readonly { readonly number: number; readonly fractionsPlanned: number | null; readonly beamNumbers: readonly number[] }[];
  readonly prescriptions: readonly Prescription[];
  readonly beams: readonly Beam[];
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
  readonly samples: number;
  /** Width of a sampled cell in the contour plane. */
  readonly stepMm: number;
  /** The limit on samples made the step coarser than the rule asks. */
  readonly isCapped: boolean;
  /** Sample planes per contour slab. */
  readonly subSlabs: number;
  readonly binWidthGy: number;
  /** `half`: the end contours reach half a slice beyond their plane. */
  readonly endCap: 'half' | 'none';
  readonly message: string;
}

export interface Dvh extends DvhMetrics {
  readonly curve: DvhCurve;
  readonly method: DvhMethod;
}
