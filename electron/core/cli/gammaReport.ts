import type { GammaResult } from '../../../shared/rt/gamma/types.ts';
import type { RtNotice } from '../../../shared/rt/notices.ts';
import type { LocatedDose } from './readOnlyObject.ts';

interface DoseSource {
  readonly path: string;
  readonly sopInstanceUID: string;
  readonly frameOfReferenceUID: string;
  readonly doseType: string;
  readonly doseSummationType: string;
  readonly maximum: number | null;
  readonly warnings: readonly string[];
}

/** What `mdt gamma --json` prints: the result without its map. */
export interface GammaReport extends Omit<GammaResult, 'map' | 'notices'> {
  readonly comparison: string;
  readonly reference: DoseSource;
  readonly evaluated: DoseSource;
  readonly registration: { readonly path: string; readonly sopInstanceUID: string } | null;
  readonly notices: readonly string[];
}

/** @param extra the registration used, and notices of structure set and registration */
export function gammaReport(reference: LocatedDose, evaluated: LocatedDose, { map: _map, notices, ...result }: GammaResult, extra: { readonly registration: GammaReport['registration']; readonly notices: readonly RtNotice[] }): GammaReport {
  const { difference } = result;
  return {
    comparison: 'comparison of two calculated doses, not measurement QA',
    ...result,
    passPercent: rounded(result.passPercent),
    meanGamma: rounded(result.meanGamma),
    maxGamma: rounded(result.maxGamma),
    difference: { points: difference.points, mean: rounded(difference.mean), minimum: rounded(difference.minimum), maximum: rounded(difference.maximum) },
    reference: sourceOf(reference),
    evaluated: sourceOf(evaluated),
    registration: extra.registration,
    notices: [...notices, ...extra.notices].map(({ message }) => message),
  };
}

const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value * 1e6) / 1e6);

const sourceOf = ({ path, dose }: LocatedDose): DoseSource => ({
  path, sopInstanceUID: dose.sopInstanceUID, frameOfReferenceUID: dose.frameOfReferenceUID, doseType: dose.doseType, doseSummationType: dose.doseSummationType, maximum: rounded(dose.maximum),
  warnings: dose.warnings.map(({ message }) => message),
});

const shown = (value: number | null, digits: number): string => (value === null ? '–' : value.toFixed(digits));

/** The report for a person to read. */
export function gammaText({ parameters: p, ...report }: GammaReport): string {
  const unit = p.units === 'GY' ? 'Gy' : '%';
  const criterion = p.doseCriterion === null ? 'of the dose at the point' : `= ${shown(p.doseCriterion, 4)} ${unit}`;
  const { leftOut, difference, atLimit, beyondEdge } = report;
  return [
    report.comparison,
    `pass          ${shown(report.passPercent, 2)} %: ${report.passed} of ${report.points} points`,
    `gamma         mean ${shown(report.meanGamma, 4)}, maximum ${shown(report.maxGamma, 4)}${report.capped > 0 ? ` (search ended at ${p.cap} for ${report.capped} points)` : ''}`,
    `difference    evaluated minus reference: mean ${shown(difference.mean, 4)} ${unit}, from ${shown(difference.minimum, 4)} to ${shown(difference.maximum, 4)} ${unit} at ${difference.points} points`,
    `criteria      ${p.dosePercent} % ${p.kind} ${criterion}, ${p.distanceMm} mm, from ${p.thresholdPercent} % (${shown(p.thresholdDose, 4)} ${unit}) of ${shown(p.normalisationDose, 4)} ${unit} (${p.normalisation === 'max' ? 'maximum of the reference' : 'given'})`,
    `search        within ${p.searchRadiusMm} mm; ${p.interpolation}; pass up to gamma ${p.passLimit}`,
    `at gamma 1    ${atLimit.points} points within ${p.limitBand}, ${atLimit.passed} of them pass`,
    `beyond edge   ${beyondEdge.points} points outside the evaluated grid compared with its edge, ${beyondEdge.passed} of them pass`,
    `not compared  ${leftOut.belowThreshold} below the threshold, ${leftOut.evaluatedUnknown} without evaluated dose, ${leftOut.referenceUnknown} without reference dose, ${leftOut.outsideStructure} outside ${p.structure ?? 'a structure'}`,
    ...sourceLines('reference', report.reference),
    ...sourceLines('evaluated', report.evaluated),
    ...(report.registration === null ? [] : [`registration  ${report.registration.sopInstanceUID} (${report.registration.path})`]),
    ...report.notices.filter((message) => message !== report.comparison).map((message) => `notice        ${message}`),
  ].join('\n');
}

const sourceLines = (role: string, source: DoseSource): readonly string[] => [
  `${role}     ${source.doseType || '–'} ${source.doseSummationType || '–'} ${source.sopInstanceUID} (${source.path})`,
  ...source.warnings.map((warning) => `              ${warning}`),
];
