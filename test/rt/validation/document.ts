import type { PassTable } from '../../../shared/rt/validation/passTable.ts';
import { caseLines, summaryLines, worstLines } from './renderTable.ts';

/** `docs/dvh-validation.md` from the tables it shows. */
export function renderDocument(table: PassTable, realSets: readonly string[]): string {
  return [...opening, ...closedForms(table), ...realSets, ...everyFigure(table)].join('\n').trimEnd() + '\n';
}

const opening = [
  '# The dose–volume histogram and what it was tested against',
  '',
  'Written by `node test/rt/validation/write.ts`; `test/rt/validation` fails when this page differs from what the engine computes.',
  'The same table is in the product, on the page "about the calculation".',
  '',
  '## How the numbers are made',
  '',
  '- **Structure.** Closed contours of one plane are combined by even–odd fill, so inner contours and keyholes are holes. Each plane is a slab that',
  '  reaches half way to its neighbours. The first and the last slab reach half a spacing beyond their contour (end cap *half*), unless another choice',
  '  is made; the choice stands beside every volume. One missing plane is bridged, a wider gap stays empty, both are said.',
  '- **Integration.** Lines across every slab, each at its own height in it, are cut exactly by the contours: no voxel is in or out. Inside a slab the cross-section',
  '  changes linearly, as the neighbours suggest; an outline without a hollow shrinks or grows about its centroid.',
  '- **Dose.** Trilinear on the grid of the RT Dose, in its own orientation and with its own frame offsets. Along a line it is linear between voxel centres; each such',
  '  piece spreads its volume evenly over its range of dose. Outside the outermost voxel centres the dose is unknown, not zero: that part counts in the volume, not in',
  '  any dose figure, and the covered part is shown.',
  '- **Figures.** Bins of 0.01 Gy, interpolated inside the bin for Dx and Vx. Mean, minimum and maximum do not come from bins; the latter two include the contour',
  '  vertices. Percent refers to the volume inside the dose grid.',
  '- **Small structures** (under 0.5 cm³ or fewer than four planes) carry a notice.',
  '',
];

const closedForms = (table: PassTable): string[] => [
  '## Closed forms',
  '',
  'Sphere, cylinder and cone under a linear gradient of 1 Gy/mm (design of Nelms et al., Med Phys 2015;42:4435, doi 10.1118/1.4923175) and spheres under a radial',
  'Gaussian dose; `test/rt/oracles/README.md` names the formulas. Dose grids of 0.5, 1, 2 and 3 mm with contours 0.5, 1, 2 and 3 mm apart (where the height is a',
  'whole number of slices), centred on a voxel and off it (+0.37, −0.23, +0.41 mm); the worse of the two is shown.',
  '',
  'Acceptance, grid and slices ≤ 1 mm (2–3 mm): volume 1 % (3 %); mean 0.5 % or 0.05 Gy (1 %); D99%…D1% 0.24 Gy (0.48 Gy); VxGy 1 point (2 points); D0.03cc 0.5 Gy (1 Gy).',
  'Radial cases, ≤ 1 mm only: volumes, CI and GI 5 %, HI 0.01; at 6 mm diameter 15 %. Where the source is silent our own rule is stricter than silence: Dmin and',
  'Dmax as D0.03cc, D1cc as D99%…D1%, VxGy in cm³ as its points of the volume; doses of the radial cases by the curvature of the dose between grid points',
  '(3h²/8 · 24/σ²) and, for Dmin and D98%, the half slice that contours 1 mm apart leave open. Radial cases at 2 and 3 mm are shown, not judged.',
  '',
  ...summaryLines(table),
  '',
  '### Nearest to the tolerance',
  '',
  ...worstLines(table, 25),
  '',
];

const everyFigure = (table: PassTable): string[] => [
  '## Every closed-form figure',
  '',
  'Columns: dose grid / slice spacing in mm. Numbers: worst deviation, computed − expected. Bold: outside the tolerance. In brackets: no acceptance stated.',
  '',
  ...table.cases.flatMap(caseLines),
];
