import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { run } from '../../../electron/core/cli/compare.ts';
import type { CompareReport } from '../../../electron/core/cli/compareReport.ts';
import { makeSampleCase } from '../../../shared/rt/phantom/makeSampleCase.ts';

const { files } = makeSampleCase({ matrixSize: 64 });
const objects = new Map(['RS.dcm', 'RP.dcm', 'RD.dcm'].map((name) => [name, files.find((file) => file.name === name)!.bytes]));
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'compare-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

/** Writes some of the sample's objects, each as it is or changed. */
function side(name: string, changed: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>>): string {
  const path = mkdtempSync(join(folder, `${name}-`));
  for (const [file, change] of Object.entries(changed)) writeFileSync(join(path, file), change(objects.get(file)!));
  return path;
}

const asItIs = (bytes: Uint8Array): Uint8Array => bytes;
const whole = { 'RS.dcm': asItIs, 'RP.dcm': asItIs, 'RD.dcm': asItIs };

/** Changes the text of the first element of a tag in explicit little endian, keeping its length. */
function patched(bytes: Uint8Array, tag: readonly [number, number], change: (text: string) => string): Uint8Array {
  const copy = Buffer.from(bytes);
  const at = copy.indexOf(Buffer.from([tag[0] & 0xff, tag[0] >> 8, tag[1] & 0xff, tag[1] >> 8]));
  const length = copy.readUInt16LE(at + 6);
  const text = copy.toString('latin1', at + 8, at + 8 + length);
  const wanted = change(text);
  expect(wanted).toHaveLength(length);
  copy.write(wanted, at + 8, 'latin1');
  return copy;
}

/** Puts another text of the same length wherever a text stands. */
function replaced(bytes: Uint8Array, from: string, to: string): Uint8Array {
  expect(to).toHaveLength(from.length);
  return Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll(from, to), 'latin1');
}

async function compared(a: string, b: string): Promise<{ readonly code: number; readonly report: CompareReport }> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const code = await run([a, b, '--json']);
  return { code, report: JSON.parse(String(log.mock.calls.at(-1)?.[0])) as CompareReport };
}

/** The next digit, so that a text keeps its length. */
const nextDigit = (text: string): string => text.replace(/\d/u, (digit) => String((Number(digit) + 1) % 10));

describe('mdt compare on the sample case', () => {
  test('two copies: nothing differs, exit 0', async () => {
    const { code, report } = await compared(side('a', whole), side('b', whole));
    expect(code).toBe(0);
    expect(report).toMatchObject({ isSame: true, plan: { changes: [] }, structures: { changes: [], problem: null, onlyFirst: [], onlySecond: [] }, dose: { isSame: true }, notes: [] });
    expect(report.structures?.rows.every((row) => row.isSame && (row.error !== null || row.dice === 1))).toBe(true);
    expect(report.dvh?.rows.length).toBeGreaterThan(3);
  });

  test('other MU: exactly that, where the fraction group and the beam say it', async () => {
    const { code, report } = await compared(side('a', whole), side('b', { ...whole, 'RP.dcm': (bytes) => patched(bytes, [0x300a, 0x0086], nextDigit) }));
    expect(code).toBe(1);
    expect(report.plan?.changes.map((change) => ('field' in change ? change.field : change.type))).toEqual(['metersetMU', 'metersetMU']);
    expect(report.structures?.rows.every(({ isSame }) => isSame)).toBe(true);
  });

  test('one corner of one contour: that structure alone', async () => {
    const { code, report } = await compared(side('a', whole), side('b', { ...whole, 'RS.dcm': (bytes) => patched(bytes, [0x3006, 0x0050], nextDigit) }));
    expect(code).toBe(1);
    const changed = report.structures?.rows.filter(({ isSame }) => !isSame) ?? [];
    expect(changed).toHaveLength(1);
    expect(changed[0]?.hausdorffMm).toBeGreaterThan(0);
    expect(report.plan?.changes).toEqual([]);
  });

  test('another frame of reference: structures are not compared, and it is said why', async () => {
    const frame = frameOf(objects.get('RS.dcm')!);
    const other = `${frame.slice(0, -1)}${frame.endsWith('1') ? '2' : '1'}`;
    const { code, report } = await compared(side('a', { 'RS.dcm': asItIs }), side('b', { 'RS.dcm': (bytes) => replaced(bytes, frame, other) }));
    expect(code).toBe(1);
    expect(report.structures?.problem).toMatchObject({ code: 'rt', reason: 'frame-of-reference-mismatch' });
    expect(report.structures?.rows.every((row) => row.dice === null && row.error?.reason === 'frame-of-reference-mismatch')).toBe(true);
  });

  test('a dose twice as high: its maximum and the figures of every structure', async () => {
    const { code, report } = await compared(side('a', whole), side('b', { ...whole, 'RD.dcm': (bytes) => patched(bytes, [0x3004, 0x000e], nextDigit) }));
    expect(code).toBe(1);
    expect(report.dose?.isSame).toBe(false);
    expect(report.plan?.changes).toEqual([]);
    const means = report.dvh?.rows.flatMap(({ metrics }) => metrics.filter(({ metric, first }) => metric === 'Mean' && first !== null)) ?? [];
    expect(means.length).toBeGreaterThan(3);
    expect(means.every(({ difference }) => difference !== 0)).toBe(true);
  });

  test('plans alone are files too; what only one side has is named and counts as a difference', async () => {
    const [a, b] = [side('a', { 'RP.dcm': asItIs }), side('b', whole)];
    expect((await compared(join(a, 'RP.dcm'), join(b, 'RP.dcm'))).code).toBe(0);
    const { code, report } = await compared(a, b);
    expect(code).toBe(1);
    expect(report.notes).toEqual(['only the second side has a structure set; it is not compared', 'only the second side has a dose; it is not compared']);
  });

  test('the text names files, changes and the verdict', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    expect(await run([side('a', whole), side('b', { ...whole, 'RP.dcm': (bytes) => patched(bytes, [0x300a, 0x0086], nextDigit) })])).toBe(1);
    const text = String(log.mock.calls[0]?.[0]);
    expect(text).toMatch(/^first +plan RP\.dcm; structureSet RS\.dcm; dose RD\.dcm$/mu);
    expect(text).toMatch(/^ {2}beam \d+ \(.+\): metersetMU [\d.]+ → [\d.]+ \([+-][\d.]+ MU\)$/mu);
    expect(text).toMatch(/the two differ$/u);
  });

  test('one path, three paths, nothing to compare and several plans are refused', async () => {
    const plan = side('a', { 'RP.dcm': asItIs });
    await expect(run([plan])).rejects.toMatchObject({ code: 'usage' });
    await expect(run([plan, plan, plan])).rejects.toMatchObject({ code: 'usage' });
    await expect(run([plan, side('b', { 'RD.dcm': asItIs })])).rejects.toMatchObject({ code: 'rt', reason: 'broken-chain' });
    await expect(run([plan, side('b', { 'RS.dcm': asItIs })])).rejects.toMatchObject({ code: 'rt', reason: 'broken-chain' });
    const two = side('b', { 'RP.dcm': asItIs });
    writeFileSync(join(two, 'RP2.dcm'), patched(objects.get('RP.dcm')!, [0x0008, 0x0018], (uid) => uid.replace(/\d(?=\0?$)/u, (digit) => String((Number(digit) + 1) % 10))));
    await expect(run([plan, two])).rejects.toMatchObject({ code: 'usage' });
  });
});

/** The frame of reference of the sample's structure set. */
function frameOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes);
  const at = buffer.indexOf(Buffer.from([0x06, 0x30, 0x24, 0x00]));
  return buffer.toString('latin1', at + 8, at + 8 + buffer.readUInt16LE(at + 6)).replace(/\0$/u, '');
}
