import { sopClass } from '../../../shared/dicom/sopClasses.ts';
import { RtError } from '../../../shared/errors/appError.ts';
import { computeGamma } from '../../../shared/rt/gamma/gammaIndex.ts';
import type { GammaCriteria } from '../../../shared/rt/gamma/types.ts';
import { notice, type RtNotice } from '../../../shared/rt/notices.ts';
import { readRegistration, spatialRegistration, transformBetween } from '../../../shared/rt/read/readRegistration.ts';
import { readStructureSet } from '../../../shared/rt/read/readStructureSet.ts';
import type { DoseGrid, Structure } from '../../../shared/rt/types.ts';
import { gammaReport, gammaText } from './gammaReport.ts';
import { parseOptions } from './parseOptions.ts';
import { readOnlyDose, readOnlyObject } from './readOnlyObject.ts';
import { UsageError } from './usageError.ts';

export const usage =
  'Usage: mdt gamma <reference> <evaluated> --dose-percent <%> --distance-mm <mm> [--threshold <%>, default 10] [--local] [--cap <gamma>, default 2] [--normalisation max|<Gy>, default max] [--structure <name> --structures <RTSTRUCT>] [--registration <REG>] [--json]';

interface Request {
  readonly paths: readonly [reference: string, evaluated: string];
  readonly criteria: GammaCriteria;
  readonly structure: { readonly name: string; readonly path: string } | null;
  readonly registrationPath: string | null;
  readonly isJson: boolean;
}

/** `mdt gamma`: gamma index of an evaluated dose against a reference dose, and their difference. Paths are files, or folders with one such object. */
export async function run(args: readonly string[]): Promise<number> {
  const request = readArguments(args);
  const reference = await readOnlyDose(request.paths[0]);
  const evaluated = await readOnlyDose(request.paths[1]);
  const structure = request.structure === null ? null : await pickStructure(request.structure.path, request.structure.name, reference.dose);
  const registration = request.registrationPath === null ? null : readRegistration((await readOnlyObject(request.registrationPath, spatialRegistration, 'Spatial Registration')).bytes);
  const toEvaluated = registration === null ? null : transformBetween(registration, reference.dose.frameOfReferenceUID, evaluated.dose.frameOfReferenceUID);
  const result = computeGamma(reference.dose, evaluated.dose, request.criteria, { structure: structure?.structure ?? null, toEvaluated });
  const report = gammaReport(reference, evaluated, result, {
    registration: registration === null ? null : { path: request.registrationPath ?? '', sopInstanceUID: registration.sopInstanceUID },
    notices: [...(structure?.notices ?? []), ...(registration?.warnings ?? [])],
  });
  console.log(request.isJson ? JSON.stringify(report) : gammaText(report));
  return 0;
}

async function pickStructure(path: string, name: string, reference: DoseGrid): Promise<{ readonly structure: Structure; readonly notices: readonly RtNotice[] }> {
  const set = readStructureSet((await readOnlyObject(path, sopClass.rtStructureSet, 'RTSTRUCT')).bytes);
  const [structure, ...others] = set.structures.filter((one) => one.name === name);
  if (structure === undefined) throw new UsageError(`No structure is called ${name}. The structure set has: ${set.structures.map((one) => one.name).join(', ')}.`);
  if (others.length > 0) throw new UsageError(`${others.length + 1} structures are called ${name}; which one is meant is not known.`);
  if (set.frameOfReferenceUID !== null && set.frameOfReferenceUID !== reference.frameOfReferenceUID) {
    throw new RtError('frame-of-reference-mismatch', `The structure set lies in the frame of reference ${set.frameOfReferenceUID}, the reference dose in ${reference.frameOfReferenceUID}; points cannot be restricted to "${name}".`);
  }
  return { structure, notices: set.frameOfReferenceUID === null ? [notice('frame-assumed'), ...structure.warnings] : structure.warnings };
}

function readArguments(args: readonly string[]): Request {
  const { values, positionals } = parseOptions(args, optionTypes, usage);
  const [reference, evaluated] = positionals;
  if (reference === undefined || evaluated === undefined || positionals.length > 2) throw new UsageError(`Two paths are needed: the reference dose and the evaluated dose. ${usage}`);
  const { structure: name, structures: path } = values;
  if ((name === undefined) !== (path === undefined)) throw new UsageError(`--structure and --structures belong together. ${usage}`);
  const isLocal = values.local === true;
  const threshold = atLeast('threshold', values.threshold ?? '10', 0);
  if (isLocal && threshold === 0) throw new UsageError('--local needs a --threshold above 0: a percentage of no dose is no criterion.');
  return {
    paths: [reference, evaluated],
    criteria: {
      dosePercent: above0('dose-percent', values['dose-percent']),
      distanceMm: above0('distance-mm', values['distance-mm']),
      kind: isLocal ? 'local' : 'global',
      thresholdPercent: threshold,
      normalisation: values.normalisation === undefined || values.normalisation === 'max' ? 'max' : above0('normalisation', values.normalisation),
      cap: atLeast('cap', values.cap ?? '2', 1),
    },
    structure: name === undefined || path === undefined ? null : { name, path },
    registrationPath: values.registration ?? null,
    isJson: values.json === true,
  };
}

function above0(option: string, text: string | undefined): number {
  if (text === undefined) throw new UsageError(`--${option} is needed. ${usage}`);
  const value = numberOf(option, text);
  if (value > 0) return value;
  throw new UsageError(`--${option} is ${text}; it has to be above 0. ${usage}`);
}

function atLeast(option: string, text: string, least: number): number {
  const value = numberOf(option, text);
  if (value >= least) return value;
  throw new UsageError(`--${option} is ${text}; it has to be ${least} or more. ${usage}`);
}

function numberOf(option: string, text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new UsageError(`--${option} is ${text}, which is no number. ${usage}`);
}

const optionTypes = {
  'dose-percent': { type: 'string' },
  'distance-mm': { type: 'string' },
  threshold: { type: 'string' },
  local: { type: 'boolean' },
  cap: { type: 'string' },
  normalisation: { type: 'string' },
  structure: { type: 'string' },
  structures: { type: 'string' },
  registration: { type: 'string' },
  json: { type: 'boolean' },
} as const;
