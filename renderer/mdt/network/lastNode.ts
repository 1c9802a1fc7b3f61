const storageKey = 'mdt.lastNode';

/** The node used last on this computer if it is still in the list, else the first; null for an empty list. */
export function lastNode(nodeIds: readonly string[]): string | null {
  const remembered = localStorage.getItem(storageKey);
  return remembered !== null && nodeIds.includes(remembered) ? remembered : (nodeIds[0] ?? null);
}

export const rememberNode = (nodeId: string): void => localStorage.setItem(storageKey, nodeId);
