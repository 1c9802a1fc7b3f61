import type { LinkStatus } from './meetingState.ts';

export type LinkGrade = 'good' | 'fair' | 'poor' | 'connecting' | 'broken';

/** Speech becomes hard to interleave above about 300 ms there and back (ITU-T G.114: 150 ms one way). */
const poorRttMs = 300;
const fairRttMs = 150;

/** What the quality mark of a tile shows. */
export function gradeLink(link: LinkStatus): LinkGrade {
  if (link.state === 'connecting' || link.state === 'broken') return link.state;
  if (link.state === 'unstable') return 'poor';
  if (link.rttMs === null || link.rttMs < fairRttMs) return 'good';
  return link.rttMs < poorRttMs ? 'fair' : 'poor';
}
