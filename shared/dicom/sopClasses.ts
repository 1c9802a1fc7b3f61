/** SOP classes the RT chain is made of, and those of pictures and documents from files (PS3.4 table B.5-1). */
export const sopClass = {
  ct: '1.2.840.10008.5.1.4.1.1.2',
  enhancedCt: '1.2.840.10008.5.1.4.1.1.2.1',
  mr: '1.2.840.10008.5.1.4.1.1.4',
  enhancedMr: '1.2.840.10008.5.1.4.1.1.4.1',
  pet: '1.2.840.10008.5.1.4.1.1.128',
  rtDose: '1.2.840.10008.5.1.4.1.1.481.2',
  rtStructureSet: '1.2.840.10008.5.1.4.1.1.481.3',
  rtBeamsTreatmentRecord: '1.2.840.10008.5.1.4.1.1.481.4',
  rtPlan: '1.2.840.10008.5.1.4.1.1.481.5',
  rtBrachyTreatmentRecord: '1.2.840.10008.5.1.4.1.1.481.6',
  rtTreatmentSummaryRecord: '1.2.840.10008.5.1.4.1.1.481.7',
  rtIonPlan: '1.2.840.10008.5.1.4.1.1.481.8',
  rtIonBeamsTreatmentRecord: '1.2.840.10008.5.1.4.1.1.481.9',
  secondaryCapture: '1.2.840.10008.5.1.4.1.1.7',
  vlMicroscopic: '1.2.840.10008.5.1.4.1.1.77.1.2',
  vlPhotographic: '1.2.840.10008.5.1.4.1.1.77.1.4',
  encapsulatedPdf: '1.2.840.10008.5.1.4.1.1.104.1',
  mediaDirectory: '1.2.840.10008.1.3.10',
} as const;

const volumeClasses: ReadonlySet<string> = new Set([sopClass.ct, sopClass.enhancedCt, sopClass.mr, sopClass.enhancedMr, sopClass.pet]);

/** Slices that can form the image an RT object lies on. */
export function isVolumeImage(sopClassUID: string): boolean {
  return volumeClasses.has(sopClassUID);
}

/** RT Plan or RT Ion Plan. */
export function isPlan(sopClassUID: string): boolean {
  return sopClassUID === sopClass.rtPlan || sopClassUID === sopClass.rtIonPlan;
}

const recordClasses: ReadonlySet<string> = new Set([sopClass.rtBeamsTreatmentRecord, sopClass.rtBrachyTreatmentRecord, sopClass.rtTreatmentSummaryRecord, sopClass.rtIonBeamsTreatmentRecord]);

/** A treatment record of any kind, a summary among them. */
export function isTreatmentRecord(sopClassUID: string): boolean {
  return recordClasses.has(sopClassUID);
}
