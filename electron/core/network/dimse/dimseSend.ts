import { AppError } from '../../../../shared/errors/appError.ts';
import { nameTransferSyntax } from '../../../../shared/dicom/encoding.ts';
import { nameFailure } from '../failureReasons.ts';
import { cancelled } from '../networkErrors.ts';
import type { SendItem, Sent } from '../nodeClient.ts';
import { dataSetOf } from '../part10.ts';
import { CStoreRequest } from './library.ts';
import { RawDataset } from './rawAssociation.ts';
import { ScuAssociation, type DimsePeer } from './scuAssociation.ts';
import { maxContexts } from './syntaxes.ts';

/** The library keeps what it sent as long as the association lasts. */
const objectsPerAssociation = 200;
const sendIdleMs = 2 * 60_000;
/** Statuses that say stored, though with a remark (PS3.4 table B.2-1). */
const isStored = (status: number): boolean => status === 0 || status >> 12 === 0xb;

/**
 * Sends objects by C-STORE, each in its own transfer syntax and with its own bytes. An archive that breaks off at one
 * object is asked again for the rest.
 */
export async function storeObjects(peer: DimsePeer, items: readonly SendItem[], signal: AbortSignal, sent: Sent): Promise<void> {
  let waiting = [...items];
  let lossesInARow = 0;
  while (waiting.length > 0) {
    const lot = takeLot(waiting);
    let done = 0;
    try {
      await ScuAssociation.during(peer, proposalsFor(lot), { signal, idleMs: sendIdleMs }, async (association) => {
        for (const item of lot) {
          if (signal.aborted) throw cancelled();
          sent(item.sopInstanceUID, await storeOne(association, peer, item));
          done += 1;
          lossesInARow = 0;
        }
      });
    } catch (error) {
      const refused = lot[done];
      lossesInARow += 1;
      if (!(error instanceof AppError) || error.detail['why'] !== 'connectionLost' || !refused || lossesInARow > 2) throw error;
      sent(refused.sopInstanceUID, error.message);
      done += 1;
    }
    waiting = waiting.filter((item) => !lot.slice(0, done).includes(item));
  }
}

const contextOf = (item: SendItem): string => `${item.sopClassUID} ${item.transferSyntaxUID}`;

/** As many objects as one association has contexts for. */
function takeLot(items: readonly SendItem[]): SendItem[] {
  const contexts = new Set<string>();
  const lot: SendItem[] = [];
  for (const item of items) {
    if (lot.length === objectsPerAssociation) break;
    if (!contexts.has(contextOf(item)) && contexts.size === maxContexts) continue;
    contexts.add(contextOf(item));
    lot.push(item);
  }
  return lot;
}

/** Every kind of object in exactly the syntax it lies in: nothing is converted. */
const proposalsFor = (lot: readonly SendItem[]): { abstractSyntax: string; transferSyntaxes: string[] }[] =>
  [...new Map(lot.map((item) => [contextOf(item), item])).values()].map(({ sopClassUID, transferSyntaxUID }) => ({ abstractSyntax: sopClassUID, transferSyntaxes: [transferSyntaxUID] }));

/** @returns null when stored, otherwise why not */
async function storeOne(association: ScuAssociation, peer: DimsePeer, item: SendItem): Promise<string | null> {
  const { sopClassUID, sopInstanceUID, transferSyntaxUID } = item;
  if (!association.accepts(sopClassUID, transferSyntaxUID)) {
    return `${peer.name} does not take objects of the kind ${sopClassUID} in ${nameTransferSyntax(transferSyntaxUID)}; objects are sent as they are, not converted.`;
  }
  let file: Uint8Array;
  try {
    file = await item.read();
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
  const request = new CStoreRequest(new RawDataset(dataSetOf(file), transferSyntaxUID, { SOPClassUID: sopClassUID, SOPInstanceUID: sopInstanceUID }));
  const { status } = await association.perform(request);
  // The library keeps the request until the association ends; the bytes need not stay with it.
  request.setDataset(new RawDataset(new Uint8Array(0), transferSyntaxUID));
  return isStored(status) ? null : nameFailure(status);
}
