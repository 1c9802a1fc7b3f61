import { sopClass } from '../dicom/sopClasses.ts';

/** What a picture or document is, as the person who adds it says. */
export const pictureKinds = ['microscopy', 'gross', 'clinical', 'paper'] as const;
export type PictureKind = (typeof pictureKinds)[number];
export type AttachmentKind = PictureKind | 'pdf';

interface Filed {
  readonly sopClassUID: string;
  /** PS3.3 C.7.3.1.1.1: General Microscopy, External-camera Photography, Document. */
  readonly modality: 'GM' | 'XC' | 'DOC';
  /** Behind those of any scanner and of the reports made here. */
  readonly seriesNumber: number;
}

/** As which object each is kept (PS3.4 table B.5-1): VL Microscopic, VL Photographic, Secondary Capture, Encapsulated PDF. */
export const filedAs: Readonly<Record<AttachmentKind, Filed>> = {
  microscopy: { sopClassUID: sopClass.vlMicroscopic, modality: 'GM', seriesNumber: 9101 },
  gross: { sopClassUID: sopClass.vlPhotographic, modality: 'XC', seriesNumber: 9102 },
  clinical: { sopClassUID: sopClass.vlPhotographic, modality: 'XC', seriesNumber: 9103 },
  paper: { sopClassUID: sopClass.secondaryCapture, modality: 'DOC', seriesNumber: 9104 },
  pdf: { sopClassUID: sopClass.encapsulatedPdf, modality: 'DOC', seriesNumber: 9105 },
};

/** Descriptions written into the objects, in the language of the person; at most 64 characters (LO). */
export const attachmentWords: Readonly<Record<'zh' | 'en', Readonly<Record<AttachmentKind | 'study', string>>>> = {
  zh: { study: '病例附件', microscopy: '病理镜下图', gross: '大体标本照片', clinical: '临床照片', paper: '纸质资料', pdf: 'PDF 文档' },
  en: { study: 'Attachments of the case', microscopy: 'Microscopy', gross: 'Gross specimen photo', clinical: 'Clinical photo', paper: 'Paper document', pdf: 'PDF document' },
};
