import { AppError } from '../../../../shared/errors/appError.ts';
import { sopClass } from '../../../../shared/dicom/sopClasses.ts';
import { networkError } from '../networkErrors.ts';
import type { NodeClient } from '../nodeClient.ts';
import { failed, probeEndpoint, skipped, type Step } from '../testSteps.ts';
import { findNothing, findStudies } from './dimseFind.ts';
import { getStudy, moveStudy, retrieveStudies } from './dimseRetrieve.ts';
import { storeObjects } from './dimseSend.ts';
import { CEchoRequest } from './library.ts';
import type { MoveTarget } from './receiver.ts';
import { ScuAssociation, type DimsePeer } from './scuAssociation.ts';
import { explicitLittleEndian, implicitLittleEndian, service } from './syntaxes.ts';

const stepTimeoutMs = 2_500;
const stored = [sopClass.ct, sopClass.mr, sopClass.rtStructureSet, sopClass.rtPlan, sopClass.rtDose];

/** A node that speaks DIMSE. @param target this console's own port, for C-MOVE */
export function openDimseNode(peer: DimsePeer, retrieveBy: 'get' | 'move', target: MoveTarget): NodeClient {
  const fetchStudy = retrieveBy === 'get' ? getStudy(peer) : moveStudy(peer, target);
  const find = [{ abstractSyntax: service.find, transferSyntaxes: [implicitLittleEndian] }];
  return {
    find: (query, signal) => ScuAssociation.during(peer, find, { signal }, (association) => findStudies(association, peer.name, query)),
    retrieve: (studyInstanceUIDs, signal, expect) => retrieveStudies(peer, studyInstanceUIDs, fetchStudy, signal, expect),
    send: (items, signal, sent) => storeObjects(peer, items, signal, sent),
    test: async (signal) => {
      const { steps, isReachable } = await probeEndpoint(peer.endpoint, signal);
      const rest = isReachable ? await tryServices(peer, retrieveBy, target, signal) : [skipped('aeTitle'), skipped('rights'), skipped('find'), skipped('store')];
      return [...steps, ...rest];
    },
  };
}

/** One association for everything: what it may do shows in the contexts it is given. */
async function tryServices(peer: DimsePeer, retrieveBy: 'get' | 'move', target: MoveTarget, signal: AbortSignal): Promise<Step[]> {
  const proposals = [service.verification, service.find, service[retrieveBy]].map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: [implicitLittleEndian] }));
  const storage = stored.map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: [explicitLittleEndian] }));
  const steps: Step[] = [];
  try {
    await ScuAssociation.during(peer, [...proposals, ...storage], { signal, connectMs: stepTimeoutMs, idleMs: stepTimeoutMs }, async (association) => {
      steps.push(await tryStep('aeTitle', `${peer.name} knows itself as ${peer.calledAe} and this console as ${peer.callingAe}.`, async () => void (await association.perform(new CEchoRequest()))));
      steps.push(rightsStep(association, peer, retrieveBy, target));
      steps.push(await tryStep('find', `${peer.name} answers a search for studies.`, () => findNothing(association, peer.name)));
      steps.push(storeStep(association, peer));
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const all = ['aeTitle', 'rights', 'find', 'store'] as const;
    const next = all[steps.length];
    if (next === undefined) return steps;
    return [...steps, failed(next, error), ...all.slice(steps.length + 1).map(skipped)];
  }
  return steps;
}

async function tryStep(step: Step['step'], message: string, attempt: () => Promise<void>): Promise<Step> {
  try {
    await attempt();
    return { step, outcome: 'ok', reason: 'ok', message };
  } catch (error) {
    // A service refused leaves the association; a lost one fails the step and those after it.
    if (error instanceof AppError && error.reason !== 'unreachable') return failed(step, error);
    throw error;
  }
}

function rightsStep(association: ScuAssociation, peer: DimsePeer, retrieveBy: 'get' | 'move', target: MoveTarget): Step {
  const name = retrieveBy === 'get' ? 'C-GET' : 'C-MOVE';
  if (!association.accepts(service[retrieveBy], implicitLittleEndian)) {
    return failed('rights', networkError('refused', 'notOffered', `${peer.name} does not offer ${name} to ${peer.callingAe}; ask its administrator for the right${retrieveBy === 'get' ? ', or fetch by C-MOVE' : ''}.`));
  }
  if (retrieveBy === 'move' && !target.isListening) {
    return failed('rights', networkError('refused', 'notReceiving', `${peer.name} would send to this console, which does not receive; switch receiving on, or fetch by C-GET.`));
  }
  const note = retrieveBy === 'move' ? ` It must know ${target.aeTitle} with the address and port of this console.` : '';
  return { step: 'rights', outcome: 'ok', reason: 'ok', message: `${peer.name} offers ${name}.${note}` };
}

function storeStep(association: ScuAssociation, peer: DimsePeer): Step {
  const refused = stored.filter((abstractSyntax) => !association.accepts(abstractSyntax, explicitLittleEndian));
  if (refused.length === 0) return { step: 'store', outcome: 'ok', reason: 'ok', message: `${peer.name} takes CT, MR and radiotherapy objects; nothing was stored.` };
  const message = refused.length === stored.length ? `${peer.name} takes no objects from ${peer.callingAe}.` : `${peer.name} does not take every kind of object; not ${refused.join(', ')}.`;
  return failed('store', networkError('refused', 'notOffered', message));
}
