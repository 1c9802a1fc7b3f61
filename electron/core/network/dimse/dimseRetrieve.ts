import type { Reject } from '../../../../shared/dicom/types.ts';
import { Handover } from '../handover.ts';
import { explainStatus } from '../failureReasons.ts';
import { networkError } from '../networkErrors.ts';
import { notDelivered, type Expect, type FetchedObject } from '../nodeClient.ts';
import { wrapDataSet } from '../part10.ts';
import { listStudy, type ListedSeries } from './dimseFind.ts';
import { encodeIdentifier, type Identifier } from './identifier.ts';
import { CGetRequest, CMoveRequest } from './library.ts';
import { RawDataset, type ReceivedObject } from './rawAssociation.ts';
import type { MoveTarget } from './receiver.ts';
import { ScuAssociation, type DimsePeer } from './scuAssociation.ts';
import { implicitLittleEndian, maxContexts, proposeStorage, service, usualStorageClasses } from './syntaxes.ts';

/** An archive may have to fetch from tape before it sends or says anything. */
const retrieveIdleMs = 5 * 60_000;

/** Fetches the objects of one study and hands each on; resolves with why some may be missing, null when all went well. */
export type FetchStudy = (study: string, listed: readonly ListedSeries[], take: (object: ReceivedObject) => Promise<void>, signal: AbortSignal) => Promise<string | null>;

/** Objects of studies as they arrive, and a reject for every one the archive lists and did not send. */
export async function* retrieveStudies(peer: DimsePeer, studies: readonly string[], fetchStudy: FetchStudy, signal: AbortSignal, expect: Expect): AsyncGenerator<FetchedObject | Reject> {
  const listed = new Map<string, ListedSeries[]>();
  await ScuAssociation.during(peer, [{ abstractSyntax: service.find, transferSyntaxes: [implicitLittleEndian] }], { signal, idleMs: retrieveIdleMs }, async (association) => {
    for (const study of studies) listed.set(study, await listStudy(association, peer.name, study));
  });
  expect({ files: [...listed.values()].flat().reduce((sum, { objects }) => sum + objects.length, 0), bytes: null });
  for (const [study, series] of listed) yield* retrieveStudy(peer, study, series, fetchStudy, signal);
}

async function* retrieveStudy(peer: DimsePeer, study: string, listed: readonly ListedSeries[], fetchStudy: FetchStudy, signal: AbortSignal): AsyncGenerator<FetchedObject | Reject> {
  const missing = new Set(listed.flatMap(({ objects }) => objects.map(({ sopInstanceUID }) => sopInstanceUID)));
  const arriving = new Handover<ReceivedObject>();
  // Left early, the transfer is ended too.
  const own = new AbortController();
  const outcome: { why: string | null } = { why: null };
  const fetch = async (): Promise<void> => {
    try {
      outcome.why = await fetchStudy(study, listed, (object) => arriving.push(object), AbortSignal.any([signal, own.signal]));
      arriving.finish();
    } catch (error) {
      arriving.finish(error);
    }
  };
  const fetching = fetch();
  let count = 0;
  try {
    for await (const object of arriving) {
      count += 1;
      missing.delete(object.sopInstanceUID);
      yield { name: `${peer.name}/${object.sopInstanceUID}`, bytes: wrapDataSet(object, object.dataSet) };
    }
  } finally {
    own.abort();
    await fetching;
  }
  const why = outcome.why ?? 'it was not among what came';
  for (const sopInstanceUID of missing) yield notDelivered(peer.name, sopInstanceUID, why);
  if (count === 0 && missing.size === 0) yield { path: `${peer.name}/${study}`, reason: 'not-delivered', message: `${peer.name} delivered nothing of the study ${study} (${why}); search for it again.` };
}

/** C-GET: the objects come over the association that asks, in contexts for the kinds the archive lists. */
export function getStudy(peer: DimsePeer): FetchStudy {
  return async (study, listed, take, signal) => {
    const known = new Set(listed.flatMap(({ objects }) => objects.flatMap(({ sopClassUID }) => (sopClassUID === null ? [] : [sopClassUID]))));
    const isKnown = known.size > 0 && listed.every(({ objects }) => objects.every(({ sopClassUID }) => sopClassUID !== null));
    const classes = isKnown ? [...known] : [...new Set([...known, ...usualStorageClasses])];
    const proposals = [{ abstractSyntax: service.get, transferSyntaxes: [implicitLittleEndian] }, ...proposeStorage(classes, maxContexts - 1)];
    return ScuAssociation.during(peer, proposals, { signal, idleMs: retrieveIdleMs, take }, async (association) => {
      let why: string | null = null;
      for (const keys of requestsFor(study, listed)) {
        const request = new CGetRequest();
        request.setDataset(new RawDataset(encodeIdentifier(keys, 'ISO_IR 192'), implicitLittleEndian));
        const { status } = await association.perform(request);
        if (status !== 0) why = explainStatus(status);
      }
      return why;
    });
  };
}

/** Series by series, so that one that fails leaves the others; the whole study where the series are not known. */
const requestsFor = (study: string, listed: readonly ListedSeries[]): Identifier[] =>
  listed.length === 0
    ? [{ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: study }]
    : listed.map(({ seriesInstanceUID }) => ({ QueryRetrieveLevel: 'SERIES', StudyInstanceUID: study, SeriesInstanceUID: seriesInstanceUID }));

/** C-MOVE: the archive sends the objects to this console's own port. */
export function moveStudy(peer: DimsePeer, target: MoveTarget): FetchStudy {
  return async (study, _listed, take, signal) => {
    if (!target.isListening) {
      throw networkError('refused', 'notReceiving', `${peer.name} sends what is fetched to this console, which does not receive; switch receiving on in the settings, or fetch by C-GET.`);
    }
    const stop = target.expect(study, peer.calledAe, take);
    try {
      return await ScuAssociation.during(peer, [{ abstractSyntax: service.move, transferSyntaxes: [implicitLittleEndian] }], { signal, idleMs: retrieveIdleMs }, async (association) => {
        const request = new CMoveRequest();
        request.setDataset(new RawDataset(encodeIdentifier({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: study }, 'ISO_IR 192'), implicitLittleEndian));
        request.getCommandDataset()?.setElement('MoveDestination', target.aeTitle);
        const { status } = await association.perform(request);
        return status === 0 ? null : explainStatus(status);
      });
    } finally {
      stop();
    }
  };
}
