import type { ChainLink, InstanceHeader } from './types.ts';

/** What {@link describeChain} looks at. */
export interface ChainContents {
  readonly headers: readonly InstanceHeader[];
  readonly links: readonly ChainLink[];
  readonly structureSets: readonly InstanceHeader[];
  readonly plans: readonly InstanceHeader[];
  readonly doses: readonly InstanceHeader[];
  readonly images: readonly InstanceHeader[];
}

/** One sentence per thing that keeps the RT chain from being complete, with UID and what to do. */
export function describeChain(contents: ChainContents): readonly string[] {
  const problems = [...contents.links.flatMap((link) => describeLink(link, missingUIDs(link, contents.headers))), ...describeDuplicates(contents.headers)];
  const { structureSets, plans, doses, images } = contents;
  if (structureSets.length + plans.length + doses.length > 0) {
    if (images.length === 0) problems.push('There are no CT, MR or PET images; export the planning images as well.');
    if (structureSets.length === 0) problems.push('There is no RTSTRUCT; export the structure set as well.');
    if (plans.length === 0) problems.push('There is no RTPLAN; export the plan as well.');
    if (doses.length === 0) problems.push('There is no RTDOSE; export the dose as well.');
  }
  const patients = new Set(contents.headers.map((header) => header.patient.patientID ?? ''));
  if (patients.size > 1) {
    problems.push(`The objects carry ${patients.size} different values of PatientID (0010,0020); separate the patients before going on.`);
  }
  return [...problems, ...describeStrangers(contents), ...describeTwoStructureSets(contents)];
}

/** Objects that refer to each other although they are of different patients: one of the two was filed under the wrong person. */
function describeStrangers({ headers, links }: ChainContents): readonly string[] {
  const patients = new Map(headers.map((header) => [header.sopInstanceUID, header.patient.patientID]));
  return links.flatMap((link) => {
    if (link.by !== 'uid') return [];
    const own = patients.get(link.fromSopInstanceUID) ?? null;
    const strangers = link.toSopInstanceUIDs.filter((uid) => own !== null && (patients.get(uid) ?? own) !== own);
    if (strangers.length === 0) return [];
    const what = link.to === 'IMAGE' ? `${strangers.length} images` : `${link.to} ${strangers.join(', ')}`;
    return [`${link.from} ${link.fromSopInstanceUID} refers to ${what} of another PatientID (0010,0020); find out whose they are before using either.`];
  });
}

/** A dose with DVHs of another structure set than the one its plan was made on. */
function describeTwoStructureSets({ headers, links }: ChainContents): readonly string[] {
  const named = new Map(headers.map((header) => [header.sopInstanceUID, header.references.find(({ role }) => role === 'structureSet')?.sopInstanceUID]));
  return links.filter((link) => link.from === 'RTDOSE' && link.to === 'RTPLAN' && link.by === 'uid').flatMap((link) => {
    const ofDose = named.get(link.fromSopInstanceUID);
    const ofPlans = link.toSopInstanceUIDs.flatMap((uid) => named.get(uid) ?? []);
    if (ofDose === undefined || ofPlans.length === 0 || ofPlans.includes(ofDose)) return [];
    return [`RTDOSE ${link.fromSopInstanceUID} names RTSTRUCT ${ofDose} but its plan was made on RTSTRUCT ${ofPlans.join(', ')}; compare the two sets before relying on stored DVHs.`];
  });
}

function describeLink(link: ChainLink, missing: readonly string[]): readonly string[] {
  const who = `${link.from} ${link.fromSopInstanceUID}`;
  const what = link.to === 'IMAGE' ? 'images' : link.to;
  switch (link.status) {
    case 'complete':
      return [];
    case 'partial':
      return [`${who} refers to ${link.referenced} ${what}, of which ${link.found} are here; ask for the other ${link.referenced - link.found}.`];
    case 'missing':
      if (link.to === 'IMAGE') return [`${who} refers to ${link.referenced} images, none of which is here; ask the sender for them.`];
      if (link.from === 'RTPLAN' && link.to === 'RTPLAN') return [`${who} names the other plan ${missing.join(', ')}, which is not here; ask for it where the two have to be compared.`];
      return [`${who} refers to ${link.to} ${missing.join(', ')}, which is not here; ask the sender for it.`];
    case 'mismatched':
      return [`${who} and the ${what} it refers to have different FrameOfReferenceUIDs; they must not be laid over each other without a registration.`];
    case 'duplicated':
      return [`${who} refers to ${what} of which more than one copy with the same UID is here; keep the right one.`];
    default:
      return [describeAbsent(link, who, what)];
  }
}

function missingUIDs(link: ChainLink, headers: readonly InstanceHeader[]): readonly string[] {
  const role = link.to === 'IMAGE' ? 'image' : link.to === 'RTPLAN' ? 'plan' : 'structureSet';
  const from = headers.find((header) => header.sopInstanceUID === link.fromSopInstanceUID);
  const found = new Set(link.toSopInstanceUIDs);
  return (from?.references ?? [])
    .filter((reference) => reference.role === role && !found.has(reference.sopInstanceUID))
    .map((reference) => reference.sopInstanceUID);
}

function describeAbsent(link: ChainLink, who: string, what: string): string {
  const lead = `${who} names no ${what}`;
  if (link.by !== 'frameOfReference') return `${lead} and nothing here shares its frame of reference.`;
  const which = link.to === 'IMAGE' ? `${link.found} images` : `${link.to} ${link.toSopInstanceUIDs.join(', ')}`;
  return `${lead}; ${which} with the same FrameOfReferenceUID ${link.found > 1 ? 'are' : 'is'} used instead, which has to be confirmed.`;
}

function describeDuplicates(headers: readonly InstanceHeader[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const header of headers) counts.set(header.sopInstanceUID, (counts.get(header.sopInstanceUID) ?? 0) + 1);
  const repeated = [...counts].filter(([, count]) => count > 1);
  if (repeated.length === 0) return [];
  const [uid, count] = repeated[0] ?? ['', 0];
  const more = repeated.length > 1 ? ` (and ${repeated.length - 1} more objects are repeated)` : '';
  return [`SOP instance ${uid} is here ${count} times${more}; remove the copies.`];
}
