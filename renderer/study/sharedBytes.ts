/** True where memory may be shared between the page and its workers. */
export const canShare = (): boolean => typeof SharedArrayBuffer !== 'undefined' && globalThis.crossOriginIsolated;
