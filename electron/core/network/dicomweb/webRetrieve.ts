import { readHeader } from '../../../../shared/dicom/readHeader.ts';
import type { Reject } from '../../../../shared/dicom/types.ts';
import { AppError, SyncError } from '../../../../shared/errors/appError.ts';
import { maxObjectBytes, notDelivered, type Expect, type FetchedObject } from '../nodeClient.ts';
import { boundaryOf, readMultipart } from './readMultipart.ts';
import type { WebClient } from './webClient.ts';
import { listInstances, type ListedInstance } from './webFind.ts';

/** Files as the archive holds them: any transfer syntax, nothing converted (PS3.18 8.7.3.5.2). */
const anySyntax = 'multipart/related; type="application/dicom"; transfer-syntax=*';

/**
 * Objects of studies by WADO-RS, series by series. What a series did not bring, because the connection broke or the
 * server left it out, is asked for once more by itself; then it is a reject.
 */
export async function* retrieveStudies(client: WebClient, studyInstanceUIDs: readonly string[], signal: AbortSignal, expect: Expect): AsyncGenerator<FetchedObject | Reject> {
  const listed: { readonly study: string; readonly instances: readonly ListedInstance[] }[] = [];
  for (const study of studyInstanceUIDs) listed.push({ study, instances: await listInstances(client, study, signal) });
  expect({ files: listed.reduce((sum, { instances }) => sum + instances.length, 0), bytes: null });
  for (const { study, instances } of listed) {
    if (instances.length === 0) yield { path: `${client.address.name}/${study}`, reason: 'not-delivered', message: `${client.address.name} lists no objects of the study ${study}; search for it again.` };
    for (const series of new Set(instances.map(({ seriesInstanceUID }) => seriesInstanceUID))) {
      const members = instances.filter(({ seriesInstanceUID }) => seriesInstanceUID === series).map(({ sopInstanceUID }) => sopInstanceUID);
      yield* retrieveSeries(client, `/studies/${study}/series/${series}`, members, signal);
    }
  }
}

async function* retrieveSeries(client: WebClient, path: string, members: readonly string[], signal: AbortSignal): AsyncGenerator<FetchedObject | Reject> {
  const missing = new Set(members);
  let why = 'it was not in the answer';
  const note = (error: unknown): void => {
    // Without the right nothing else of this server comes either.
    if (!(error instanceof SyncError) || error.reason === 'unauthorized') throw error;
    why = error.message;
  };
  try {
    for await (const object of fetchObjects(client, path, signal)) {
      missing.delete(uidOf(object.bytes) ?? '');
      yield object;
    }
  } catch (error) {
    note(error);
  }
  for (const sopInstanceUID of missing) {
    let hasCome = false;
    try {
      for await (const object of fetchObjects(client, `${path}/instances/${sopInstanceUID}`, signal)) {
        hasCome = true;
        yield object;
      }
    } catch (error) {
      note(error);
    }
    if (!hasCome) yield notDelivered(client.address.name, sopInstanceUID, why);
  }
}

async function* fetchObjects(client: WebClient, path: string, signal: AbortSignal): AsyncGenerator<FetchedObject> {
  const response = await client.ask({ path, accept: anySyntax }, signal);
  const contentType = response.headers.get('content-type') ?? '';
  const boundary = boundaryOf(contentType);
  if (boundary === null || !/application\/dicom\b(?!\+)/i.test(contentType)) {
    await response.body?.cancel();
    throw client.notDicomWeb();
  }
  let count = 0;
  for await (const { body } of readMultipart(client.stream(response, signal), boundary, maxObjectBytes)) {
    count += 1;
    yield { name: `${client.address.name}/${uidOf(body) ?? String(count)}`, bytes: body };
  }
}

/** An object that cannot be read is handed on all the same: the import says what is wrong with it. */
function uidOf(bytes: Uint8Array): string | null {
  try {
    return readHeader(bytes).sopInstanceUID;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
