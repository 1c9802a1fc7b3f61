import type { InstanceHeader, PatientHeader, SeriesHeader, StudyHeader } from './types.ts';

/** Instances that share a SeriesInstanceUID. `T` is a header, or one with something of the caller's beside it. */
export interface Series<T extends InstanceHeader = InstanceHeader> extends SeriesHeader {
  readonly seriesInstanceUID: string;
  readonly modality: string;
  /** Null where the instances name several, or none. */
  readonly frameOfReferenceUID: string | null;
  /** By InstanceNumber, then SOPInstanceUID; those without a number come last. */
  readonly instances: readonly T[];
}

/** Series that share a StudyInstanceUID. */
export interface Study<T extends InstanceHeader = InstanceHeader> extends StudyHeader {
  readonly studyInstanceUID: string;
  /** As the first instance has it. */
  readonly patient: PatientHeader;
  /** Every patient its instances name, by PatientID and name; more than one means that somebody has to ask. */
  readonly patients: readonly PatientHeader[];
  /** By SeriesNumber, then time, then UID. */
  readonly series: readonly Series<T>[];
}

/**
 * Headers as studies, newest first, by UID alone; the order of `headers` does not matter.
 *
 * A description, date or number that only some instances have is taken from the first that has it.
 */
export function groupStudies<T extends InstanceHeader>(headers: readonly T[]): readonly Study<T>[] {
  const sorted = headers.toSorted((a, b) => byNumber(a.instanceNumber, b.instanceNumber) || byText(a.sopInstanceUID, b.sopInstanceUID));
  const studies = [...groupBy(sorted, (header) => header.studyInstanceUID)].map(([studyInstanceUID, members]) => studyOf(studyInstanceUID, members));
  return studies.sort((a, b) => byText(momentOf(b), momentOf(a)) || byText(a.studyInstanceUID, b.studyInstanceUID));
}

function studyOf<T extends InstanceHeader>(studyInstanceUID: string, members: readonly [T, ...T[]]): Study<T> {
  const series = [...groupBy(members, (header) => header.seriesInstanceUID)].map(([uid, same]) => seriesOf(uid, same));
  series.sort((a, b) => byNumber(a.number, b.number) || byText(momentOf(a), momentOf(b)) || byText(a.seriesInstanceUID, b.seriesInstanceUID));
  const patients = new Map(members.map(({ patient }) => [JSON.stringify([patient.patientID, patient.patientName]), patient]));
  const of = <K extends keyof StudyHeader>(key: K): StudyHeader[K] => firstGiven(members.map(({ study }) => study[key]));
  return {
    studyInstanceUID,
    date: of('date'),
    time: of('time'),
    description: of('description'),
    accessionNumber: of('accessionNumber'),
    patient: members[0].patient,
    patients: [...patients.values()],
    series,
  };
}

function seriesOf<T extends InstanceHeader>(seriesInstanceUID: string, instances: readonly [T, ...T[]]): Series<T> {
  const of = <K extends keyof SeriesHeader>(key: K): SeriesHeader[K] => firstGiven(instances.map(({ series }) => series[key]));
  const frames = new Set(instances.map((header) => header.frameOfReferenceUID).filter((uid) => uid !== null));
  return {
    seriesInstanceUID,
    modality: instances[0].modality,
    frameOfReferenceUID: frames.size === 1 ? firstGiven([...frames]) : null,
    number: of('number'),
    description: of('description'),
    date: of('date'),
    time: of('time'),
    bodyPart: of('bodyPart'),
    instances,
  };
}

function groupBy<T>(members: readonly T[], keyOf: (member: T) => string): ReadonlyMap<string, readonly [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const member of members) {
    const group = groups.get(keyOf(member));
    if (group === undefined) groups.set(keyOf(member), [member]);
    else group.push(member);
  }
  return groups;
}

function firstGiven<V>(values: readonly (V | null)[]): V | null {
  return values.find((value) => value !== null) ?? null;
}

const momentOf = ({ date, time }: { readonly date: string | null; readonly time: string | null }): string => `${date ?? ''} ${time ?? ''}`;
const byNumber = (a: number | null, b: number | null): number => (a === b ? 0 : a === null ? 1 : b === null ? -1 : a - b);
const byText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
