import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore as openConsoleStore } from '../../../electron/core/store/openStore.ts';
import { openStore as openPlatformStore } from '../../../platform/store/openStore.ts';
import type { Person } from '../../../shared/mdt/directory.ts';
import { keys, people } from '../../mdt/support.ts';

export const dataKey = new Uint8Array(32).fill(7);

/** Everybody who takes part; the same people as in the tests of the rules. */
export const staff: readonly Person[] = Object.values(people).map(({ personId, name, title, hospitalId, roles, discipline }) => ({
  id: personId, account: personId, name, nameEn: name, title, hospitalId, roles, discipline, publicKey: keys[personId]?.publicKey ?? null,
}));

const hospitals = [
  { id: 'gd-cancer', name: '肿瘤医院', nameEn: 'Cancer Center', prefecture: '广州', kind: 'lead' as const },
  { id: 'zhuhai', name: '珠海', nameEn: 'Zhuhai', prefecture: '珠海', kind: 'partner' as const },
  { id: 'shaoguan', name: '韶关', nameEn: 'Shaoguan', prefecture: '韶关', kind: 'partner' as const },
];

/** In memory where the machine offers it: hundreds of databases are opened, and what is tested is not the disk. */
const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export const makeWorldFolder = (): string => mkdtempSync(join(base, 'mdt-sync-'));
export const removeWorldFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** Files of a fresh console and of a platform that knows the staff, made once and copied for every seed. */
export interface Templates {
  readonly console: string;
  readonly platform: string;
}

export async function makeTemplates(folder: string): Promise<Templates> {
  const templates = { console: join(folder, 'console'), platform: join(folder, 'platform') };
  openConsoleStore(templates.console, dataKey).close();
  const store = await openPlatformStore({ dataDir: templates.platform, key: dataKey });
  for (const hospital of hospitals) await store.accounts.addHospital(hospital);
  for (const person of staff) {
    await store.accounts.addAccount(person, { scheme: 'argon2id', salt: Buffer.alloc(16), hash: Buffer.alloc(32), cost: 1, memoryKib: 64, lanes: 1 }, false);
    if (person.publicKey !== null) await store.accounts.addSigningKey(person.id, { publicKey: person.publicKey, salt: '', nonce: '', sealed: '' });
  }
  await store.close();
  return templates;
}

/** The files as a power cut would leave them: copied while they are open, log and all. */
export const copyFiles = (from: string, to: string): void => cpSync(from, to, { recursive: true });
