import { mammogramName } from './mammography.ts';
import type { HungView } from './mammography.ts';

/** One series of a case as hanging and the series panel know it: from the index alone, before a pixel is read. */
export interface HungSeries {
  readonly seriesInstanceUID: string;
  readonly studyInstanceUID: string;
  /** YYYYMMDD; null where the study does not say. */
  readonly studyDate: string | null;
  readonly studyDescription: string | null;
  readonly modality: string;
  readonly description: string | null;
  readonly bodyPart: string | null;
  readonly number: number | null;
  /** Images, frames of multi-frame objects counted. */
  readonly images: number;
  /** volume: may be cut in planes. frames: pictures of their own. document: one object to read, `sopInstanceUID`. */
  readonly shows: 'volume' | 'frames' | 'document';
  readonly sopInstanceUID: string | null;
  readonly frameOfReferenceUID: string | null;
  /** Images a structure set, plan or dose of the case is drawn on. */
  readonly isPlanning: boolean;
  /** Pictures that are here, in the order they are shown in; empty for what is no picture by itself. */
  readonly views: readonly HungView[];
}

/** What a series is among those of its modality. `reconstruction`: cut from another one in sagittal or coronal planes. */
export type SeriesClass =
  | 'scout' | 'reconstruction' | 'lung' | 'bone' | 'contrast' | 'plain'
  | 'T1' | 'T1C' | 'T2' | 'FLAIR' | 'DWI' | 'ADC' | 'otherMR'
  | 'corrected' | 'uncorrected'
  | 'RCC' | 'LCC' | 'RMLO' | 'LMLO'
  | 'other';

/** Description of a series in lower case without punctuation, blanks round every word. */
export const wordsOf = (series: Pick<HungSeries, 'description'>): string => ` ${(series.description ?? '').normalize('NFKC').toLowerCase().replaceAll(/[_/,;()[\]{}:.]+/g, ' ')} `;

const scout = /scout|topogram|localiz|localis|surview|pilot|survey|定位|三平面定位|dose report|patient protocol|剂量报告/;
const cutAgain = /\b(?:cor|coronal|sag|sagittal|mpr|mip|vrt?|3d)\b|冠状|矢状|重建|曲面|最大密度/;
const contrast = /\+ ?c\b|\bc\+|\bce\b|\bgd\b|\bpost\b|contrast|enhanc|增强|强化|动脉期|静脉期|门脉期|延迟期|arterial|venous|portal|\bap\b|\bvp\b/;

/** Class of a series by the words technicians write in English and Chinese, of a mammogram by its attributes first; nothing is decided by pixels. */
export function classOf(series: HungSeries): SeriesClass {
  const text = wordsOf(series);
  if (series.modality === 'MG') return mammogramClass(series, text);
  if (scout.test(text)) return 'scout';
  if (series.modality === 'MR') return sequenceOf(text);
  if (series.modality === 'PT') return /\bnac\b|no ?ac\b|non ?ac\b|uncorrected|未校正|无衰减/.test(text) ? 'uncorrected' : 'corrected';
  if (series.modality !== 'CT') return 'other';
  if (cutAgain.test(text)) return 'reconstruction';
  if (/lung|肺窗|肺算法/.test(text)) return 'lung';
  if (/\bbone\b|骨窗|骨算法/.test(text)) return 'bone';
  return contrast.test(text) ? 'contrast' : 'plain';
}

function sequenceOf(text: string): SeriesClass {
  if (/\badc\b|apparent diffusion|表观扩散/.test(text)) return 'ADC';
  if (/\bdwi\b|dwi|diffusion|\bb ?= ?\d{2,4}\b|ep2d diff|弥散|扩散/.test(text)) return 'DWI';
  if (/flair|水抑制/.test(text)) return 'FLAIR';
  if (/t1|mprage|vibe|lava|thrive|mp2rage|bravo/.test(text)) return contrast.test(text) ? 'T1C' : 'T1';
  if (/t2/.test(text)) return 'T2';
  return contrast.test(text) ? 'T1C' : 'otherMR';
}

/** The view all pictures of a series are. */
function mammogramClass({ views }: HungSeries, text: string): SeriesClass {
  const names = new Set(views.length === 0 ? [mammogramName(null, text)] : views.map(({ projection }) => mammogramName(projection, text)));
  const [name] = names;
  return names.size === 1 && name != null ? name : 'other';
}

/** Direction a series was taken or cut in, where its name says so. */
export function directionOf(series: Pick<HungSeries, 'description'>): 'axial' | 'sagittal' | 'coronal' | null {
  const text = wordsOf(series);
  if (/\b(?:sag|sagittal)\b|矢状/.test(text)) return 'sagittal';
  if (/\b(?:cor|coronal)\b|冠状/.test(text)) return 'coronal';
  if (/\b(?:ax|axial|tra|transverse|oax)\b|横断|轴位|轴面/.test(text)) return 'axial';
  return null;
}

export type BodyPart = 'brain' | 'headNeck' | 'chest' | 'breast' | 'abdomen' | 'pelvis' | 'spine' | 'limb' | 'wholeBody';

/** In the order asked: the particular before the general. */
const parts: readonly (readonly [BodyPart, RegExp])[] = [
  ['wholeBody', /whole ?body|wholebody|全身|体部|skull.*thigh|pet ?ct/],
  ['breast', /breast|mammo|乳腺|乳房|乳癌/],
  ['headNeck', /head ?(?:and)? ?neck|headneck|nasophar|naso|larynx|pharynx|\bneck\b|sinus|thyroid|orbit|鼻咽|头颈|颈部|喉|口咽|下咽|鼻窦|甲状腺|眼眶|颌面|口腔|舌/],
  ['spine', /spine|cspine|tspine|lspine|lumbar|cervical vert|脊柱|脊椎|颈椎|胸椎|腰椎|椎体/],
  ['brain', /brain|\bhead\b|skull|cranial|glioma|头颅|颅脑|脑|胶质|垂体|头部/],
  ['chest', /chest|thorax|lung|mediast|esophag|oesophag|heart|cardiac|胸|肺|纵隔|食管|食道|心脏/],
  ['pelvis', /pelvis|pelvic|rectum|rectal|prostate|cervix|uterus|ovar|bladder|盆|直肠|前列腺|宫颈|子宫|卵巢|膀胱/],
  ['abdomen', /abdom|liver|hepat|pancrea|kidney|renal|stomach|gastr|colon|spleen|bile|biliar|腹|肝|胰|肾|胃|结肠|脾|胆/],
  ['limb', /\b(?:knee|ankle|foot|hand|wrist|elbow|shoulder|hip|femur|tibia|humerus|arm|leg|extremity)\b|膝|踝|足|手|腕|肘|肩|髋|股骨|胫骨|肱骨|四肢/],
];

/** Body part, or organ of a disease, the first of the texts names; null where none does. BodyPartExamined goes first, the disease of the case last. */
export function bodyPartOf(texts: readonly (string | null)[]): BodyPart | null {
  for (const raw of texts) {
    const text = (raw ?? '').normalize('NFKC').toLowerCase().replaceAll('_', ' ');
    const found = text === '' ? undefined : parts.find(([, pattern]) => pattern.test(text));
    if (found !== undefined) return found[0];
  }
  return null;
}

/** Body part of one series, by what its object and study say. */
export const partOfSeries = (series: HungSeries, disease: string | null = null): BodyPart | null => bodyPartOf([series.bodyPart, series.description, series.studyDescription, disease]);
