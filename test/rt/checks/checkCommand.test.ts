import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { run } from '../../../electron/core/cli/check.ts';
import { writeDicom } from '../../../shared/dicom/write/writeDicom.ts';
import { makeReviewCase, type ReviewCase } from '../../../shared/rt/phantom/reviewCase.ts';
import { testRequest, testSite } from './reviewOf.ts';

interface Report {
  readonly summary: Readonly<Record<string, number>>;
  readonly checks: readonly { readonly number: number; readonly result: string; readonly values: object; readonly rule: string; readonly source: string; readonly findings: readonly { readonly message: string; readonly places: readonly unknown[] }[] }[];
  readonly limits: { readonly results: readonly { readonly id: string; readonly outcome: string }[] };
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
  readonly previousPlan: string | null;
  readonly plan: { readonly sopInstanceUID: string };
}

const root = mkdtempSync(join(tmpdir(), 'mdt-check-'));
const { protocols: _, ...siteFile } = testSite;

function write(folder: string, objects: ReviewCase, options: { readonly isPreviousInside: boolean }): string {
  const put = (name: string, object: Parameters<typeof writeDicom>[0]): void => {
    const path = join(root, folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, writeDicom(object));
  };
  objects.images.forEach((image, n) => put(`CT/${n}.dcm`, image));
  put('RS.dcm', objects.structureSet);
  put('RP.dcm', objects.plan);
  objects.doses.forEach((dose, n) => put(`RD${n}.dcm`, dose));
  objects.records.forEach((record, n) => put(`RT${n}.dcm`, record));
  if (options.isPreviousInside) {
    put('before/RP.dcm', objects.previous.plan);
    put('before/RS.dcm', objects.previous.structureSet);
  }
  return join(root, folder);
}

async function check(...args: string[]): Promise<{ readonly code: number; readonly text: string }> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const code = await run(args);
  return { code, text: String(log.mock.lastCall?.[0]) };
}

afterEach(() => vi.restoreAllMocks());
afterAll(() => rmSync(root, { recursive: true }));

describe('mdt check of a clean plan', () => {
  const clean = makeReviewCase();
  let path = '';
  const request = join(root, 'request.json');
  const site = join(root, 'site.json');
  beforeAll(() => {
    path = write('clean', clean, { isPreviousInside: true });
    writeFileSync(request, JSON.stringify(testRequest));
    writeFileSync(site, JSON.stringify(siteFile));
  });

  test('lists all 65 checks with values, rule and source, finds the plan before, hashes every file and answers 0', async () => {
    const { code, text } = await check(path, '--request', request, '--site', site, '--json');
    const report = JSON.parse(text) as Report;
    expect(report.checks.map(({ number }) => number)).toEqual(Array.from({ length: 65 }, (_one, n) => n + 1));
    expect(report.checks.filter(({ result }) => result === 'FLAG' || result === 'FAIL')).toEqual([]);
    for (const row of report.checks) expect(row).toMatchObject({ rule: expect.stringMatching(/./u) as string, source: expect.stringMatching(/./u) as string, values: expect.any(Object) as object });
    expect(report.plan.sopInstanceUID).toBe(clean.plan.SOPInstanceUID);
    expect(report.previousPlan).toBe(clean.previous.plan.SOPInstanceUID);
    const plan = report.files.find((file) => file.path.endsWith('RP.dcm') && !file.path.includes('before'));
    expect(plan?.sha256).toBe(createHash('sha256').update(writeDicom(clean.plan)).digest('hex'));
    expect(report.limits.results.find(({ id }) => id === 'q-cord-max50')?.outcome).toBe('PASS');
    expect(code).toBe(0);
  });

  test('an object that is there but cannot be read is named with its file, and is no pass', async () => {
    const { PixelData: _pixels, ...empty } = clean.doses[0] ?? {};
    const broken = write('unreadable', { ...clean, doses: [empty] }, { isPreviousInside: false });
    const { text } = await check(broken, '--json');
    const row = (JSON.parse(text) as Report).checks.find(({ number }) => number === 3);
    expect(row?.result).toBe('NOT_CHECKABLE');
    expect(row?.findings[0]?.message).toMatch(/^RTDOSE is there but cannot be read; .*RD0\.dcm/u);
  });

  test('without a request the checks against it cannot be made, and the terminal lists worst first', async () => {
    const { code, text } = await check(path, '--site', site);
    expect(code).toBe(0);
    expect(text).toMatch(/^NOT_CHECKABLE +12 A {2}Prescription matches the request/u);
    expect(text).toContain('check list');
  });

  test('a mistake in the plan is answered with 1 and named first', async () => {
    const wrong = write('wrong', { ...clean, plan: { ...clean.plan, PlanIntent: 'VERIFICATION' } }, { isPreviousInside: false });
    const { code, text } = await check(wrong, '--request', request, '--site', site);
    expect(code).toBe(1);
    expect(text).toMatch(/^FAIL +9 A {2}Plan purpose\n +The plan intent is VERIFICATION/u);
  });

  test('two plans that do not replace each other need --plan; unknown sets, files and fields are wrong usage', async () => {
    const { ReferencedRTPlanSequence: _none, ...alone } = clean.plan;
    const two = write('two', { ...clean, plan: alone }, { isPreviousInside: true });
    await expect(run([two])).rejects.toMatchObject({ code: 'usage' });
    expect((await check(two, '--plan', String(clean.plan.SOPInstanceUID), '--json')).text).toContain('"previousPlan":null');
    writeFileSync(join(root, 'bad.json'), '{"doseGy": 50}');
    for (const extra of [['--constraints', 'nothing'], ['--request', join(root, 'none.json')], ['--request', join(root, 'bad.json')], ['--site', join(root, 'bad.json')], ['--plan', '1.2'], [path]]) {
      await expect(run([path, ...extra]), extra.join(' ')).rejects.toMatchObject({ code: 'usage' });
    }
  });

  test('a folder without radiotherapy objects says so', async () => {
    await expect(run([join(path, 'CT')])).rejects.toMatchObject({ code: 'rt', reason: 'broken-chain' });
  });
});

const real = join(import.meta.dirname, '../../../../shared/data/rt-esophagus-imrt');

describe.runIf(existsSync(real))('mdt check of a real plan', () => {
  test('fires on what is wrong with the set and on nothing else of identity, prescription and beams', async () => {
    const { code, text } = await check(real, '--json');
    const report = JSON.parse(text) as Report;
    const fired = report.checks.filter(({ number, result }) => number <= 41 && (result === 'FLAG' || result === 'FAIL')).map(({ number }) => number);
    // Structures exported two years after the plan, three setup fields without meterset that stand as TREATMENT, no outline of the body.
    expect(fired).toEqual([7, 20, 41]);
    expect(code).toBe(1);
  });
});
