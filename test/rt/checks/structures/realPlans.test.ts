import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { doseChecks } from '../../../../shared/rt/checks/dose/doseChecks.ts';
import { makeReview } from '../../../../shared/rt/checks/makeReview.ts';
import { readPlanningImage } from '../../../../shared/rt/checks/readPlanningImage.ts';
import { fires, runCheck } from '../../../../shared/rt/checks/runChecks.ts';
import { structureChecks } from '../../../../shared/rt/checks/structures/structureChecks.ts';
import { readDose } from '../../../../shared/rt/read/readDose.ts';
import { readPlan } from '../../../../shared/rt/read/readPlan.ts';
import { readStructureSet } from '../../../../shared/rt/read/readStructureSet.ts';
import { defaultSite } from '../../../../shared/rt/site/defaultSite.ts';
import { unreadable } from './boxReview.ts';

const data = new URL('../../../../../shared/data/', import.meta.url);

function reviewOfSet(set: string) {
  const read = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`${set}/${name}`, data)));
  const names = readdirSync(new URL(`${set}/`, data), { recursive: true }).map(String).filter((name) => name.endsWith('.dcm'));
  const starting = (start: string): string[] => names.filter((name) => name.startsWith(start));
  const images = names.filter((name) => !/^R[SPD]/u.test(name)).map((name) => readPlanningImage(read(name)));
  const [plan] = starting('RP').map((name) => readPlan(read(name)));
  return makeReview({ images, structureSet: readStructureSet(read('RS.dcm')), plan: plan ?? null, doses: starting('RD').map((name) => readDose(read(name))), records: [], previous: null, request: null, site: defaultSite });
}

/** Every firing was looked at by hand, in the files or with pydicom, and is true. */
describe.runIf(existsSync(data))('checks 41 to 60 on real plans', () => {
  it.each([
    // No body was exported; the cord leaves the grid, which has 4 mm planes; the dose made for the set has its maximum in a lung; heart V25 39 %.
    ['rt-esophagus-imrt', [41, 52, 53, 55, 57]],
    // Two targets leave the small grid; one has a name of its own.
    ['rt-aria-qa', [50, 52]],
    // No body; slivers of a shell; Bowel and NVBs are empty; Urethra_temp lacks a slice; names of unions and copies.
    ['rt-pinnacle-prostate', [41, 43, 44, 45, 50]],
    // Areola is empty, Borders has two slices; the scar has a density of its own; names without a standard.
    ['rt-breast-partial', [45, 48, 50]],
  ])('fire on %s as %j only', (set, expected) => {
    const review = reviewOfSet(set);
    const outcomes = [...structureChecks, ...doseChecks].map((check) => runCheck(check, review));
    expect(outcomes.filter(({ result }) => fires(result)).map(({ check }) => check.number)).toEqual(expected);
    expect(outcomes.flatMap(unreadable)).toEqual([]);
  }, 60_000);
});
