import type { Migration } from './migration.ts';

/** Which blobs somebody opened last, and which were given up here because the platform has them. */
export const blobStorage: Migration = {
  number: 12,
  name: 'blob-storage',
  sql: `
ALTER TABLE blob ADD COLUMN opened_at_ms INTEGER;
-- Not here any more, to make room; fetched again when somebody opens the case. Null for everything else.
ALTER TABLE blob ADD COLUMN evicted_at_ms INTEGER;
`,
};
