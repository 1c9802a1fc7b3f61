import type { ChainLink } from '../../shared/dicom/types.ts';
import { isPlan, isVolumeImage, sopClass } from '../../shared/dicom/sopClasses.ts';
import type { CaseImaging, StoredInstance } from '../../shared/ipc/channels.ts';

export type ChainKind = 'IMAGE' | 'RTSTRUCT' | 'RTPLAN' | 'RTDOSE';

/** One box of the chain: what of this kind the case holds. */
export interface ChainBox {
  readonly kind: ChainKind;
  readonly modality: string;
  readonly count: number;
  readonly label: string | null;
}

/** The arrow from a box to the one before it; null where the case holds nothing that could point. */
export interface ChainArrow {
  readonly from: ChainKind;
  readonly link: ChainLink | null;
}

const kinds: readonly ChainKind[] = ['IMAGE', 'RTSTRUCT', 'RTPLAN', 'RTDOSE'];

/** Gravest first: when several objects link, the worst is shown. */
const gravity: readonly ChainLink['status'][] = ['missing', 'mismatched', 'duplicated', 'partial', 'absent', 'complete'];

/** Boxes and arrows of CT ← RTSTRUCT ← RTPLAN ← RTDOSE for one case. */
export function chainPicture(imaging: CaseImaging): { readonly boxes: readonly ChainBox[]; readonly arrows: readonly ChainArrow[] } {
  const boxes = kinds.map((kind): ChainBox => {
    const members = imaging.instances.filter((instance) => kindOf(instance) === kind);
    return { kind, modality: kind === 'IMAGE' ? (members[0]?.header.modality ?? 'CT') : kind, count: members.length, label: members[0]?.header.label ?? members[0]?.header.series.description ?? null };
  });
  const arrows = kinds.slice(1).map((from): ChainArrow => {
    const links = imaging.chain.links.filter((link) => link.from === from && link.to !== from);
    const worst = [...links].sort((a, b) => gravity.indexOf(a.status) - gravity.indexOf(b.status))[0];
    return { from, link: worst ?? null };
  });
  return { boxes, arrows };
}

function kindOf({ header }: StoredInstance): ChainKind | null {
  if (isVolumeImage(header.sopClassUID)) return 'IMAGE';
  if (header.sopClassUID === sopClass.rtStructureSet) return 'RTSTRUCT';
  if (isPlan(header.sopClassUID)) return 'RTPLAN';
  return header.sopClassUID === sopClass.rtDose ? 'RTDOSE' : null;
}

/** Colour of a link's status; the words beside it say the same. */
export function statusColour(status: ChainLink['status'] | null): string {
  if (status === 'complete') return '#69db7c';
  if (status === null || status === 'missing' || status === 'mismatched' || status === 'duplicated') return '#ff8787';
  return '#ffc078';
}
