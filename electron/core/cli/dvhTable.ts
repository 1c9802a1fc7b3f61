import type { ComparedFigures, StoredComparison } from '../../../shared/rt/dvh/storedDvh.ts';
import { doseKeys, type DvhRow } from './dvhRows.ts';

const cell = (value: unknown): string => (typeof value === 'number' ? value.toFixed(3) : '–').padStart(10);

/** One line a structure, its stored histogram below it, then its notices. */
export function dvhTable(rows: readonly DvhRow[], metrics: readonly string[]): string {
  const columns = ['volumeCc', 'coverage', ...doseKeys, ...metrics];
  const width = Math.max(15, ...rows.map((row) => row.name.length));
  const line = (name: string, values: Readonly<Record<string, unknown>>): string => `${name.padEnd(width)} ${columns.map((column) => cell(values[column])).join(' ')}`;
  const lines = [`${'structure'.padEnd(width)} ${columns.map((column) => column.padStart(10)).join(' ')}`];
  for (const row of rows) {
    lines.push(line(row.name, row));
    if (row.stored !== undefined) lines.push(...storedLines(row.stored, line));
    for (const notice of row.notices) lines.push(`${' '.repeat(width)}   ${notice}`);
  }
  return lines.join('\n');
}

function storedLines(stored: StoredComparison | null, line: (name: string, values: Readonly<Record<string, unknown>>) => string): string[] {
  if (stored === null) return ['  no stored DVH'];
  const { largestCurveDifference: curve, largestDoseDifference: dose } = stored;
  const gaps = [
    curve === null ? null : `largest difference of the curves ${signed(curve.percent, 2)} % of the volume at ${curve.doseGy.toFixed(2)} Gy`,
    dose === null ? null : `${signed(dose.gy, 3)} Gy at D${dose.percent}%`,
    stored.relativeReading === null ? null : `stored doses read as ${stored.relativeReading} of their normalization dose`,
  ].filter((text) => text !== null);
  return [
    line('  stored', { ...stored.stored }),
    line('  stored − ours', { ...differences(stored) }),
    ...(gaps.length === 0 ? [] : [`  ${gaps.join('; ')}`]),
  ];
}

function differences({ stored, ours }: StoredComparison): Record<string, number | null> {
  const keys = Object.keys(stored) as (keyof ComparedFigures)[];
  return Object.fromEntries(keys.map((key) => [key, difference(stored[key], ours[key])]));
}

const difference = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a - b);
const signed = (value: number, digits: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
