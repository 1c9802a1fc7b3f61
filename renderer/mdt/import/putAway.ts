const storageKey = 'mdt.putAwayImports';
const keptIds = 50;

const read = (): readonly string[] => {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
};

/** Whether the note about this import was put away on this computer; the import stays in the history. */
export const isPutAway = (importId: string): boolean => read().includes(importId);

export function putAway(importId: string): void {
  localStorage.setItem(storageKey, JSON.stringify([...read().filter((id) => id !== importId), importId].slice(-keptIds)));
}
