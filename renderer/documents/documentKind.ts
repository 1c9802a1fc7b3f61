import type { ObjectKind } from '../../shared/dicom/objectKind.ts';

/** Which view an object is shown in. `elsewhere`: the desk or the plan pages have it. `none`: nothing here can show it. */
export type DocumentShown = 'ecg' | 'pdf' | 'report' | 'keyObjects' | 'picture' | 'elsewhere' | 'none';

const shownAs: Readonly<Partial<Record<ObjectKind, DocumentShown>>> = {
  ecg12Lead: 'ecg', ecg: 'ecg', waveform: 'ecg', encapsulatedPdf: 'pdf', keyObjects: 'keyObjects', report: 'report', doseReport: 'report', cadReport: 'report',
  image: 'picture', multiFrameImage: 'picture', rtImage: 'picture',
  segmentation: 'elsewhere', presentationState: 'elsewhere', structureSet: 'elsewhere', plan: 'elsewhere', ionPlan: 'elsewhere', dose: 'elsewhere', registration: 'elsewhere',
};

/** The view for a kind of object. A CDA, a model or a video is named and never run: its content is foreign. */
export const documentShown = (kind: ObjectKind): DocumentShown => shownAs[kind] ?? 'none';
