import type { EndCap } from '../../../shared/rt/contours/slabs.ts';
import { needsPrescription, parseMetric } from '../../../shared/rt/dvh/dvhMetrics.ts';
import { computeStructureSetDvh } from '../../../shared/rt/dvh/structureSetDvh.ts';
import { readDose } from '../../../shared/rt/read/readDose.ts';
import { readStructureSet } from '../../../shared/rt/read/readStructureSet.ts';
import type { BiologicalModel, DoseGrid, Structure } from '../../../shared/rt/types.ts';
import { readWhole } from '../files/readPlace.ts';
import { chooseDoseAndStructures } from './chooseDoseAndStructures.ts';
import { rounded, rowOf, sentences, type RowRequest } from './dvhRows.ts';
import { dvhTable } from './dvhTable.ts';
import { parseOptions } from './parseOptions.ts';
import { UsageError } from './usageError.ts';

export const usage =
  'Usage: mdt dvh <path> [--structures a,b] [--dose uid] [--end-cap half|none|rounded, default half] [--metrics V20Gy%,D2cc,CV15Gy,V95%Rx] [--prescription Gy] ' +
  '[--eqd2 alphaBeta | --bed alphaBeta, with --fractions n] [--stored] [--curve] [--differential binGy] [--json]';

interface Request extends RowRequest {
  readonly path: string;
  readonly names: readonly string[] | null;
  readonly doseUID: string | null;
  readonly endCap: EndCap;
  readonly isJson: boolean;
}

/** `mdt dvh <path>`: dose–volume figures per structure, computed from contours and dose grid. */
export async function run(args: readonly string[]): Promise<number> {
  const request = readArguments(args);
  const chosen = await chooseDoseAndStructures(request.path, request.doseUID);
  const dose = readDose(readWhole(chosen.dose.place));
  const set = readStructureSet(readWhole(chosen.structureSet.place));
  const structures = pickStructures(set.structures, request.names);
  const rows = computeStructureSetDvh(set, dose, { endCap: request.endCap }, structures).map((item) => rowOf(item, request, dose.storedDvhs));
  const report = {
    dose: { path: chosen.dose.path, sopInstanceUID: dose.sopInstanceUID, doseType: dose.doseType, doseSummationType: dose.doseSummationType, maximumGy: rounded(dose.maximum), storedDvhs: dose.storedDvhs.length, warnings: [...partialDose(dose), ...sentences(dose.warnings)] },
    structureSet: { path: chosen.structureSet.path, sopInstanceUID: set.sopInstanceUID, label: set.label, chosenBy: chosen.chosenBy, warnings: sentences(set.warnings) },
    endCap: request.endCap,
    prescriptionDoseGy: request.prescriptionDoseGy,
    biological: request.biological,
    structures: rows,
  };
  console.log(request.isJson ? JSON.stringify(report) : [dvhTable(rows, request.metrics.map(({ name }) => name)), '', ...sourceLines(report)].join('\n'));
  return 0;
}

function pickStructures(structures: readonly Structure[], names: readonly string[] | null): readonly Structure[] {
  if (names === null) return structures;
  const missing = names.filter((name) => !structures.some((structure) => structure.name === name));
  if (missing.length === 0) return structures.filter((structure) => names.includes(structure.name));
  const known = structures.map((structure) => structure.name).join(', ');
  throw new UsageError(`No structure is called ${missing.join(', ')}. The structure set has: ${known}.`);
}

/** What a dose other than a plan's total is, so that its figures are not taken for the plan's. */
const partialDose = ({ doseSummationType }: DoseGrid): readonly string[] => (doseSummationType === 'PLAN' ? [] : [`not the total dose of a plan: DoseSummationType is ${doseSummationType || 'absent'}`]);

interface Sources {
  readonly dose: { readonly path: string; readonly sopInstanceUID: string; readonly doseType: string; readonly doseSummationType: string; readonly warnings: readonly string[] };
  readonly structureSet: { readonly path: string; readonly sopInstanceUID: string; readonly label: string; readonly chosenBy: string; readonly warnings: readonly string[] };
  readonly endCap: EndCap;
  readonly prescriptionDoseGy: number | null;
  readonly biological: BiologicalModel | null;
}

/** What the figures were made from and what their percentages mean; doses in Gy, volumes in cm³. */
const sourceLines = ({ dose, structureSet, endCap, prescriptionDoseGy, biological }: Sources): readonly string[] => [
  `dose           ${dose.doseType || '–'} ${dose.doseSummationType || '–'} ${dose.sopInstanceUID} (${dose.path})`,
  ...dose.warnings.map((warning) => `               ${warning}`),
  `structure set  ${structureSet.label} ${structureSet.sopInstanceUID} (${structureSet.path}), chosen by ${structureSet.chosenBy}`,
  ...structureSet.warnings.map((warning) => `               ${warning}`),
  `end cap        ${endCap}; dose in Gy, volume in cm³, coverage as a fraction; percentages are of the volume inside the dose grid`,
  ...(prescriptionDoseGy === null ? [] : [`prescription   ${prescriptionDoseGy} Gy as given with the command`]),
  ...(biological === null ? [] : [`model          ${biological.quantity}, α/β ${biological.alphaBetaGy} Gy, ${biological.fractions} fractions, no time factor; stored DVHs are compared in physical dose`]),
];

function readArguments(args: readonly string[]): Request {
  const { values, positionals } = parseOptions(args, optionTypes, usage);
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError(`One path is needed. ${usage}`);
  const endCap = values['end-cap'] ?? 'half';
  if (endCap !== 'half' && endCap !== 'none' && endCap !== 'rounded') throw new UsageError(`--end-cap is half, none or rounded, not ${endCap}. ${usage}`);
  const prescriptionDoseGy = positive('prescription', values.prescription);
  return {
    path,
    names: values.structures === undefined ? null : list(values.structures),
    doseUID: values.dose ?? null,
    endCap,
    prescriptionDoseGy,
    metrics: metricsOf(list(values.metrics), prescriptionDoseGy),
    biological: modelOf(positive('eqd2', values.eqd2), positive('bed', values.bed), positive('fractions', values.fractions)),
    hasCurve: values.curve === true,
    differentialGy: positive('differential', values.differential),
    hasStored: values.stored === true,
    isJson: values.json === true,
  };
}

function metricsOf(names: readonly string[], prescriptionDoseGy: number | null): RowRequest['metrics'] {
  return names.map((name) => {
    const metric = parseMetric(name);
    if (metric === null) throw new UsageError(`${name} is no metric; write D95%, D2cc, V20Gy%, V20Gycc, CV15Gy, V95%Rx, D95%[%], Min, Mean, Max, NearMin or NearMax.`);
    if (needsPrescription(metric) && prescriptionDoseGy === null) throw new UsageError(`${name} is relative to a prescription; give it with --prescription.`);
    return { name, metric };
  });
}

/** No α/β and no number of fractions is assumed. */
function modelOf(eqd2: number | null, bed: number | null, fractions: number | null): BiologicalModel | null {
  if (eqd2 !== null && bed !== null) throw new UsageError('Give --eqd2 or --bed, not both.');
  const alphaBetaGy = eqd2 ?? bed;
  if ((alphaBetaGy === null) !== (fractions === null)) throw new UsageError('--eqd2 or --bed, with α/β in Gy, and --fractions belong together.');
  if (alphaBetaGy === null || fractions === null) return null;
  if (!Number.isInteger(fractions)) throw new UsageError(`--fractions is a whole number, not ${fractions}.`);
  return { quantity: eqd2 === null ? 'BED' : 'EQD2', alphaBetaGy, fractions };
}

function positive(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value < Infinity) return value;
  throw new UsageError(`--${option} is a number above 0, not ${text}.`);
}

const list = (text: string | undefined): string[] => (text ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '');

const optionTypes = {
  structures: { type: 'string' },
  dose: { type: 'string' },
  'end-cap': { type: 'string' },
  metrics: { type: 'string' },
  prescription: { type: 'string' },
  eqd2: { type: 'string' },
  bed: { type: 'string' },
  fractions: { type: 'string' },
  stored: { type: 'boolean' },
  curve: { type: 'boolean' },
  differential: { type: 'string' },
  json: { type: 'boolean' },
} as const;
