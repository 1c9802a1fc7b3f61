import type { Migration } from './migration.ts';

/** Which platform orders a stream: a console pointed at another one keeps what it has to send for the right one. */
export const streamHome: Migration = {
  number: 2,
  name: 'stream-home',
  sql: `
CREATE TABLE stream_home (kind TEXT NOT NULL, stream_id TEXT NOT NULL, platform TEXT NOT NULL, PRIMARY KEY (kind, stream_id)) STRICT, WITHOUT ROWID;
INSERT INTO stream_home (kind, stream_id, platform)
  SELECT DISTINCT command.kind, command.stream_id, setting.value FROM command JOIN setting ON setting.name = 'platformName';
`,
};
