/** A treatment machine as the site describes it. */
export interface Machine {
  /** TreatmentMachineName as plans write it. */
  readonly name: string;
  readonly sourceAxisDistanceMm: number;
  /** Nominal energies by radiation type (PHOTON MV, ELECTRON MeV, PROTON MeV) and the dose rates allowed, MU/min. */
  readonly energies: readonly { readonly radiationType: string; readonly energy: number; readonly isFlatteningFilterFree: boolean; readonly maximumDoseRateMUPerMin: number | null }[];
  /** Travel limits of jaws and leaves by device type, mm at the isocentre plane. */
  readonly travelMm: Readonly<Record<string, readonly [minimum: number, maximum: number]>>;
}

/** Tolerances of the plan checks; every one has a default in `defaultSite.ts` with its source, and a site may change it. */
export interface Tolerances {
  readonly doseGy: number;
  readonly dosePerFractionGy: { readonly conventional: readonly [number, number]; readonly stereotacticAbove: number; readonly failAbove: number };
  readonly beamDosePercent: number;
  readonly targetMedianPercent: readonly [number, number];
  readonly metersetMU: readonly [number, number];
  readonly metersetPerGy: { readonly conventional: readonly [number, number]; readonly modulated: readonly [number, number] };
  readonly isocentreMm: number;
  readonly isocentreToTargetMm: number;
  readonly gantryStepDeg: number;
  readonly openBeyondJawMm: number;
  readonly smallFieldMm: readonly [strong: number, weak: number];
  readonly clearance: { readonly radiusMm: number; readonly marginMm: number };
  readonly beamNameDeg: number;
  readonly nestingPercent: number;
  readonly strayPiece: { readonly cc: number; readonly distanceMm: number };
  readonly fewestSlices: number;
  readonly pairVolumeRatio: readonly [number, number];
  readonly coveragePercent: number;
  readonly gridMm: { readonly conventional: number; readonly stereotactic: number };
  readonly targetCoverage: { readonly dosePercent: number; readonly volumePercent: number };
  readonly borderline: { readonly percent: number; readonly gy: number };
  readonly storedDvh: { readonly meanPercent: number; readonly dosePercent: number; readonly volumePercent: number; readonly fromCc: number };
  readonly deviceMaximumGy: number;
  readonly deliveredMeterset: { readonly percent: number; readonly mu: number };
  readonly treatmentGapDays: number;
  readonly revisedSurfaceMm: number;
  readonly revisedDice: number;
}

/** Organs the site expects to find contoured for an anatomical site, TG-263 names. */
export interface SiteProtocol {
  readonly key: string;
  readonly organs: readonly string[];
}

/** A hospital's own settings for names, machines, tolerances and protocols. */
export interface SiteSettings {
  readonly name: string;
  readonly version: string;
  /** Empty: the site has not listed its machines; checks against the list say so. */
  readonly machines: readonly Machine[];
  readonly tolerances: Tolerances;
  readonly protocols: readonly SiteProtocol[];
  readonly requiresToleranceTable: boolean;
  /** Whether a couch structure has to be there, must not, or either. */
  readonly couchStructure: 'required' | 'forbidden' | 'either';
  /** This hospital's own names: ROIName as written → TG-263 name. */
  readonly structureNames: Readonly<Record<string, string>>;
}
