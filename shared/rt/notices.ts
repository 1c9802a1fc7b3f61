/**
 * English sentences of everything the readers and the DVH say about their own result, by code. `{{name}}` stands for a
 * value. The renderer has the same codes in other languages.
 */
export const noticeEnglish = {
  // DVH
  'contours-without-volume': '{{contours}} point, open or degenerate contours have no volume and were left out',
  'contours-repeated': '{{contours}} contours are exact repeats of another in their plane and were counted once',
  'gaps-left-empty': '{{gaps}} gaps of more than one missing slice were left empty',
  'slices-bridged': '{{slices}} single missing slices were bridged from their neighbours',
  'single-plane': 'one contour plane only: its thickness is taken as {{thicknessMm}} mm',
  'small-structure': 'small structure (under {{volumeCc}} cm³ or fewer than {{planes}} contour planes): volume and dose figures are uncertain',
  'wholly-outside-dose': 'lies wholly outside the dose grid: no dose figure can be given',
  'partly-outside-dose': '{{outsidePercent}} % of the volume lies outside the dose grid; dose figures describe the covered part only',
  'barely-outside-dose': 'under {{outsidePercent}} % of the volume lies outside the dose grid; dose figures describe the covered part only',
  'under-1cc-covered': 'under 1 cm³ inside the dose grid: D1cc is not given',
  'under-0_1cc-covered': 'under 0.1 cm³ inside the dose grid: D0.1cc and D1cc are not given',
  // Plan indices
  'no-external': 'there is no outer contour (EXTERNAL); isodose volumes and the dose at 2 cm are those of the whole dose grid',
  'isodose-at-border': 'the {{doseGy}} Gy isodose reaches the border of the dose grid; its volume is at least what is given',
  'isodose-component': 'several targets: of the {{doseGy}} Gy isodose only what hangs together with this target is counted',
  'isodose-shared': 'the {{doseGy}} Gy isodose of this target also reaches {{targets}}; conformity and gradient are those of all of them together',
  'isodose-misses-target': 'no part of the target receives {{doseGy}} Gy',
  'grid-within-2cm': 'the dose grid ends less than 2 cm from the target; the dose at 2 cm is the highest of what the grid holds',
  // Derived structures and comparisons
  'structure-derived': 'made from other structures, slab by slab: {{expression}}; end contours reach half a slice beyond their plane',
  'structure-derived-uncapped': 'made from other structures, slab by slab: {{expression}}; ends at the end contours',
  'structure-derived-rounded': 'made from other structures, slab by slab: {{expression}}; ends in rounded caps of half a slice',
  'frames-assumed-equal': 'one of the two structure sets names no frame of reference; that of the other is assumed',
  'frame-assumed': 'the structure set names no frame of reference; that of the dose is assumed',
  // Structure set
  'no-structures': 'StructureSetROISequence (3006,0020) is absent or empty; there are no structures',
  'roi-undefined': 'ROIContourSequence (3006,0039) holds {{contours}} contours for ROI number {{roiNumber}}, which is not defined; they are not shown',
  'roi-number-absent': '{{place}} is absent or no number; structure {{name}} with {{contours}} contours is left out',
  'roi-name-absent': 'ROIName (3006,0026) is absent or empty',
  'roi-number-shared': 'ROI number {{roiNumber}} is used more than once; contours are matched in file order and have to be confirmed',
  'colour-unreadable': 'ROIDisplayColor (3006,002A) cannot be read; another colour is used',
  'frames-differ': 'structures lie in {{frames}} different frames of reference; only those of {{frameOfReferenceUID}} are drawn and evaluated',
  'structure-other-frame': 'lies in another frame of reference ({{frameOfReferenceUID}}) than the structure set: neither drawn nor evaluated',
  'contour-unreadable': 'contour {{contour}} is left out: {{detail}}',
  'contour-type-absent': 'contour {{contour}} is left out: ContourGeometricType (3006,0042) is absent',
  'contour-type-unknown': 'contour {{contour}} is left out: ContourGeometricType (3006,0042) is {{type}}',
  'contour-not-triplets': 'contour {{contour}} is left out: ContourData (3006,0050) has {{numbers}} numbers, which are not triplets',
  'contour-empty': 'contour {{contour}} is left out: {{type}} without points',
  'contour-too-short': 'contour {{contour}} is left out: {{type}} with too few points ({{points}}) at z {{zMm}} mm',
  'contour-not-planar': 'contour {{contour}} is {{type}} but its points leave their plane by up to {{offMm}} mm; volume and outline are uncertain',
  'contour-points-differ': 'contour {{contour}} states {{stated}} points but has {{points}}; its data are used',
  // Dose
  'dose-relative': 'DoseUnits (3004,0002) is RELATIVE; the values are not Gy and must not be mixed with Gy',
  'dose-type-absent': 'DoseType (3004,0004) is absent, not PHYSICAL',
  'dose-not-physical': 'DoseType (3004,0004) is {{type}}, not PHYSICAL',
  'dose-negative': 'the dose is below 0 in places (lowest {{minimum}} {{units}}) although DoseType (3004,0004) is not ERROR; PixelRepresentation (0028,0103) may be wrong',
  'dose-implausible': 'the dose reaches {{maximum}} Gy, as only voxels at a brachytherapy source do; DoseGridScaling (3004,000E) may be wrong',
  'dose-plan-absent': 'ReferencedRTPlanSequence (300C,0002) is absent or empty; the dose names no plan',
  'dose-value-unreadable': 'dose: {{detail}}',
  'stored-dvh-bins': 'stored DVH {{index}}: DVHNumberOfBins (3004,0056) is {{stated}}, DVHData (3004,0058) has {{numbers}} values; {{bins}} pairs are used',
  'stored-dvh-doses': 'stored DVH {{index}}: DVHData (3004,0058) holds doses where bin widths belong; it is read as such',
  'stored-dvh-value-unreadable': 'stored DVH {{index}}: {{detail}}',
  // Plan
  'no-beams': 'BeamSequence (300A,00B0) is absent or empty; there are no beams',
  'positions-differ': 'the plan states several patient positions: {{positions}}',
  'meterset-differs': 'beam {{beam}} has different MU in several fraction groups ({{first}} and {{other}}); none is shown',
  'meterset-absent': 'beam {{beam}} has no BeamMeterset (300A,0086); its MU are unknown',
  'meterset-not-mu': 'beam {{beam}}: PrimaryDosimeterUnit (300A,00B3) is {{unit}}; its meterset is not shown as MU',
  'fractions-absent': 'fraction group {{group}}: NumberOfFractionsPlanned (300A,0078) is not given; the total dose of the plan is unknown',
  'beam-undefined': 'fraction group {{group}} refers to beam {{beam}}, which the plan does not have; its MU belong to no beam',
  'leaf-boundaries': 'beam {{beam}}: {{device}} has {{boundaries}} leaf boundaries for {{pairs}} pairs',
  'leaf-boundaries-absent': 'beam {{beam}}: {{device}} has no LeafPositionBoundaries (300A,00BE); its leaves cannot be placed',
  'no-control-points': 'beam {{beam}} has no control points; nothing of its geometry is known',
  'control-point-incomplete': 'beam {{beam}}: the first control point does not state {{fields}}',
  'isocentre-absent': 'beam {{beam}}: the first control point has no IsocenterPosition (300A,012C)',
  'beam-value-unreadable': 'beam {{beam}}: {{detail}}',
  'fraction-value-unreadable': 'fraction group {{group}}: {{detail}}',
  'setup-value-unreadable': 'patient setup: {{detail}}',
  'structure-value-unreadable': 'a property of the structure is left out: {{detail}}',
  'stored-dvh-unreadable': 'stored DVH {{index}} is left out: {{detail}}',
  'prescription-unreadable': 'prescription: {{detail}}',
  'beam-number-shared': 'BeamNumber (300A,00C0) {{beam}} is given to more than one beam; MU of that number cannot be assigned with certainty',
  'control-points-differ': 'beam {{beam}}: NumberOfControlPoints (300A,0110) is {{stated}} but {{points}} are there; those are used',
  'weights-decrease': 'beam {{beam}}: CumulativeMetersetWeight (300A,0134) goes down at control point {{point}}; MU of its segments cannot be trusted',
  'final-weight-differs': 'beam {{beam}}: the last CumulativeMetersetWeight (300A,0134) is {{last}}, FinalCumulativeMetersetWeight (300A,010E) is {{final}}; MU of its segments cannot be trusted',
  'leaves-crossed': 'beam {{beam}}: {{device}} pair {{pair}} is crossed at control point {{point}} (bank 1 beyond bank 2), {{points}} control points in all; the aperture cannot be trusted',
  'leaf-positions-differ': 'beam {{beam}}, control point {{point}}: LeafJawPositions (300A,011C) of {{device}} has {{positions}} values where {{expected}} belong; they are not used',
  'block-outline': 'beam {{beam}}, block {{block}}: BlockData (300A,0106) has {{numbers}} values for {{points}} points; its outline is not drawn',
  'scan-spots-differ': 'beam {{beam}}, control point {{point}}: {{stated}} scan spots stated, {{positions}} positions (300A,0394) and {{weights}} weights (300A,0396) are there; they are not used',
  'scan-spots-absent': 'beam {{beam}} is a scanned ion beam but no control point has scan spots (300A,0394), (300A,0396)',
  'spot-weights-differ': 'beam {{beam}}: spot weights do not add up to the meterset weight from control point {{point}} to the next, {{points}} control points in all',
  'brachy-value-unreadable': 'brachytherapy: {{detail}}',
  'brachy-source-undefined': 'application setup {{setup}}, channel {{channel}} refers to source {{source}}, which the plan does not have',
  // Treatment record
  'no-delivered-beams': 'the record holds no TreatmentSessionBeamSequence (3008,0020) or TreatmentSessionIonBeamSequence (3008,0021); nothing delivered is known',
  'delivered-meterset-absent': 'delivered beam {{beam}} has no DeliveredPrimaryMeterset (3008,0036); what it delivered is unknown',
  'delivered-meterset-summed': 'delivered beam {{beam}} has no DeliveredPrimaryMeterset (3008,0036); the highest DeliveredMeterset (3008,0044) of its control points is used',
  'delivered-not-mu': 'PrimaryDosimeterUnit (300A,00B3) of the record is {{unit}}; its metersets must not be compared with MU',
  'record-value-unreadable': 'delivered beam {{beam}}: {{detail}}',
  'record-plans-differ': 'the record refers to {{plans}} plans; the first is used',
  'biological-dose': '{{quantity}} with α/β {{alphaBetaGy}} Gy in {{fractions}} fractions (linear-quadratic model, no time factor)',
  'lq-uncertain': 'LQ model uncertain: up to {{dosePerFractionGy}} Gy per fraction, more than {{limitGy}} Gy',
  // Gamma and dose sums
  'gamma-calculated-doses': 'comparison of two calculated doses, not measurement QA',
  'gamma-no-points': 'no point could be compared: no pass rate can be given',
  'gamma-evaluated-unknown': '{{points}} points have no evaluated dose within {{distanceMm}} mm; they are neither pass nor fail',
  'gamma-reference-unknown': '{{points}} points of the reference have no known dose and were not compared',
  'gamma-beyond-edge': '{{points}} points lie outside the evaluated grid but within {{distanceMm}} mm of it and were compared with the dose at its edge; {{failed}} of them fail',
  'gamma-capped': '{{points}} points have a gamma of {{cap}} or more; the search ended there, mean and maximum count them as {{cap}}',
  'gamma-at-limit': '{{points}} points lie at gamma 1 within 0.001, {{passed}} of them pass: rounding decides there',
  'dose-sum-unknown': 'the sum is unknown at {{voxels}} of {{total}} voxels, where not every dose is known',
  'dose-sum-registered': 'dose {{dose}} was moved by the rigid registration {{registration}}',
  'dose-sum-biological': 'dose {{dose}} was converted to EQD2 with {{fractions}} fractions and α/β {{alphaBetaGy}} Gy before weighting by {{weight}}',
  'dose-sum-weighted': 'dose {{dose}} counts {{weight}} times',
  'dose-sum-kinds': 'doses of different types were summed on request: {{types}}',
  'dose-difference': 'difference of two doses: {{first}} minus {{second}}; negative where the second is higher',
  'lq-not-physical': 'the model was applied to a dose whose DoseType (3004,0004) is {{type}} as if it were physical dose',
  // Any object
  file: '{{detail}}',
} as const;

export type NoticeCode = keyof typeof noticeEnglish;

/** Something odd about an RT object or about numbers made from it: pure data, so that every reader gets it in their language. */
export interface RtNotice {
  readonly code: NoticeCode;
  /** Numbers and DICOM terms of the sentence; `detail` is an English sentence of the DICOM reader. */
  readonly values: Readonly<Record<string, number | string>>;
  /** The English sentence, complete. */
  readonly message: string;
}

/** One notice with its English sentence. */
export function notice(code: NoticeCode, values: RtNotice['values'] = {}): RtNotice {
  const message = noticeEnglish[code].replace(/\{\{(\w+)\}\}/gu, (_, name: string) => String(values[name] ?? ''));
  return { code, values, message };
}

/** Notices of what the DICOM reader said about a file. */
export const fileNotices = (warnings: readonly string[]): RtNotice[] => warnings.map((detail) => notice('file', { detail }));
