import type { NodeSettings } from '../store/networkNodes.ts';
import { openWebNode } from './dicomweb/webNode.ts';
import type { MoveTarget } from './dimse/receiver.ts';
import type { NodeClient } from './nodeClient.ts';

/**
 * The way to talk to a node.
 *
 * @param aeTitle this console's own
 * @param target this console's port, for C-MOVE
 */
export async function openNode(node: NodeSettings, password: string | null, aeTitle: string, target: MoveTarget): Promise<NodeClient> {
  if (node.kind === 'dicomweb') return openWebNode({ name: node.name, url: node.url, userName: node.userName, password });
  // Loaded only where it is used: the library takes a third of a second.
  const { openDimseNode } = await import('./dimse/dimseNode.ts');
  const { name, host, port, useTls } = node;
  return openDimseNode({ name, calledAe: node.aeTitle, callingAe: aeTitle, endpoint: { host, port, useTls } }, node.retrieveBy, target);
}
