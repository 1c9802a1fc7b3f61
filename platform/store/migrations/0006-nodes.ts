import { forPostgres, type Migration } from './migration.ts';

const tables = `
    CREATE TABLE node (
      id TEXT PRIMARY KEY,
      url TEXT NOT NULL,
      started_at_ms REAL NOT NULL,
      seen_at_ms REAL NOT NULL
    ) STRICT;

    CREATE TABLE deployment (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

    CREATE TABLE room_participant (
      meeting_id TEXT NOT NULL,
      device_id TEXT NOT NULL,
      peer_id TEXT NOT NULL UNIQUE,
      node_id TEXT NOT NULL,
      joined_at_ms REAL NOT NULL,
      participant_json TEXT NOT NULL,
      PRIMARY KEY (meeting_id, device_id)
    ) STRICT;
    ALTER TABLE room ADD COLUMN presenter_lost_at_ms REAL;

    CREATE TABLE finished_upload (upload_id TEXT PRIMARY KEY, byte_length INTEGER NOT NULL, at_ms REAL NOT NULL) STRICT;
`;

/**
 * What several nodes of one platform know of each other: who is alive, what they all must share, who is in
 * which room by way of which node, and uploads that ended on another node. `socket_io_attachments` is the
 * socket.io adapter's own, for messages above 8,000 bytes.
 */
export const nodes: Migration = {
  name: '0006-nodes',
  sql: {
    sqlite: tables,
    postgres: `${forPostgres(tables)}
    CREATE TABLE socket_io_attachments (id bigserial UNIQUE, created_at timestamptz DEFAULT now(), payload bytea);
    `,
  },
};
