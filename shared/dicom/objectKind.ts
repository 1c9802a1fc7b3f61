/** What an object is, as a stable word; pages give it a name in the person's language. */
export type ObjectKind =
  | 'image' | 'multiFrameImage' | 'video' | 'wholeSlideImage' | 'parametricMap' | 'spectroscopy'
  | 'segmentation' | 'surfaceSegmentation' | 'tractography' | 'surface'
  | 'presentationState' | 'keyObjects' | 'report' | 'doseReport' | 'cadReport'
  | 'encapsulatedPdf' | 'encapsulatedCda' | 'encapsulatedModel'
  | 'ecg12Lead' | 'ecg' | 'waveform' | 'audio'
  | 'structureSet' | 'plan' | 'ionPlan' | 'dose' | 'rtImage' | 'rtRadiation' | 'rtInstruction'
  | 'beamsTreatmentRecord' | 'brachyTreatmentRecord' | 'ionBeamsTreatmentRecord' | 'treatmentSummaryRecord'
  | 'registration' | 'deformableRegistration' | 'fiducials' | 'realWorldValueMap'
  | 'measurements' | 'annotations' | 'protocol' | 'display' | 'template' | 'rawData' | 'mediaDirectory' | 'retired'
  | 'private' | 'unknown';

/**
 * Storage SOP classes: the part of the UID behind `1.2.840.10008.5.1.4.1.1.`, several to a line, after their kind.
 *
 * Facts of DICOM PS3.4 table B.5-1 and B.6-1, PS3.6 table A-1 (retired classes included).
 */
const storageClasses = `
image 1 1.1 1.1.1 1.2 1.2.1 1.3 1.3.1 2 4 5 6 6.1 7 12.1 12.2 12.3 20 77.1 77.1.1 77.1.2 77.1.3 77.1.4 77.1.5.1 77.1.5.2 77.1.7 128 501.2.1 501.2.2 601.1
multiFrameImage 2.1 2.2 3 3.1 4.1 4.3 4.4 6.2 6.3 7.1 7.2 7.3 7.4 12.1.1 12.2.1 13.1.1 13.1.2 13.1.3 13.1.4 13.1.5 14.1 14.2 77.2 77.1.5.4 77.1.5.5 77.1.5.6 77.1.5.7 77.1.5.8 77.1.8 81.1 82.1 128.1 130 501.1 501.4 501.5 601.2 601.3 601.4 601.5 601.6
video 77.1.1.1 77.1.2.1 77.1.4.1
wholeSlideImage 77.1.6
parametricMap 30
spectroscopy 4.2
segmentation 66.4 66.7 66.8
surfaceSegmentation 66.5
tractography 66.6
surface 68.1 68.2
presentationState 11.1 11.2 11.3 11.4 11.5 11.6 11.7 11.8 11.9 11.10 11.11 11.12
keyObjects 88.59
report 88.1 88.2 88.3 88.4 88.11 88.22 88.33 88.34 88.35 88.40 88.70 88.71 88.72 88.74 88.75 88.77 79.1
doseReport 88.67 88.68 88.73 88.76
cadReport 88.50 88.65 88.69
encapsulatedPdf 104.1
encapsulatedCda 104.2
encapsulatedModel 104.3 104.4 104.5
ecg12Lead 9.1.1
ecg 9.1.2 9.1.3 9.1.4
waveform 9.1 9.2.1 9.3.1 9.5.1 9.6.1 9.6.2 9.7.1 9.7.2 9.7.3 9.7.4 9.8.1 9.100.1 9.100.2
audio 9.4.1 9.4.2
structureSet 481.3
plan 481.5
ionPlan 481.8
dose 481.2
rtImage 481.1 481.23
rtRadiation 481.10 481.11 481.12 481.13 481.14 481.15 481.16 481.17 481.18 481.19 481.20 481.24 481.25
rtInstruction 481.21 481.22
beamsTreatmentRecord 481.4
brachyTreatmentRecord 481.6
ionBeamsTreatmentRecord 481.9
treatmentSummaryRecord 481.7
registration 66.1
deformableRegistration 66.3
fiducials 66.2
realWorldValueMap 67
measurements 78.1 78.2 78.3 78.4 78.5 78.6 78.7 78.8 80.1 90.1 501.3 501.6
annotations 77.1.5.3 91.1
protocol 200.1 200.2 200.3 200.7 200.8
display 131
rawData 66
retired 8 9 10 11 129
`;

/** Those with a UID of another root. */
const otherClasses: Readonly<Record<string, ObjectKind>> = {
  '1.2.840.10008.1.3.10': 'mediaDirectory',
  '1.2.840.10008.5.1.1.27': 'retired',
  '1.2.840.10008.5.1.1.29': 'retired',
  '1.2.840.10008.5.1.1.30': 'retired',
  '1.2.840.10008.5.1.4.34.1': 'rtInstruction',
  '1.2.840.10008.5.1.4.34.7': 'rtInstruction',
  '1.2.840.10008.5.1.4.34.10': 'rtInstruction',
  '1.2.840.10008.5.1.4.38.1': 'display',
  '1.2.840.10008.5.1.4.39.1': 'display',
  '1.2.840.10008.5.1.4.43.1': 'template',
  '1.2.840.10008.5.1.4.44.1': 'template',
  '1.2.840.10008.5.1.4.45.1': 'template',
};

const kinds: ReadonlyMap<string, ObjectKind> = new Map([
  ...storageClasses.trim().split('\n').flatMap((line) => {
    const [kind = '', ...classes] = line.split(' ');
    return classes.map((suffix) => [`1.2.840.10008.5.1.4.1.1.${suffix}`, kind as ObjectKind] as const);
  }),
  ...Object.entries(otherClasses),
]);

/** Kind of an object by its SOP class: `private` outside the UIDs of the standard, `unknown` for one added to it later. */
export function objectKind(sopClassUID: string): ObjectKind {
  return kinds.get(sopClassUID) ?? (sopClassUID.startsWith('1.2.840.10008.') ? 'unknown' : 'private');
}

const imageKinds: ReadonlySet<ObjectKind> = new Set(['image', 'multiFrameImage', 'video', 'wholeSlideImage', 'rtImage']);

/** Objects that are pictures to look at; a dose grid, a segmentation or a parametric map has pixels but is laid over one. */
export function isImageKind(kind: ObjectKind): boolean {
  return imageKinds.has(kind);
}
