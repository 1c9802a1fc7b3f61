import { IpcError } from '../../shared/errors/appError.ts';

/** Where core runs: inside Electron's Node, or beside it in a Node of its own. */
export type CoreHost = { readonly kind: 'utility' } | { readonly kind: 'node'; readonly executable: string; readonly version: string };

/** What a Node executable says of itself. */
export interface NodeVersions {
  readonly node: string;
  readonly napi: string;
}

/** The database binding holds references to strings; an older Node does not throw on loading it, it crashes. */
const neededNapi = 10;

/**
 * Decides where core runs. Electron's own Node where it has Node-API 10, otherwise the first
 * candidate whose Node has (≥ 22.14).
 *
 * @param electronNapi `process.versions.napi` of main
 * @param candidates Node executables in order of preference; undefined entries are passed over
 * @param probe asks one for its versions, undefined when it cannot be run
 * @throws {IpcError} core-unavailable when none will do
 */
export function decideCoreHost(
  electronNapi: string | undefined,
  candidates: readonly (string | undefined)[],
  probe: (executable: string) => NodeVersions | undefined,
): CoreHost {
  if (Number(electronNapi ?? 0) >= neededNapi) return { kind: 'utility' };
  const tried: string[] = [];
  for (const executable of candidates) {
    if (executable === undefined) continue;
    const versions = probe(executable);
    if (versions !== undefined && Number(versions.napi) >= neededNapi) return { kind: 'node', executable, version: versions.node };
    tried.push(`${executable} (${versions === undefined ? 'not runnable' : `Node ${versions.node}`})`);
  }
  throw new IpcError(
    'core-unavailable',
    `The record service needs Node 22.14 or newer beside this Electron; tried ${tried.join(', ') || 'none'}. Set MDT_NODE to such a Node, or run "npm ci" in the project.`,
  );
}
