import type { CoreParts, Handlers } from '../coreParts.ts';

/** One case as a signed archive: writing it, looking into it, taking it in. */
export function archiveHandlers({ archives }: CoreParts): Handlers {
  return {
    'archive.export': (request) => archives.export(request),
    'archive.inspect': (request) => archives.inspect(request),
    'archive.import': (request) => archives.import(request),
    'archive.cancel': ({ jobId }) => {
      archives.cancel(jobId);
      return {};
    },
  };
}
