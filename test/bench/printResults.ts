import type { BenchResult } from './benchResult.ts';
import type { Machine } from './machine.ts';

export interface BenchReport {
  readonly bench: string;
  readonly machine: Machine;
  readonly results: readonly BenchResult[];
}

/** The report as a table for a person. */
export function toTable({ bench, machine, results }: BenchReport): string {
  const { loadAverage } = machine;
  const width = Math.max(6, ...results.map(({ metric }) => metric.length));
  const lines = [
    `${bench}: ${machine.cpu}, ${machine.cores} cores, load ${loadAverage.before} before and ${loadAverage.after} after, Node ${machine.node}`,
    `${'metric'.padEnd(width)} ${'unit'.padEnd(10)} runs       ours       peer    ratio  target`,
  ];
  for (const { metric, unit, runs, ours, peer, peerName, ratio, target, met } of results) {
    const verdict = target === null ? '' : `  ${target}: ${met === null ? 'not judged' : met ? 'met' : 'NOT MET'}`;
    const versus = peerName === null ? '' : `  (peer: ${peerName})`;
    lines.push(`${metric.padEnd(width)} ${unit.padEnd(10)} ${String(runs).padStart(4)} ${cell(ours)} ${cell(peer)} ${cell(ratio, 8)}${verdict}${versus}`);
  }
  for (const note of new Set(results.map((result) => result.note))) if (note !== null) lines.push(`  note: ${note}`);
  return lines.join('\n');
}

const cell = (value: number | null, width = 10): string => (value === null ? '–' : String(value)).padStart(width);
