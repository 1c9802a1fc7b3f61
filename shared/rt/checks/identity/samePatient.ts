import { absent, fail, pass } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { ObjectIdentity } from '../../types.ts';
import type { Check, CheckFinding, Review } from '../types.ts';
import { comparableName, isSameName } from './nameText.ts';

interface Owner {
  readonly object: string;
  readonly identity: ObjectIdentity;
}

const key = ({ patientID, patientName, patientBirthDate, patientSex }: ObjectIdentity): string => JSON.stringify([patientID, patientName, patientBirthDate, patientSex]);

/** Every object of the review with who it is about; images that say the same once. */
function owners({ images, structureSet, plan, doses, records }: Review): readonly Owner[] {
  const distinct = [...new Map(images.map((image) => [key(image), image])).values()];
  return [
    ...distinct.map((identity) => ({ object: identity.modality, identity })),
    ...(structureSet === null ? [] : [{ object: 'RTSTRUCT', identity: structureSet.identity }]),
    ...(plan === null ? [] : [{ object: 'RTPLAN', identity: plan.identity }]),
    ...doses.map(({ identity }) => ({ object: 'RTDOSE', identity })),
    ...records.map(({ identity }) => ({ object: 'RTRECORD', identity })),
  ];
}

const date = /^\d{8}$/u;
const sameText = (a: string, b: string): boolean => a.trim() === b.trim();
const sameName = (a: string, b: string): boolean => isSameName(comparableName(a), comparableName(b)) !== false;
/** Text that is no date (de-identified objects carry such) says nothing. */
const sameDate = (a: string, b: string): boolean => !date.test(a) || !date.test(b) || a === b;

const compared = [
  { keyword: 'PatientID', value: (one: ObjectIdentity) => one.patientID, isSame: sameText },
  { keyword: 'PatientName', value: (one: ObjectIdentity) => one.patientName, isSame: sameName },
  { keyword: 'PatientBirthDate', value: (one: ObjectIdentity) => one.patientBirthDate, isSame: sameDate },
  { keyword: 'PatientSex', value: (one: ObjectIdentity) => one.patientSex, isSame: sameText },
] as const;

function run(review: Review): readonly CheckFinding[] {
  const all = owners(review);
  if (all.length < 2) return [absent('a second object to compare with')];
  const findings = compared.flatMap(({ keyword, value, isSame }): CheckFinding[] => {
    const stated = all.flatMap(({ object, identity }) => {
      const text = value(identity);
      return text === null || text.trim() === '' ? [] : [{ object, text, identity }];
    });
    const odd = stated.find((one) => stated.some((other) => !isSame(one.text, other.text)));
    if (odd === undefined) return [];
    const values = stated.map(({ object, text }) => `${object}: ${text}`);
    return [fail('differs', { attribute: keyword, values: [...new Set(values)] }, stated.map(({ identity }) => ({ kind: 'object', sopInstanceUID: identity.sopInstanceUID, attribute: keyword })))];
  });
  const silent = all.filter(({ identity }) => identity.patientID === null || identity.patientID.trim() === '');
  if (silent.length > 0) findings.push(absent(`PatientID (0010,0020) in ${silent.map(({ object }) => object).join(', ')}`));
  return findings.length > 0 ? findings : [pass('same', { objects: all.length, patientID: all[0]?.identity.patientID ?? null })];
}

export const samePatient: Check = {
  number: 1,
  title: { zh: '各对象属于同一患者', en: 'Same patient in all objects' },
  severity: 'A',
  attributes: ['PatientID', 'PatientName', 'PatientBirthDate', 'PatientSex'],
  rule: {
    zh: '影像、结构、计划、剂量和治疗记录的患者 ID、姓名（按字母组和汉字组分别比较）、出生日期和性别一致',
    en: 'Patient ID, name (compared per component group), birth date and sex are equal in images, structures, plan, dose and records',
  },
  source: sourceOf('C.7.1.1'),
  sentences: {
    same: { zh: '{{objects}} 个对象的患者信息一致', en: 'Patient data agree in {{objects}} objects' },
    differs: { zh: '{{attribute}} 不一致：{{values}}', en: '{{attribute}} differs: {{values}}' },
  },
  run,
};
