import type { NetworkTestReason, NetworkTestStep } from '../../../../shared/ipc/channels.ts';
import { AppError } from '../../../../shared/errors/appError.ts';
import { reasonOf } from '../networkErrors.ts';
import type { Endpoint } from '../openSocket.ts';
import type { NodeClient } from '../nodeClient.ts';
import { failed, probeEndpoint, skipped, type Step } from '../testSteps.ts';
import { WebClient, type WebAddress } from './webClient.ts';
import { findStudies } from './webFind.ts';
import { retrieveStudies } from './webRetrieve.ts';
import { storeNothing, storeObjects } from './webSend.ts';

const stepTimeoutMs = 2_500;

/** A node that speaks DICOMweb. */
export function openWebNode(address: WebAddress): NodeClient {
  const client = new WebClient(address);
  return {
    find: (query, signal) => findStudies(client, query, signal),
    retrieve: (studyInstanceUIDs, signal, expect) => retrieveStudies(client, studyInstanceUIDs, signal, expect),
    send: (items, signal, sent) => storeObjects(client, items, signal, sent),
    test: async (signal) => {
      const { steps, isReachable } = await probeEndpoint(endpointOf(address.url), signal);
      return isReachable ? [...steps, ...(await tryServices(client, signal))] : [...steps, skipped('rights'), skipped('find'), skipped('store')];
    },
  };
}

function endpointOf(url: string): Endpoint {
  const { protocol, hostname, port } = new URL(url);
  const useTls = protocol === 'https:';
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? (useTls ? 443 : 80) : Number(port), useTls };
}

const rightsReasons: ReadonlySet<NetworkTestReason> = new Set(['accountNeeded', 'wrongPassword', 'forbidden']);

async function tryServices(client: WebClient, signal: AbortSignal): Promise<NetworkTestStep[]> {
  const { name, userName } = client.address;
  try {
    await client.askJson('/studies?limit=1', signal, stepTimeoutMs);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (rightsReasons.has(reasonOf(error))) return [failed('rights', error), skipped('find'), skipped('store')];
    // What a search for any study is refused for is not a search.
    return [skipped('rights'), failed('find', reasonOf(error) === 'refused' ? client.notDicomWeb(error) : error), skipped('store')];
  }
  const account = userName === null ? `${name} answers without an account.` : `${name} accepts the account.`;
  return [
    { step: 'rights', outcome: 'ok', reason: 'ok', message: account },
    { step: 'find', outcome: 'ok', reason: 'ok', message: `${name} answers a search for studies.` },
    await tryStoring(client, signal),
  ];
}

async function tryStoring(client: WebClient, signal: AbortSignal): Promise<Step> {
  const { name } = client.address;
  try {
    const response = await storeNothing(client, signal, stepTimeoutMs);
    if (response.status === 401 || response.status === 403) return failed('store', client.refusal(response));
    if (response.status === 404 || response.status === 405 || response.status === 501) {
      return { step: 'store', outcome: 'failed', reason: 'notOffered', message: `${name} does not store objects by STOW-RS.` };
    }
    // A request to store nothing may be called bad: what counts is that it was not refused as such.
    if (response.status < 500) return { step: 'store', outcome: 'ok', reason: 'ok', message: `${name} takes requests to store; nothing was stored.` };
    return { step: 'store', outcome: 'skipped', reason: 'notProven', message: `${name} answers an empty request to store with status ${response.status}; send one object to be sure.` };
  } catch (error) {
    if (error instanceof AppError) return failed('store', error);
    throw error;
  }
}
