import { describe, expect, it } from 'vitest';
import { isImageKind, objectKind } from '../../shared/dicom/objectKind.ts';
import { pydicomData, runPydicom } from './pydicom.ts';

const standard = (suffix: string) => objectKind(`1.2.840.10008.5.1.4.1.1.${suffix}`);

describe('objectKind', () => {
  it('tells objects apart that are treated differently', () => {
    const suffixes = ['2', '2.1', '481.2', '481.3', '481.5', '481.8', '481.9', '88.59', '11.1', '66.4', '104.1', '9.1.1', '88.67'];
    expect(suffixes.map(standard)).toEqual(['image', 'multiFrameImage', 'dose', 'structureSet', 'plan', 'ionPlan', 'ionBeamsTreatmentRecord', 'keyObjects', 'presentationState', 'segmentation', 'encapsulatedPdf', 'ecg12Lead', 'doseReport']);
    expect([objectKind('1.2.840.10008.5.1.4.1.1.999'), objectKind('1.2.840.113619.4.30'), objectKind('')]).toEqual(['unknown', 'private', 'private']);
  });

  it.runIf(pydicomData !== null)('knows every storage class pydicom knows, images as images', () => {
    const script = "import json\nfrom pydicom._uid_dict import UID_dictionary as u\nprint(json.dumps([[k, v[0]] for k, v in u.items() if v[1] == 'SOP Class' and v[0].split(' - ')[0].endswith('Storage')]))";
    const classes = runPydicom(script) as readonly (readonly [uid: string, name: string])[];
    expect(classes.length).toBeGreaterThan(150);
    expect(classes.filter(([uid]) => objectKind(uid) === 'unknown' || objectKind(uid) === 'private')).toEqual([]);
    const pictures = /Image Storage|Microscopy Image|Image Storage -/;
    const misjudged = classes.filter(([uid, name]) => pictures.test(name) !== isImageKind(objectKind(uid)) && !/Hardcopy|DICOS|Eddy|Map Storage|En Face|B-scan|Trial|US Volume/.test(name));
    expect(misjudged).toEqual([]);
  });
});
