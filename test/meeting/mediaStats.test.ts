import { describe, expect, it } from 'vitest';
import { gradeLink } from '../../renderer/meeting/linkGrade.ts';
import { readMedia } from '../../renderer/meeting/mediaStats.ts';

describe('link measurement', () => {
  it('counts frames and packets by kind, and bytes of the pair in use', () => {
    const report = new Map<string, unknown>([
      ['v', { type: 'inbound-rtp', kind: 'video', framesDecoded: 65, packetsReceived: 161, packetsLost: 2 }],
      ['a', { type: 'inbound-rtp', kind: 'audio', packetsReceived: 222, packetsLost: 1 }],
      ['o', { type: 'outbound-rtp', kind: 'video', packetsSent: 9 }],
      ['p1', { type: 'candidate-pair', id: 'p1', nominated: true, state: 'succeeded', bytesReceived: 5, bytesSent: 6, currentRoundTripTime: 9 }],
      ['p2', { type: 'candidate-pair', id: 'p2', nominated: true, state: 'succeeded', bytesReceived: 5000, bytesSent: 6000, currentRoundTripTime: 0.02 }],
      ['t', { type: 'transport', selectedCandidatePairId: 'p2' }],
    ]);
    expect(readMedia('d', report)).toEqual({ deviceId: 'd', videoFramesDecoded: 65, audioPacketsReceived: 222, videoPacketsReceived: 161, packetsLost: 3, bytesReceived: 5000, bytesSent: 6000, rttMs: 20 });
    expect(readMedia('d', new Map())).toMatchObject({ videoFramesDecoded: 0, rttMs: null });
  });

  it.each([['open', 20, 'good'], ['open', null, 'good'], ['open', 200, 'fair'], ['open', 400, 'poor'], ['unstable', 20, 'poor'], ['connecting', null, 'connecting'], ['broken', null, 'broken']] as const)('grades %s with %s ms as %s', (state, rttMs, grade) => {
    expect(gradeLink({ deviceId: 'd', state, transport: 'dataChannel', rttMs, replacements: 0 })).toBe(grade);
  });
});
