import type { Hospital } from '../../shared/mdt/directory.ts';

const two = (n: number): string => String(n).padStart(2, '0');

/** Local date and time, minutes precision: 2026-11-22 14:05. */
export function formatTime(atMs: number): string {
  const date = new Date(atMs);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Completed years between an ISO date and now; null when the date is not known. */
export function ageYears(birthDate: string, nowMs: number): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(birthDate);
  if (!match) return null;
  const now = new Date(nowMs);
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const hadBirthday = now.getMonth() + 1 > month || (now.getMonth() + 1 === month && now.getDate() >= day);
  return now.getFullYear() - year - (hadBirthday ? 0 : 1);
}

/** ISO date of DICOM's YYYYMMDD; empty when it is none. */
export const isoDate = (dicomDate: string | null): string => {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(dicomDate ?? '');
  return match ? `${match[1]}-${match[2]}-${match[3]}` : '';
};

/** A DICOM person name as read here: the ideographic group where there is one, components apart by a space. */
export function displayName(personName: string | null): string {
  const [alphabetic = '', ideographic = ''] = (personName ?? '').split('=');
  return (ideographic || alphabetic).split('^').filter(Boolean).join(' ');
}

/** Every group of a DICOM person name, the ideographic first: 张 三 (ZHANG SAN, zhang san). */
export function allNames(personName: string | null): string {
  const [alphabetic = '', ideographic = '', phonetic = ''] = (personName ?? '').split('=').map((group) => group.split('^').filter(Boolean).join(' '));
  const [first = '', ...others] = [...new Set([ideographic, alphabetic, phonetic].filter(Boolean))];
  return others.length > 0 ? `${first} (${others.join(', ')})` : first;
}

/** A hospital by its id in the reader's language; the id itself while the directory does not know it. */
export function hospitalName(hospitals: readonly Hospital[], id: string, language: string): string {
  const hospital = hospitals.find((candidate) => candidate.id === id);
  if (!hospital) return id;
  return language === 'zh' ? hospital.name : hospital.nameEn;
}
