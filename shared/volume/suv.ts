import { DicomError } from '../errors/appError.ts';
import { nameAttribute } from '../dicom/attributes.ts';
import type { Keyword } from '../dicom/attributes.ts';
import type { DataSet } from '../dicom/dataSet.ts';
import { privateText } from './privateText.ts';
import { SuvRefusal } from './suvRefusal.ts';
import { decaySeconds } from './suvTimes.ts';
import type { Suv } from './types.ts';

/** Philips' factor from its counts to SUV; named by its usual block. */
const philipsFactor = 'SUVScaleFactor (7053,1000)';

/** A dose below this was not written in Bq: the smallest ever scanned with is a thousand times more. */
const leastDoseBq = 1e4;

/**
 * What turns values of a PET image into SUV by body weight (QIBA's vendor-neutral rules): SUV = value × factor, where the
 * value has its own RescaleSlope and RescaleIntercept applied.
 *
 * BQML: weight × 1000 / dose, the dose decayed to the start of the scan (START) or as given (ADMIN). GML: 1. CNTS: the
 * factor of the vendor. Everything needed has to be there; nothing is assumed. Not covered: enhanced PET, which keeps
 * these attributes elsewhere and is refused.
 *
 * @param dataSet one image of a series of modality PT
 */
export function readSuv(dataSet: DataSet): Suv {
  try {
    return { kind: 'factor', factor: factorOf(dataSet) };
  } catch (error) {
    if (!(error instanceof SuvRefusal)) throw error;
    return { kind: 'refused', attribute: error.attribute, message: `SUV is not available: ${error.message}` };
  }
}

/**
 * The factor of a whole series, as {@link readSuv}; refused where its images differ by more than 0.1 %.
 *
 * @returns null for what is no PET
 */
export function readSeriesSuv(dataSets: readonly DataSet[]): Suv | null {
  const [first] = dataSets;
  if (first === undefined || first.text('Modality') !== 'PT') return null;
  const found = readSuv(first);
  if (found.kind === 'refused') return found;
  for (const dataSet of dataSets) {
    const other = readSuv(dataSet);
    if (other.kind === 'refused') return other;
    if (Math.abs(other.factor - found.factor) <= found.factor * 1e-3) continue;
    const attribute = differing(first, dataSet);
    return { kind: 'refused', attribute, message: `SUV is not available: images of the series differ in ${attribute}` };
  }
  return found;
}

function factorOf(dataSet: DataSet): number {
  const corrections = dataSet.texts('CorrectedImage') ?? [];
  if (corrections.length === 0) throw SuvRefusal.absent('CorrectedImage');
  // The standard's term is DECY.
  for (const [terms, what] of [[['ATTN'], 'attenuation (ATTN)'], [['DECY', 'DECAY'], 'decay (DECY)']] as const) {
    if (!terms.some((term) => corrections.includes(term))) throw new SuvRefusal('CorrectedImage', `does not list a correction for ${what}`);
  }
  const decayCorrection = textOf(dataSet, 'DecayCorrection');
  if (decayCorrection !== 'START' && decayCorrection !== 'ADMIN') throw new SuvRefusal('DecayCorrection', `is ${decayCorrection}; START and ADMIN can be reckoned with`);
  const units = textOf(dataSet, 'Units');
  for (const keyword of ['RescaleSlope', 'RescaleIntercept'] as const) numberOf(dataSet, keyword);
  if (units === 'GML') return requireBodyWeight(dataSet);
  if (units === 'CNTS') return vendorFactor(dataSet);
  if (units !== 'BQML') throw new SuvRefusal('Units', `is ${units}; BQML, GML and CNTS with the vendor's factor can be told as SUV`);
  const weightKg = positive(dataSet, 'PatientWeight');
  const drug = radiopharmaceutical(dataSet);
  const doseBq = positive(drug, 'RadionuclideTotalDose');
  if (doseBq < leastDoseBq) throw new SuvRefusal('RadionuclideTotalDose', `is ${doseBq} Bq, which no scan is made with; it may be written in MBq`);
  if (decayCorrection === 'ADMIN') return (weightKg * 1000) / doseBq;
  const halfLifeSeconds = positive(drug, 'RadionuclideHalfLife');
  const decayedBq = doseBq * 2 ** (-decaySeconds(dataSet, drug, halfLifeSeconds) / halfLifeSeconds);
  return (weightKg * 1000) / decayedBq;
}

/** GML is g/ml whichever body measure was used; absent, SUVType means body weight (PS3.3 C.8.9.1.1.3). */
function requireBodyWeight(dataSet: DataSet): number {
  const type = dataSet.text('SUVType');
  if (type !== null && type !== 'BW') throw new SuvRefusal('SUVType', `is ${type}; values by body weight (BW) are shown`);
  return 1;
}

function vendorFactor(dataSet: DataSet): number {
  const text = privateText(dataSet, '7053', 'Philips PET Private Group', '00');
  if (text === null) throw new SuvRefusal(philipsFactor, 'is absent or empty, and Units (0054,1001) is CNTS');
  const factor = Number(text);
  if (!(factor > 0 && factor < Number.POSITIVE_INFINITY)) throw new SuvRefusal(philipsFactor, 'is not a number above 0');
  return factor;
}

/** The one drug given; of several it cannot be told which dose the picture shows. */
function radiopharmaceutical(dataSet: DataSet): DataSet {
  const items = dataSet.items('RadiopharmaceuticalInformationSequence');
  const [drug] = items;
  if (drug === undefined) throw SuvRefusal.absent('RadiopharmaceuticalInformationSequence');
  if (items.length > 1) throw new SuvRefusal('RadiopharmaceuticalInformationSequence', `holds ${items.length} injections`);
  return drug;
}

function textOf(dataSet: DataSet, keyword: Keyword): string {
  const text = dataSet.text(keyword);
  if (text === null) throw SuvRefusal.absent(keyword);
  return text;
}

function numberOf(dataSet: DataSet, keyword: Keyword): number {
  try {
    const value = dataSet.number(keyword);
    if (value !== null) return value;
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    throw new SuvRefusal(keyword, 'is not a number');
  }
  throw SuvRefusal.absent(keyword);
}

function positive(dataSet: DataSet, keyword: Keyword): number {
  const value = numberOf(dataSet, keyword);
  if (value > 0) return value;
  throw new SuvRefusal(keyword, `is ${value}, not above 0`);
}

const drugOf = (dataSet: DataSet): DataSet | undefined => dataSet.items('RadiopharmaceuticalInformationSequence')[0];

/** The first attribute two images differ in, of those the factor follows from. */
function differing(first: DataSet, other: DataSet): string {
  const own: readonly Keyword[] = ['Units', 'DecayCorrection', 'PatientWeight', 'SeriesDate', 'SeriesTime'];
  const ofDrug: readonly Keyword[] = ['RadionuclideTotalDose', 'RadionuclideHalfLife', 'RadiopharmaceuticalStartDateTime', 'RadiopharmaceuticalStartTime'];
  const found = own.find((keyword) => first.text(keyword) !== other.text(keyword)) ?? ofDrug.find((keyword) => drugOf(first)?.text(keyword) !== drugOf(other)?.text(keyword));
  if (found !== undefined) return nameAttribute(found);
  return first.text('Units') === 'CNTS' ? philipsFactor : nameAttribute('AcquisitionTime');
}
