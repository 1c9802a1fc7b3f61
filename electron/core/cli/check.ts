import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { checkList } from '../../../shared/rt/checks/checkList.ts';
import { organLimitsBy, reviewLimits } from '../../../shared/rt/checks/dose/organLimits.ts';
import { makeReview } from '../../../shared/rt/checks/makeReview.ts';
import { readTreatmentRequest } from '../../../shared/rt/checks/requestFile.ts';
import { checkListVersion, fires, runChecks } from '../../../shared/rt/checks/runChecks.ts';
import { RtError } from '../../../shared/errors/appError.ts';
import { limitSets, type LimitSetName } from '../../../shared/rt/limits/selectLimits.ts';
import { defaultSite } from '../../../shared/rt/site/defaultSite.ts';
import { readSiteSettings } from '../../../shared/rt/site/readSiteSettings.ts';
import { checkRow, describeChecks, limitRow, summaryOf } from './checkReport.ts';
import { choosePrevious, chooseReview, type ReviewedFile } from './chooseReview.ts';
import { nameUnreadable } from './nameUnreadable.ts';
import { parseOptions } from './parseOptions.ts';
import { UsageError } from './usageError.ts';

export const usage = 'Usage: mdt check <path> [--plan uid] [--constraints set] [--request file.json] [--site file.json] [--previous path] [--json]';

const options = {
  plan: { type: 'string' }, constraints: { type: 'string' }, request: { type: 'string' }, site: { type: 'string' }, previous: { type: 'string' }, json: { type: 'boolean' },
} as const;

/** `mdt check <path>`: the plan checks and organ limits of one plan; 1 when any check or limit asks for a person. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions(args, options, usage);
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError(`One path is needed. ${usage}`);
  const set = limitSetOf(values.constraints ?? 'auto');
  const request = values.request === undefined ? null : fromJson(values.request, '--request', readTreatmentRequest);
  const site = values.site === undefined ? defaultSite : fromJson(values.site, '--site', readSiteSettings);
  const found = await chooseReview(path, values.plan ?? null);
  const before = values.previous === undefined ? null : await choosePrevious(values.previous);
  const review = makeReview({ ...found, previous: before?.previous ?? found.previous, request, site });
  const limited = organLimitsBy(set);
  const outcomes = nameUnreadable(runChecks(review, checkList.map((check) => (check.number === limited.number ? limited : check))), found.unreadable);
  const limits = reviewLimits(review, set);
  const isFired = outcomes.some(({ result }) => fires(result)) || (limits ?? []).some(({ outcome, limit }) => outcome === 'FAIL' && limit.priority === 1);
  const { plan, structureSet, doses, records, previous } = review;
  const report = {
    checkListVersion,
    site: { name: site.name, version: site.version },
    plan: plan === null ? null : { sopInstanceUID: plan.sopInstanceUID, label: plan.label },
    structureSet: structureSet === null ? null : { sopInstanceUID: structureSet.sopInstanceUID, label: structureSet.label },
    doses: doses.map(({ sopInstanceUID, doseType, doseSummationType }) => ({ sopInstanceUID, doseType, doseSummationType, isEvaluated: sopInstanceUID === review.numbers.planDose?.sopInstanceUID })),
    images: review.images.length,
    records: records.length,
    previousPlan: previous?.plan?.sopInstanceUID ?? null,
    request,
    summary: summaryOf(outcomes),
    checks: outcomes.map(checkRow),
    limits: limits === null ? { set, reason: noLimits, results: [] } : { set, reason: null, results: limits.map(limitRow) },
    files: [...found.files, ...(before?.files ?? [])].map(hashed),
    unreadable: found.unreadable,
  };
  console.log(values.json === true ? JSON.stringify(report) : describeChecks(outcomes, report));
  return isFired ? 1 : 0;
}

const noLimits = 'structures, a plan dose in Gy, fractions or target prescription dose are missing; nothing says which limits apply';

const hashed = ({ path, sopInstanceUID, bytes }: ReviewedFile) => ({ path, sopInstanceUID, sha256: createHash('sha256').update(bytes).digest('hex') });

function limitSetOf(name: string): LimitSetName {
  const known = limitSets().find((set) => set.toLowerCase() === name.toLowerCase());
  if (known === undefined) throw new UsageError(`--constraints ${name} is no set of limits; there are ${limitSets().join(', ')}.`);
  return known;
}

/** A settings file of the command line. @throws {UsageError} not there, not JSON, or not as it has to be */
function fromJson<T>(path: string, option: string, read: (json: unknown) => T): T {
  try {
    return read(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (error instanceof RtError || error instanceof SyntaxError || (error instanceof Error && 'code' in error)) throw new UsageError(`${option} ${path}: ${error.message}`);
    throw error;
  }
}
