import type { EndCap } from '../../../shared/rt/contours/slabs.ts';
import { evaluateMetric, parseMetric, type Metric } from '../../../shared/rt/dvh/dvhMetrics.ts';
import type { RtNotice } from '../../../shared/rt/notices.ts';
import { readDose } from '../../../shared/rt/read/readDose.ts';
import { readStructureSet } from '../../../shared/rt/read/readStructureSet.ts';
import { computeStructureSetDvh, type StructureDvh } from '../../../shared/rt/dvh/structureSetDvh.ts';
import type { Structure } from '../../../shared/rt/types.ts';
import { readWhole } from '../files/readPlace.ts';
import { chooseDoseAndStructures } from './chooseDoseAndStructures.ts';
import { parseOptions } from './parseOptions.ts';
import { UsageError } from './usageError.ts';

export const usage = 'Usage: mdt dvh <path> [--structures a,b] [--dose uid] [--end-cap half|none] [--curve] [--metrics V20Gy%,D2cc] [--json]';

interface Request {
  readonly path: string;
  readonly names: readonly string[] | null;
  readonly doseUID: string | null;
  readonly endCap: EndCap;
  readonly hasCurve: boolean;
  readonly metrics: readonly { readonly name: string; readonly metric: Metric }[];
  readonly isJson: boolean;
}

/** Figures of one structure under the names of the command's contract. */
type Row = Readonly<Record<string, unknown>> & { readonly name: string; readonly notices: readonly string[] };

/** `mdt dvh <path>`: dose–volume figures per structure, computed from contours and dose grid. */
export async function run(args: readonly string[]): Promise<number> {
  const request = readArguments(args);
  const chosen = await chooseDoseAndStructures(request.path, request.doseUID);
  const dose = readDose(readWhole(chosen.dose.place));
  const set = readStructureSet(readWhole(chosen.structureSet.place));
  const structures = pickStructures(set.structures, request.names);
  const rows = computeStructureSetDvh(set, dose, { endCap: request.endCap }, structures).map((item) => rowOf(item, request));
  const report = {
    dose: { path: chosen.dose.path, sopInstanceUID: dose.sopInstanceUID, doseType: dose.doseType, doseSummationType: dose.doseSummationType, maximumGy: rounded(dose.maximum), warnings: sentences(dose.warnings) },
    structureSet: { path: chosen.structureSet.path, sopInstanceUID: set.sopInstanceUID, label: set.label, chosenBy: chosen.chosenBy, warnings: sentences(set.warnings) },
    endCap: request.endCap,
    structures: rows,
  };
  console.log(request.isJson ? JSON.stringify(report) : [table(rows, request), '', ...sourceLines(report)].join('\n'));
  return 0;
}

function rowOf(item: StructureDvh, request: Request): Row {
  if ('error' in item) {
    const { structure, error } = item;
    const isEmpty = error.reason === 'no-closed-contour';
    const none = Object.fromEntries(doseKeys.map((key) => [key, null]));
    const asked = Object.fromEntries(request.metrics.map(({ name }) => [name, null]));
    return { name: structure.name, roiNumber: structure.number, volumeCc: isEmpty ? 0 : null, coverage: isEmpty ? 0 : null, ...none, ...asked, notices: [...sentences(structure.warnings), error.message], error: error.toShape() };
  }
  const { dvh } = item;
  const figures = Object.fromEntries(doseKeys.map((key) => [key, rounded(dvh[key])]));
  const asked = Object.fromEntries(request.metrics.map(({ name, metric }) => [name, rounded(evaluateMetric(dvh, metric))]));
  const curve = request.hasCurve ? { curve: { doseGy: [...dvh.curve.doseGy].map(rounded), volumeCc: [...dvh.curve.volumeCc].map(rounded) } } : {};
  return { name: dvh.name, roiNumber: dvh.roiNumber, volumeCc: rounded(dvh.volumeCc), coverage: rounded(dvh.coverage), ...figures, ...asked, ...curve, notices: sentences(dvh.notices), method: dvh.method.message };
}

const doseKeys = ['minGy', 'meanGy', 'maxGy', 'd98Gy', 'd95Gy', 'd50Gy', 'd2Gy', 'd1ccGy', 'd0_1ccGy'] as const;

/** The command prints English, as its contract says. */
const sentences = (notices: readonly RtNotice[]): string[] => notices.map(({ message }) => message);

const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value * 1e6) / 1e6);

function pickStructures(structures: readonly Structure[], names: readonly string[] | null): readonly Structure[] {
  if (names === null) return structures;
  const missing = names.filter((name) => !structures.some((structure) => structure.name === name));
  if (missing.length === 0) return structures.filter((structure) => names.includes(structure.name));
  const known = structures.map((structure) => structure.name).join(', ');
  throw new UsageError(`No structure is called ${missing.join(', ')}. The structure set has: ${known}.`);
}

interface Sources {
  readonly dose: { readonly path: string; readonly sopInstanceUID: string; readonly doseType: string; readonly doseSummationType: string; readonly warnings: readonly string[] };
  readonly structureSet: { readonly path: string; readonly sopInstanceUID: string; readonly label: string; readonly chosenBy: string; readonly warnings: readonly string[] };
  readonly endCap: EndCap;
}

/** What the figures were made from; doses in Gy, volumes in cm³. */
const sourceLines = ({ dose, structureSet, endCap }: Sources): readonly string[] => [
  `dose           ${dose.doseType || '–'} ${dose.doseSummationType || '–'} ${dose.sopInstanceUID} (${dose.path})`,
  ...(dose.doseSummationType === 'PLAN' ? [] : ['               not the total dose of a plan']),
  ...dose.warnings.map((warning) => `               ${warning}`),
  `structure set  ${structureSet.label} ${structureSet.sopInstanceUID} (${structureSet.path}), chosen by ${structureSet.chosenBy}`,
  ...structureSet.warnings.map((warning) => `               ${warning}`),
  `end cap        ${endCap}; dose in Gy, volume in cm³, coverage as a fraction`,
];

const cell = (value: unknown): string => (typeof value === 'number' ? value.toFixed(3) : '–').padStart(10);

function table(rows: readonly Row[], request: Request): string {
  const columns = ['volumeCc', 'coverage', ...doseKeys, ...request.metrics.map(({ name }) => name)];
  const width = Math.max(9, ...rows.map((row) => row.name.length));
  const lines = [`${'structure'.padEnd(width)} ${columns.map((column) => column.padStart(10)).join(' ')}`];
  for (const row of rows) {
    lines.push(`${row.name.padEnd(width)} ${columns.map((column) => cell(row[column])).join(' ')}`);
    for (const notice of row.notices) lines.push(`${' '.repeat(width)}   ${notice}`);
  }
  return lines.join('\n');
}

function readArguments(args: readonly string[]): Request {
  const { values, positionals } = parseOptions(args, optionTypes, usage);
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError(`One path is needed. ${usage}`);
  const endCap = values['end-cap'] ?? 'half';
  if (endCap !== 'half' && endCap !== 'none') throw new UsageError(`--end-cap is half or none, not ${endCap}. ${usage}`);
  const metrics = list(values.metrics).map((name) => {
    const metric = parseMetric(name);
    if (metric === null) throw new UsageError(`${name} is no metric; write D95%, D2cc, V20Gy%, V20Gycc, Min, Mean or Max.`);
    return { name, metric };
  });
  return {
    path,
    names: values.structures === undefined ? null : list(values.structures),
    doseUID: values.dose ?? null,
    endCap,
    hasCurve: values.curve === true,
    metrics,
    isJson: values.json === true,
  };
}

const list = (text: string | undefined): string[] => (text ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '');

const optionTypes = {
  structures: { type: 'string' },
  dose: { type: 'string' },
  'end-cap': { type: 'string' },
  curve: { type: 'boolean' },
  metrics: { type: 'string' },
  json: { type: 'boolean' },
} as const;

