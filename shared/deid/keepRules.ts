/**
 * What becomes of attributes that PS3.15 table E.1-1 does not list but whose VR could hold a name.
 *
 * verbatim: written by machines, kept unless a name of this case is in it. clean: words of the allow list stay.
 * label: replaced by a keyed label, so that equal stays equal. Everything not listed here is removed.
 */
export type KeepMethod = 'verbatim' | 'clean' | 'label';

/** What is written where nothing may stay: nothing at all, an empty value (type 2), or a dummy (type 1). */
export type Fallback = 'remove' | 'empty' | 'dummy';

export interface KeepRule {
  readonly method: KeepMethod;
  readonly fallback: Fallback;
}

/** Keywords by method and fallback; the fallback follows the highest type the attribute has in any module of PS3.3. */
const lists: Readonly<Record<string, string>> = {
  'verbatim dummy': 'Manufacturer ManufacturerModelName SoftwareVersions RescaleType ModalityLUTType SegmentAlgorithmName AlgorithmName AlgorithmVersion CodingSchemeVersion LUTLabel PulseSequenceName',
  'verbatim empty': 'ImagedNucleus Radiopharmaceutical',
  'verbatim remove': `SequenceName ConvolutionKernel FilterType ReceiveCoilName TransmitCoilName MultiCoilElementName AttenuationCorrectionMethod ReconstructionMethod ScatterCorrectionMethod
    FluenceModeID PhosphorType PlateType AcquisitionDeviceProcessingCode DimensionDescriptionLabel ProcessingFunction GridID`,
  'clean dummy': 'RTImageLabel SegmentLabel TextValue MultiplexGroupLabel LUTExplanation',
  'clean empty': 'PositionReferenceIndicator ContentDescription ContrastBolusRoute',
  'clean remove': `WindowCenterWidthExplanation ExposureControlModeDescription DetectorDescription CompletionFlagDescription ImageID RTImageName RTImageDescription DoseComment
    ToleranceTableLabel BlockName ApplicatorDescription FractionPattern SetupReferenceDescription RadiopharmaceuticalRoute SegmentDescription FrameOfReferenceTransformationComment
    ImagingDeviceSpecificAcquisitionParameters AcquisitionProtocolName TransducerData ChannelLabel FixationDeviceLabel ShieldingDeviceLabel SetupDeviceLabel SetupDeviceDescription
    PatientAdditionalPosition SurfaceComments MaskOperationExplanation ViewName StageName EventTimerNames`,
  'label dummy': 'StackID ApplicatorID WedgeID AccessoryCode BlockTrayID CompensatorID MaterialID BolusID RangeShifterID LateralSpreadingDeviceID RangeModulatorID TrackingID SourceApplicatorID SnoutID',
};

const rules = new Map<string, KeepRule>();
for (const [name, keywords] of Object.entries(lists)) {
  const [method, fallback] = name.split(' ') as [KeepMethod, Fallback];
  for (const keyword of keywords.trim().split(/\s+/)) rules.set(keyword, { method, fallback });
}

/** The rule for an attribute by keyword; null where it is removed. */
export function keepRuleOf(keyword: string): KeepRule | null {
  return rules.get(keyword) ?? null;
}

/** Binary values that are samples, tables or coordinates, by keyword; others of VR OB, OW and UN are removed. */
export const keptBinary: ReadonlySet<string> = new Set(`
PixelData FloatPixelData DoubleFloatPixelData ExtendedOffsetTable ExtendedOffsetTableLengths WaveformData WaveformPaddingValue ChannelMinimumValue ChannelMaximumValue
RedPaletteColorLookupTableData GreenPaletteColorLookupTableData BluePaletteColorLookupTableData AlphaPaletteColorLookupTableData
SegmentedRedPaletteColorLookupTableData SegmentedGreenPaletteColorLookupTableData SegmentedBluePaletteColorLookupTableData SegmentedAlphaPaletteColorLookupTableData
LUTData ICCProfile VectorGridData TrianglePointIndexList EdgePointIndexList VertexPointIndexList PrimitivePointIndexList BlendingLookupTableData
`.trim().split(/\s+/));
