import type { PeerLink } from './peerLink.ts';

/** What one link carried since its peer was made. */
export interface LinkMedia {
  readonly deviceId: string;
  readonly videoFramesDecoded: number;
  readonly audioPacketsReceived: number;
  readonly videoPacketsReceived: number;
  readonly packetsLost: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly rttMs: number | null;
}

type Entry = Readonly<Record<string, unknown>>;

const numberOf = (entry: Entry, key: string): number => {
  const value = entry[key];
  return typeof value === 'number' ? value : 0;
};

/** Reads the counts out of a statistics report (W3C webrtc-stats: inbound-rtp, candidate-pair). */
export function readMedia(deviceId: string, report: ReadonlyMap<string, unknown>): LinkMedia {
  const entries = [...report.values()].filter((entry): entry is Entry => typeof entry === 'object' && entry !== null);
  const inbound = (kind: string): Entry[] => entries.filter((entry) => entry['type'] === 'inbound-rtp' && entry['kind'] === kind);
  const sum = (list: readonly Entry[], key: string): number => list.reduce((total, entry) => total + numberOf(entry, key), 0);
  const video = inbound('video');
  const audio = inbound('audio');
  // Several pairs may be nominated; the transport says which one is in use.
  const selected = entries.find((entry) => entry['type'] === 'transport')?.['selectedCandidatePairId'];
  const pair = entries.find((entry) => entry['type'] === 'candidate-pair' && entry['id'] === selected);
  const rttS = pair?.['currentRoundTripTime'];
  return {
    deviceId,
    videoFramesDecoded: sum(video, 'framesDecoded'),
    audioPacketsReceived: sum(audio, 'packetsReceived'),
    videoPacketsReceived: sum(video, 'packetsReceived'),
    packetsLost: sum(video, 'packetsLost') + sum(audio, 'packetsLost'),
    bytesReceived: pair ? numberOf(pair, 'bytesReceived') : 0,
    bytesSent: pair ? numberOf(pair, 'bytesSent') : 0,
    rttMs: typeof rttS === 'number' ? rttS * 1000 : null,
  };
}

/** Counts of every link that has a peer now; also remembers each link's round trip. */
export async function measureLinks(links: ReadonlyMap<string, PeerLink>): Promise<readonly LinkMedia[]> {
  const measured = await Promise.all([...links].map(async ([deviceId, link]) => {
    // A connection that closes while it is asked has nothing to tell.
    const report = await link.peer?.stats().catch(() => null);
    if (!report) return [];
    const media = readMedia(deviceId, report);
    link.rttMs = media.rttMs;
    return [media];
  }));
  return measured.flat();
}
