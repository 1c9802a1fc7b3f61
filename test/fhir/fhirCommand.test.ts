import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byPackage, byRules, bySchema } from './support/judges.ts';
import { randomCase } from './support/randomCase.ts';

const program = new URL('../../electron/core/cli/mdt.ts', import.meta.url).pathname;
const mdt = (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }));
  });

let folder: string;
const exported = async (name: string, goal: 'submitted' | 'delivered'): Promise<string> => {
  const file = join(folder, name);
  await writeFile(file, JSON.stringify({ schema: 'mdt-record/1', record: randomCase(4, goal).record }));
  return file;
};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mdt-fhir-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('mdt fhir', () => {
  it('writes a delivered record as a valid document, the same bytes each time', async () => {
    const record = await exported('delivered.json', 'delivered');
    const outs = [join(folder, 'a.json'), join(folder, 'b.json')];
    for (const out of outs) expect(await mdt('fhir', record, '--check', '--out', out)).toMatchObject({ code: 0, stdout: expect.stringContaining('no rule broken') as string });
    const [text = '', again] = await Promise.all(outs.map((out) => readFile(out, 'utf8')));
    expect(again).toBe(text);
    const bundle = JSON.parse(text) as object;
    expect([...bySchema(bundle), ...byPackage(bundle), ...byRules(bundle)]).toEqual([]);
  });

  it('writes a request that was only sent as a referral', async () => {
    const { code, stdout } = await mdt('fhir', await exported('sent.json', 'submitted'));
    expect(code).toBe(0);
    expect(byRules(JSON.parse(stdout))).toEqual([]);
  });

  it('says what is wrong with the file, the case or the call', async () => {
    expect(await mdt('fhir', join(folder, 'absent.json'))).toMatchObject({ code: 3, stderr: expect.stringContaining('not-found') as string });
    expect(await mdt('fhir', await exported('sent.json', 'submitted'), '--kind', 'consultation')).toMatchObject({ code: 3, stderr: expect.stringContaining('not delivered yet') as string });
    expect(await mdt('fhir')).toMatchObject({ code: 2 });
  });
});
