import type { NetworkNode } from '../../../shared/ipc/channels.ts';
import type { Db } from './openDatabase.ts';
import { allRows, getRow, run } from './statement.ts';

/** A node as it is set up: what the form sends. */
export type NodeSettings = WithoutSecret<NetworkNode>;
type WithoutSecret<N> = N extends unknown ? Omit<N, 'hasPassword'> : never;

/** This console as a DICOM node, as it is set up. */
export interface LocalSettings {
  readonly aeTitle: string;
  readonly port: number;
  readonly isReceiving: boolean;
}

interface NodeRow {
  readonly address: string;
  readonly password: string | null;
}

const parse = (row: NodeRow): NodeSettings => JSON.parse(row.address) as NodeSettings;

/** All nodes by name, as the pages see them: without passwords. */
export const listNodes = (db: Db): NetworkNode[] =>
  allRows<NodeRow>(db, 'SELECT address, password FROM network_node ORDER BY name, id').map((row) => {
    const node = parse(row);
    return node.kind === 'dicomweb' ? { ...node, hasPassword: row.password !== null } : node;
  });

/** A node with its password, for core alone. */
export function getNode(db: Db, id: string): { readonly node: NodeSettings; readonly password: string | null } | null {
  const row = getRow<NodeRow>(db, 'SELECT address, password FROM network_node WHERE id = ?', id);
  return row ? { node: parse(row), password: row.password } : null;
}

export const putNode = (db: Db, node: NodeSettings, password: string | null): void =>
  void run(
    db,
    'INSERT INTO network_node (id, name, kind, address, password) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind, address = excluded.address, password = excluded.password',
    node.id, node.name, node.kind, JSON.stringify(node), password,
  );

export const removeNode = (db: Db, id: string): void => void run(db, 'DELETE FROM network_node WHERE id = ?', id);

/** A console that was never set up receives nothing; 11112 is the port registered for DICOM. */
export function getLocalNode(db: Db): LocalSettings {
  const row = getRow<{ ae_title: string; port: number; is_receiving: number }>(db, 'SELECT ae_title, port, is_receiving FROM local_node WHERE id = 1');
  return row ? { aeTitle: row.ae_title, port: row.port, isReceiving: row.is_receiving === 1 } : { aeTitle: 'MDT_CONSOLE', port: 11112, isReceiving: false };
}

export const putLocalNode = (db: Db, local: LocalSettings): void =>
  void run(
    db,
    'INSERT INTO local_node (id, ae_title, port, is_receiving) VALUES (1, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET ae_title = excluded.ae_title, port = excluded.port, is_receiving = excluded.is_receiving',
    local.aeTitle, local.port, local.isReceiving ? 1 : 0,
  );
