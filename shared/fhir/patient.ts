import { patientIdOf, type Draft } from './context.ts';
import { numbersOf, ownRoot, referenceTo, systems } from './identity.ts';
import { codingOf, conceptOf, type JsonObject, type Resource } from './resource.ts';
import { dateOf } from './times.ts';

const genders = { '': 'unknown', F: 'female', M: 'male', O: 'other' } as const;

export function patientOf({ record, cast }: Draft): Resource {
  const { request, requestingHospitalId } = record;
  const hospital = cast.organization(requestingHospitalId);
  return {
    resourceType: 'Patient', id: patientIdOf(record),
    identifier: [
      ...(request.hospitalNumber.trim() === '' ? [] : [{ use: 'usual', type: conceptOf('住院号/门诊号', codingOf('http://terminology.hl7.org/CodeSystem/v2-0203', 'MR', 'Medical record number')), system: numbersOf(requestingHospitalId, 'patient'), value: request.hospitalNumber.trim(), assigner: hospital }]),
      ...(request.idNumber.trim() === '' ? [] : [identityOf(request.idType.trim(), request.idNumber.trim())]),
    ],
    name: [{ use: 'official', text: request.patientName }], telecom: request.phone.trim() === '' ? [] : [{ system: 'phone', value: request.phone }],
    gender: genders[request.patientSex], birthDate: dateOf(request.patientBirthDate), managingOrganization: hospital,
  };
}

/** Eighteen digits are a resident identity card whatever the form calls it; any other paper keeps its own name. */
function identityOf(type: string, value: string): JsonObject {
  const isResident = /^\d{17}[\dXx]$/.test(value);
  return { use: 'official', type: { text: type === '' ? '证件' : type }, system: isResident ? systems.residentIdentity : `${ownRoot}/identifier/identity-paper`, value: isResident ? value.toUpperCase() : value };
}

export const patientReference = ({ record }: Draft): JsonObject => referenceTo(patientIdOf(record), record.request.patientName);
