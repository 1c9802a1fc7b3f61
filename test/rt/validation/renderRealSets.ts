import { causes, explained } from './explained.ts';
import { judgeRealSets, type JudgedFigure } from './judgeRealSets.ts';
import { figureNames, type RealSet } from './realSets.ts';
import { markdownTable } from './renderTable.ts';

const programs = [['reference-supersampled', 'reference'], ['plastimatch', 'plastimatch'], ['dicompyler-core', 'dicompyler'], ['tps-export', 'TPS']] as const;

/** The checked-in readings of the real sets: one line a structure, so that a change shows. */
export function renderReadings(sets: readonly RealSet[]): string {
  const body = sets.map(({ name, prescriptionDoseGy, structures }) =>
    [`  {"name": ${JSON.stringify(name)}, "prescriptionDoseGy": ${prescriptionDoseGy}, "structures": [`, structures.map((structure) => `    ${JSON.stringify(structure)}`).join(',\n'), '  ]}'].join('\n'),
  );
  return `[\n${body.join(',\n')}\n]\n`;
}

/** The section of the document about plans from planning systems. */
export function realSetLines(sets: readonly RealSet[]): string[] {
  const judged = judgeRealSets(sets);
  const open = judged.filter(({ verdict }) => verdict === 'near span' || verdict === 'outside');
  return [
    '## Plans of planning systems', '',
    'Compared with up to four independent sources for three public sets (`test/rt/validation/oracles/README.md`): dicompyler-core 0.5.7, plastimatch 1.9.4, a supersampled',
    'reference, and the histograms the planning system stored. Acceptance: mean within 0.5 % and D98%, D50%, D2% within 1 % of the prescription (not of the dose itself);',
    'volume within 1 % over 5 cm³ and 3 % from 0.5 to 5 cm³. *agrees*: within that of every source. *within span*: the sources disagree by more, ours lies between them.', '',
    ...markdownTable(['set', 'prescription', ...figureNames.map((figure) => `${figure}: agrees / within span / explained below`)], sets.map((set) => [set.name, `${set.prescriptionDoseGy} Gy`, ...figureNames.map((figure) => counts(judged.filter((item) => item.set === set.name && item.figure === figure)))])),
    '',
    '### Beside the span of the others', '',
    ...markdownTable(['set', 'structure', 'figure', 'ours', 'span of the others', 'cause'], open.map((item) => [item.set, item.structure, item.figure, String(item.ours), `${item.low} – ${item.high}`, explained[keyOf(item)] ?? '**open**'])),
    '',
    ...Object.entries(causes).map(([name, text]) => `- *${name}*: ${text}`),
    '',
    'Each cause has its closed form in `test/rt/validation/deciders.test.ts`.', '',
    '### Stored histograms of the planning system', '',
    'rt-aria-qa carries three (Eclipse/ARIA 16.1). PTV_High and sensitive_volume leave the dose grid; the planning system stores the volume inside it, ours is the whole one with its covered part.', '',
    ...storedLines(sets), '',
    '### Every structure', '',
    `Doses in Gy, volumes in cm³. Structures under 0.5 cm³ or without volume are not listed. Order in a cell: ours, ${programs.map(([, short]) => short).join(', ')}.`, '',
    ...sets.flatMap((set) => [`#### ${set.name}`, '', ...structureLines(set, judged.filter((item) => item.set === set.name)), '']),
  ];
}

const counts = (items: readonly JudgedFigure[]): string => {
  const of = (...verdicts: JudgedFigure['verdict'][]): number => items.filter(({ verdict }) => verdicts.includes(verdict)).length;
  return `${of('agrees')} / ${of('within span')} / ${of('near span', 'outside')}`;
};

export const keyOf = ({ set, structure, figure }: Pick<JudgedFigure, 'set' | 'structure' | 'figure'>): string => `${set} ${structure} ${figure}`;

function storedLines(sets: readonly RealSet[]): string[] {
  const rows = sets.flatMap(({ structures }) =>
    structures.flatMap(({ structure, coverage, ours, oracles }) => {
      const stored = oracles['tps-export'];
      if (stored === undefined) return [];
      const inside = ours.volume === null ? null : ours.volume * coverage;
      return [[structure, `${(coverage * 100).toFixed(1)} %`, pair(inside, stored.volume), ...(['mean', 'D98%', 'D50%', 'D2%'] as const).map((figure) => pair(ours[figure], stored[figure]))]];
    }),
  );
  return markdownTable(['structure', 'in the grid', 'volume in the grid: ours / stored', ...['mean', 'D98%', 'D50%', 'D2%'].map((name) => `${name}: ours / stored`)], rows);
}

const shown = (value: number | null | undefined): string => (value === null || value === undefined ? '–' : value.toFixed(2));
const pair = (ours: number | null, stored: number | null): string => `${shown(ours)} / ${shown(stored)}`;

function structureLines(set: RealSet, judged: readonly JudgedFigure[]): string[] {
  const names = [...new Set(judged.map(({ structure }) => structure))];
  const rows = set.structures.filter(({ structure }) => names.includes(structure)).map(({ structure, coverage, ours, oracles }) => [
    structure, `${(coverage * 100).toFixed(1)} %`,
    ...figureNames.map((figure) => {
      const verdict = judged.find((item) => item.structure === structure && item.figure === figure)?.verdict;
      const values = [ours[figure], ...programs.map(([name]) => oracles[name]?.[figure])].filter((value) => value !== undefined).map(shown);
      return `${values.join(', ')}${verdict === undefined || verdict === 'agrees' ? '' : ` *${verdict === 'within span' ? 'within span' : 'see above'}*`}`;
    }),
  ]);
  return markdownTable(['structure', 'in the grid', ...figureNames], rows);
}
