import { buildContourStack } from '../../contours/contourStack.ts';
import { connectedPieces } from '../../contours/pieces.ts';
import { buildSlabs } from '../../contours/slabs.ts';
import { contourSpacingMm } from '../../dvh/structureSetDvh.ts';
import { sidesOf } from '../../names/organTable.ts';
import type { Structure } from '../../types.ts';
import { absent, flag, pass, rounded } from '../findings.ts';
import { sourceOf } from '../sources.ts';
import type { Check, CheckFinding, Review } from '../types.ts';
import { pieceDistanceMm } from './pieceDistance.ts';
import { isAnatomy, isDrawn, isTarget, likelyStandard } from './structureRoles.ts';

/** Organs that lie apart by nature: both sides in one structure, loops, nodes, bones, vessels. */
const multiPart = /^(?:Bowel|Bag_Bowel|Jejunum|Ileum|Colon|LN|Rib|VB|Bone|Skin|Chestwall|GreatVes|A_|V_|CN_|Nrv_|Markers|Prosthesis|SeminalVes|Bronch|Glnd_|Testes|Ovar|Leads|Musc|Tonsil|Scar)/u;

/** Outlines nearer than this touch. */
const touchingMm = 1;

/** Pieces of a structure nobody meant to draw. */
export const strayPieces: Check = {
  number: 43,
  title: { zh: '零散碎片', en: 'Stray pieces' },
  severity: 'B',
  attributes: ['ContourSequence', 'ContourData'],
  rule: {
    zh: '除主体外，小于 0.1 cm³ 或距主体超过 50 mm 的碎块（场所设置）；与主体相接的细屑不算；双侧、肠管、淋巴结等本来分开的结构和多个部位的靶区不按距离判断',
    en: 'A piece under 0.1 cm³, or more than 50 mm from the main part (site settings); slivers that touch the rest do not count, and distance does not count for targets and for organs that lie apart by nature (both sides, bowel, nodes, bones)',
  },
  source: sourceOf('C.8.8.6'),
  sentences: {
    whole: { zh: '{{structures}} 个结构无零散碎片', en: '{{structures}} structures have no stray pieces' },
    small: { zh: '{{structure}} 有 {{count}} 个碎块小于 {{limitCc}} cm³，最小 {{smallestCc}} cm³', en: '{{structure}} has {{count}} pieces under {{limitCc}} cm³, the smallest {{smallestCc}} cm³' },
    far: { zh: '{{structure}} 有一块 {{volumeCc}} cm³ 距主体 {{distanceMm}} mm', en: '{{structure}} has a piece of {{volumeCc}} cm³ that lies {{distanceMm}} mm from its main part' },
  },
  run: (review) => {
    const { structureSet } = review;
    if (structureSet === null) return [absent('RTSTRUCT')];
    const looked = structureSet.structures.filter((structure) => isDrawn(structure) && isAnatomy(structure));
    const spacingMm = contourSpacingMm(structureSet.structures) ?? 1;
    const findings = looked.flatMap((structure) => piecesOf(structure, spacingMm, review));
    return findings.length > 0 ? findings : [pass('whole', { structures: looked.length })];
  },
};

function piecesOf(structure: Structure, spacingMm: number, review: Review): readonly CheckFinding[] {
  const { cc, distanceMm } = review.site.tolerances.strayPiece;
  const stack = buildSlabs(buildContourStack(structure), 'half', spacingMm);
  const [main, ...rest] = connectedPieces(stack);
  if (main === undefined) return [];
  const apart = rest.map((piece) => ({ piece, distance: pieceDistanceMm(main, piece, stack) }));
  // Where an outline crosses itself it pinches off a sliver that touches the rest.
  const others = apart.filter(({ piece, distance }) => piece.volumeCc > 0 && (piece.volumeCc >= cc || distance > touchingMm));
  const findings: CheckFinding[] = [];
  const small = others.map(({ piece }) => piece).filter(({ volumeCc }) => volumeCc < cc);
  const smallest = small.at(-1);
  if (smallest !== undefined) {
    findings.push(flag('small', { structure: structure.name, count: small.length, limitCc: cc, smallestCc: rounded(smallest.volumeCc, 4) }, small.slice(0, 5).map(({ centroid }) => ({ kind: 'structure', roiNumber: structure.number, pointMm: centroid }))));
  }
  if (liesApart(structure, review)) return findings;
  const [furthest] = others.filter(({ distance }) => distance > distanceMm).sort((a, b) => b.distance - a.distance);
  if (furthest !== undefined) {
    const { piece, distance } = furthest;
    findings.push(flag('far', { structure: structure.name, volumeCc: rounded(piece.volumeCc, 3), distanceMm: rounded(distance, 1) }, [{ kind: 'structure', roiNumber: structure.number, pointMm: piece.centroid }]));
  }
  return findings;
}

/** Targets may be several, and of a name nobody knows nobody knows whether it is one part. */
function liesApart(structure: Structure, review: Review): boolean {
  const standard = likelyStandard(structure, review);
  return isTarget(structure) || standard === null || sidesOf(standard) !== null || multiPart.test(standard) || standard.includes('-');
}
