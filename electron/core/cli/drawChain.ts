import type { ChainLink, InstanceHeader, ReferenceChain } from '../../../shared/dicom/types.ts';

const marks: Readonly<Record<ChainLink['status'], string>> = {
  complete: '◄──', partial: '◄┄┄', missing: '✗──', mismatched: '≠──', absent: '···', duplicated: '◄══',
};

/** The RT chain as lines of text: one per link, status in words, then what is wrong. */
export function drawChain(chain: ReferenceChain, instances: readonly InstanceHeader[]): readonly string[] {
  const labels = new Map(instances.map((instance) => [instance.sopInstanceUID, instance.label]));
  const lines = [`RT chain: ${chain.isComplete ? 'complete (CT ◄── RTSTRUCT ◄── RTPLAN ◄── RTDOSE)' : 'not complete'}`];
  for (const link of chain.links) {
    const label = labels.get(link.fromSopInstanceUID);
    const from = `${link.from}${label === undefined || label === null ? '' : ` "${label}"`}`;
    const how = link.by === 'frameOfReference' ? `, ${link.found} by frame of reference` : '';
    lines.push(`  ${link.to.padEnd(8)} ${marks[link.status]} ${from}  ${link.status} (${link.found} of ${link.referenced}${how})`);
  }
  for (const problem of chain.problems) lines.push(`  ! ${problem}`);
  return lines;
}
