import type { Code } from '../dicom/objects/code.ts';

const dcm = (value: string, meaning: string): Code => ({ value, scheme: 'DCM', meaning });
const sct = (value: string, meaning: string): Code => ({ value, scheme: 'SCT', meaning });
const own = (value: string, meaning: string): Code => ({ value, scheme: privateScheme, meaning });

/** Scheme of the codes no standard scheme has. */
export const privateScheme = '99MDTCONSOLE';

/** Concepts of the documents written here (PS3.16; SNOMED CT as the DICOM subset has it). */
export const concepts = {
  measurementReport: dcm('126000', 'Imaging Measurement Report'),
  language: dcm('121049', 'Language of Content Item and Descendants'),
  observerType: dcm('121005', 'Observer Type'),
  person: dcm('121006', 'Person'),
  device: dcm('121007', 'Device'),
  personObserverName: dcm('121008', 'Person Observer Name'),
  deviceObserverUID: dcm('121012', 'Device Observer UID'),
  deviceObserverName: dcm('121013', 'Device Observer Name'),
  deviceObserverManufacturer: dcm('121014', 'Device Observer Manufacturer'),
  deviceObserverModel: dcm('121015', 'Device Observer Model Name'),
  procedureReported: dcm('121058', 'Procedure reported'),
  imageLibrary: dcm('111028', 'Image Library'),
  imageLibraryGroup: dcm('126200', 'Image Library Group'),
  imagingMeasurements: dcm('126010', 'Imaging Measurements'),
  measurementGroup: dcm('125007', 'Measurement Group'),
  trackingIdentifier: dcm('112039', 'Tracking Identifier'),
  trackingUniqueIdentifier: dcm('112040', 'Tracking Unique Identifier'),
  finding: dcm('121071', 'Finding'),
  lesion: sct('52988006', 'Lesion'),
  measurementMethod: sct('370129005', 'Measurement Method'),
  comment: dcm('121106', 'Comment'),
  imageRegion: dcm('111030', 'Image Region'),
  source: sct('260753009', 'Source'),
  derivation: dcm('121401', 'Derivation'),
  keyObjectDescription: dcm('113012', 'Key Object Description'),
  // Image library descriptors, TID 1602 to 1604.
  modality: dcm('121139', 'Modality'),
  studyDate: dcm('111060', 'Study Date'),
  frameOfReferenceUID: dcm('112227', 'Frame of Reference UID'),
  rows: dcm('110910', 'Pixel Data Rows'),
  columns: dcm('110911', 'Pixel Data Columns'),
  horizontalSpacing: dcm('111026', 'Horizontal Pixel Spacing'),
  verticalSpacing: dcm('111066', 'Vertical Pixel Spacing'),
  positionX: dcm('110901', 'Image Position (Patient) X'),
  positionY: dcm('110902', 'Image Position (Patient) Y'),
  positionZ: dcm('110903', 'Image Position (Patient) Z'),
  rowX: dcm('110904', 'Image Orientation (Patient) Row X'),
  rowY: dcm('110905', 'Image Orientation (Patient) Row Y'),
  rowZ: dcm('110906', 'Image Orientation (Patient) Row Z'),
  columnX: dcm('110907', 'Image Orientation (Patient) Column X'),
  columnY: dcm('110908', 'Image Orientation (Patient) Column Y'),
  columnZ: dcm('110909', 'Image Orientation (Patient) Column Z'),
  /** Of a figure without a value, beside which DICOM has no place for a unit. */
  unitOfAbsent: own('unit', 'Unit the value would have'),
  /** Of an image without a pixel size; the standard has proportions only as an image attribute. */
  pixelHeightInWidths: own('pixelHeight', 'Height of a pixel in widths of a pixel'),
} as const;

const unitMeanings: Readonly<Record<string, string>> = {
  mm: 'millimeter', mm2: 'square millimeter', deg: 'Degree', "[hnsf'U]": 'Hounsfield Unit', '{SUVbw}g/ml': 'Standardized Uptake Value body weight',
  'Bq/ml': 'Becquerels/milliliter', '{pixels}': 'pixels', '{ratio}': 'ratio', '1': 'no units', '{-1:1}': 'range: -1:1',
};

/** A UCUM unit as a code. */
export const unitCode = (unit: string): Code => ({ value: unit, scheme: 'UCUM', meaning: unitMeanings[unit] ?? unit });

/** Same concept, whatever the meaning says. */
export const isCode = (code: Code | null, other: Code): boolean => code !== null && code.value === other.value && code.scheme === other.scheme;

const modalityMeanings: Readonly<Record<string, string>> = {
  CR: 'Computed Radiography', CT: 'Computed Tomography', DX: 'Digital Radiography', ES: 'Endoscopy', GM: 'General Microscopy', IO: 'Intra-oral Radiography', MG: 'Mammography',
  MR: 'Magnetic Resonance', NM: 'Nuclear Medicine', OP: 'Ophthalmic Photography', OT: 'Other Modality', PT: 'Positron emission tomography', PX: 'Panoramic X-Ray',
  RF: 'Radiofluoroscopy', RTIMAGE: 'RT Image', SM: 'Slide Microscopy', US: 'Ultrasound', XA: 'X-Ray Angiography', XC: 'External-camera Photography',
};

/** A modality as a code (CID 29); one it does not have keeps its own name. */
export const modalityCode = (modality: string): Code => dcm(modality, modalityMeanings[modality] ?? modality);

/** What was reported on (CID 100). */
export function procedureCode(modality: string): Code {
  if (modality === 'CT') return { value: '25045-6', scheme: 'LN', meaning: 'CT unspecified body region' };
  if (modality === 'MR') return { value: '25056-3', scheme: 'LN', meaning: 'MRI unspecified body region' };
  if (modality === 'PT') return { value: '44136-0', scheme: 'LN', meaning: 'PET unspecified body region' };
  return sct('363679005', 'Imaging procedure');
}

/** Language of what the person wrote (CID 5000). */
export const languageCode = (language: 'zh' | 'en'): Code => (language === 'zh' ? { value: 'zh', scheme: 'RFC5646', meaning: 'Chinese' } : { value: 'en', scheme: 'RFC5646', meaning: 'English' });

/** Why images were selected (CID 7010), those a reader chooses from. */
export const keyObjectTitles = {
  ofInterest: dcm('113000', 'Of Interest'),
  forReferringProvider: dcm('113002', 'For Referring Provider'),
  forSurgery: dcm('113003', 'For Surgery'),
  forTeaching: dcm('113004', 'For Teaching'),
  forConference: dcm('113005', 'For Conference'),
  forTherapy: dcm('113006', 'For Therapy'),
  forPatient: dcm('113007', 'For Patient'),
  forPeerReview: dcm('113008', 'For Peer Review'),
  forResearch: dcm('113009', 'For Research'),
  bestInSet: dcm('113013', 'Best In Set'),
  forPrinting: dcm('113018', 'For Printing'),
  forReportAttachment: dcm('113020', 'For Report Attachment'),
} as const;
export type KeyObjectTitle = keyof typeof keyObjectTitles;
