import { isPlan, isTreatmentRecord, isVolumeImage, sopClass } from './sopClasses.ts';
import type { ChainLink, InstanceHeader, ObjectReference, ReferenceChain } from './types.ts';
import { describeChain } from './chainProblems.ts';

/** All headers carrying one SOP instance UID; more than one means the object came twice. */
type HeadersByUid = ReadonlyMap<string, readonly InstanceHeader[]>;

interface ChainPath {
  readonly doseUIDs: readonly string[];
  readonly planUID: string | null;
  readonly structureSetUID: string | null;
  readonly imageSeriesUID: string | null;
  readonly isComplete: boolean;
  readonly rank: number;
}

/**
 * Links CT ← RTSTRUCT ← RTPLAN ← RTDOSE by UID (PS3.3 C.8.8; never by study, series or order of files), and treatment records
 * and plans to the plans they name.
 *
 * Every object gets its links; the summary fields name the best chain: the one with the most complete links,
 * then the one whose UIDs sort first. Where a reference is absent, equal FrameOfReferenceUID is offered instead
 * and the link says `by: 'frameOfReference'`.
 */
export function buildReferenceChain(headers: readonly InstanceHeader[]): ReferenceChain {
  const byUid = groupByUid(headers);
  const unique = [...byUid.values()].flatMap((same) => same[0] ?? []).sort((a, b) => (a.sopInstanceUID < b.sopInstanceUID ? -1 : 1));
  const structureSets = unique.filter((header) => header.sopClassUID === sopClass.rtStructureSet);
  const plans = unique.filter((header) => isPlan(header.sopClassUID));
  const doses = unique.filter((header) => header.sopClassUID === sopClass.rtDose);
  const images = unique.filter((header) => isVolumeImage(header.sopClassUID));
  const records = unique.filter((header) => isTreatmentRecord(header.sopClassUID));

  const links: ChainLink[] = [
    ...structureSets.map((header) => linkImages(header, byUid, images)),
    ...plans.map((header) => linkOne(header, 'RTPLAN', 'RTSTRUCT', byUid, structureSets)),
    ...plans.filter((header) => referencesWith(header, 'plan').length > 0).map((header) => linkOne(header, 'RTPLAN', 'RTPLAN', byUid, plans)),
    ...doses.map((header) => linkOne(header, 'RTDOSE', 'RTPLAN', byUid, plans)),
    ...records.map((header) => linkOne(header, 'RECORD', 'RTPLAN', byUid, plans)),
  ];
  // A dose may name a structure set of its own; one whose plan is not here can still be laid on a set by frame of reference.
  for (const dose of doses) {
    const toPlan = linkFrom(links, dose.sopInstanceUID, 'RTPLAN');
    const isNamed = referencesWith(dose, 'structureSet').length > 0;
    const link = linkOne(dose, 'RTDOSE', 'RTSTRUCT', byUid, structureSets);
    if (isNamed || ((toPlan === null || toPlan.toSopInstanceUIDs.length === 0) && link.toSopInstanceUIDs.length > 0)) links.push(link);
  }

  const path = bestPath(links, { structureSets, plans, doses, images }, byUid);
  const { rank: _rank, ...summary } = path;
  return { links, ...summary, problems: describeChain({ headers, links, structureSets, plans, doses, images }) };
}

function groupByUid(headers: readonly InstanceHeader[]): HeadersByUid {
  const byUid = new Map<string, InstanceHeader[]>();
  for (const header of headers) {
    const same = byUid.get(header.sopInstanceUID);
    if (same === undefined) byUid.set(header.sopInstanceUID, [header]);
    else same.push(header);
  }
  return byUid;
}

function referencesWith(header: InstanceHeader, role: ObjectReference['role']): readonly string[] {
  return header.references.filter((reference) => reference.role === role).map((reference) => reference.sopInstanceUID);
}

function linkImages(structureSet: InstanceHeader, byUid: HeadersByUid, images: readonly InstanceHeader[]): ChainLink {
  const referenced = referencesWith(structureSet, 'image');
  const base = { from: 'RTSTRUCT', fromSopInstanceUID: structureSet.sopInstanceUID, to: 'IMAGE' } as const;
  if (referenced.length === 0) return { ...base, ...byFrameOfReference(structureSet, images) };
  const found = referenced.filter((uid) => byUid.has(uid));
  const isMismatched = found.some((uid) => differsInFrame(structureSet, byUid.get(uid)?.[0]));
  const isDuplicated = found.some((uid) => (byUid.get(uid)?.length ?? 0) > 1);
  let status: ChainLink['status'] = found.length === referenced.length ? 'complete' : 'partial';
  if (found.length === 0) status = 'missing';
  else if (isMismatched) status = 'mismatched';
  else if (isDuplicated) status = 'duplicated';
  return { ...base, status, referenced: referenced.length, found: found.length, toSopInstanceUIDs: found, by: found.length > 0 ? 'uid' : 'none' };
}

function linkOne(
  header: InstanceHeader,
  from: 'RTPLAN' | 'RTDOSE' | 'RECORD',
  to: 'RTSTRUCT' | 'RTPLAN',
  byUid: HeadersByUid,
  candidates: readonly InstanceHeader[],
): ChainLink {
  const base = { from, fromSopInstanceUID: header.sopInstanceUID, to } as const;
  const referenced = referencesWith(header, to === 'RTSTRUCT' ? 'structureSet' : 'plan');
  if (referenced.length === 0) return { ...base, ...byFrameOfReference(header, candidates) };
  const found = referenced.filter((uid) => candidates.some((candidate) => candidate.sopInstanceUID === uid));
  let status: ChainLink['status'] = found.length === referenced.length ? 'complete' : 'partial';
  if (found.length === 0) status = 'missing';
  else if (found.some((uid) => differsInFrame(header, byUid.get(uid)?.[0]))) status = 'mismatched';
  else if (found.some((uid) => (byUid.get(uid)?.length ?? 0) > 1)) status = 'duplicated';
  return { ...base, status, referenced: referenced.length, found: found.length, toSopInstanceUIDs: found, by: found.length > 0 ? 'uid' : 'none' };
}

function byFrameOfReference(header: InstanceHeader, candidates: readonly InstanceHeader[]) {
  const frame = header.frameOfReferenceUID;
  const same = frame === null ? [] : candidates.filter((candidate) => candidate.frameOfReferenceUID === frame);
  return {
    status: 'absent',
    referenced: 0,
    found: same.length,
    toSopInstanceUIDs: same.map((candidate) => candidate.sopInstanceUID),
    by: same.length > 0 ? 'frameOfReference' : 'none',
  } as const;
}

/** Only two stated and different frames disagree; an RTPLAN may state none. */
function differsInFrame(a: InstanceHeader, b: InstanceHeader | undefined): boolean {
  return a.frameOfReferenceUID !== null && b !== undefined && b.frameOfReferenceUID !== null && a.frameOfReferenceUID !== b.frameOfReferenceUID;
}

function linkFrom(links: readonly ChainLink[], uid: string, to: ChainLink['to']): ChainLink | null {
  return links.find((link) => link.fromSopInstanceUID === uid && link.to === to) ?? null;
}

interface Objects {
  readonly structureSets: readonly InstanceHeader[];
  readonly plans: readonly InstanceHeader[];
  readonly doses: readonly InstanceHeader[];
  readonly images: readonly InstanceHeader[];
}

/** Walks up from every dose, plan and structure set, whichever is the last there is, and takes the best. */
function bestPath(links: readonly ChainLink[], objects: Objects, byUid: HeadersByUid): ChainPath {
  const paths: ChainPath[] = [];
  for (const dose of objects.doses) paths.push(pathOf({ dose: dose.sopInstanceUID }, links, byUid));
  for (const plan of objects.plans) paths.push(pathOf({ plan: plan.sopInstanceUID }, links, byUid));
  for (const set of objects.structureSets) paths.push(pathOf({ structureSet: set.sopInstanceUID }, links, byUid));
  const firstSeries = objects.images[0]?.seriesInstanceUID ?? null;
  const none: ChainPath = { doseUIDs: [], planUID: null, structureSetUID: null, imageSeriesUID: firstSeries, isComplete: false, rank: -1 };
  const best = paths.reduce((kept, path) => (path.rank > kept.rank ? path : kept), none);
  if (best.planUID === null) return best;
  const doseUIDs = links
    .filter((link) => link.from === 'RTDOSE' && link.to === 'RTPLAN' && link.toSopInstanceUIDs.includes(best.planUID ?? ''))
    .map((link) => link.fromSopInstanceUID);
  return { ...best, doseUIDs: doseUIDs.length > 0 ? doseUIDs : best.doseUIDs };
}

function pathOf(start: { dose?: string; plan?: string; structureSet?: string }, links: readonly ChainLink[], byUid: HeadersByUid): ChainPath {
  const doseLink = start.dose === undefined ? null : linkFrom(links, start.dose, 'RTPLAN');
  const planUID = start.plan ?? doseLink?.toSopInstanceUIDs[0] ?? null;
  const planLink = planUID === null ? null : linkFrom(links, planUID, 'RTSTRUCT');
  const doseToSet = start.dose === undefined ? null : linkFrom(links, start.dose, 'RTSTRUCT');
  const structureSetUID = start.structureSet ?? planLink?.toSopInstanceUIDs[0] ?? doseToSet?.toSopInstanceUIDs[0] ?? null;
  const imageLink = structureSetUID === null ? null : linkFrom(links, structureSetUID, 'IMAGE');
  const used = [doseLink, planLink, imageLink];
  const imageSeriesUID = majoritySeries(imageLink, byUid);
  const rank =
    used.reduce((sum, link) => sum + (link === null ? 0 : statusRank[link.status] * 10), 0) +
    [start.dose ?? null, planUID, structureSetUID, imageSeriesUID].filter((uid) => uid !== null).length;
  return {
    doseUIDs: start.dose === undefined ? [] : [start.dose],
    planUID,
    structureSetUID,
    imageSeriesUID,
    isComplete: imageSeriesUID !== null && used.every((link) => link !== null && link.status === 'complete' && link.by === 'uid'),
    rank,
  };
}

const statusRank: Readonly<Record<ChainLink['status'], number>> = {
  complete: 5, duplicated: 4, partial: 3, mismatched: 1, absent: 1, missing: 0,
};

function majoritySeries(link: ChainLink | null, byUid: HeadersByUid): string | null {
  const counts = new Map<string, number>();
  for (const uid of link?.toSopInstanceUIDs ?? []) {
    const series = byUid.get(uid)?.[0]?.seriesInstanceUID;
    if (series !== undefined) counts.set(series, (counts.get(series) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? null;
}
