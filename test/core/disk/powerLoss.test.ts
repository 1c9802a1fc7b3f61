import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { databaseFile, openDatabase } from '../../../electron/core/store/openDatabase.ts';
import { openStore } from '../../../electron/core/store/openStore.ts';
import { replaceKeyFile, readKeyFile, writeNewKeyFile, type KeyFile } from '../../../electron/main/keyFile.ts';
import { readKey } from '../../../platform/cliOptions.ts';
import { removeFolder, temporaryFolder } from '../support/console.ts';
import { mayMountJournalledDisk, mountJournalledDisk, type JournalledDisk } from '../support/journalledDisk.ts';

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const step of cleanUp.splice(0).toReversed()) step();
});

const key = new Uint8Array(randomBytes(32));

const lose = (disk: JournalledDisk): void => {
  disk.fail();
  disk.repair();
};
const content = (sealed: string): KeyFile => ({ format: 'mdt-key/1', seal: { protection: 'keystore', sealed }, recovery: { salt: '', nonce: '', sealed: '', tag: '', costLog2: 14 } });

function record(): { dataDir: string; check: string } {
  const dataDir = temporaryFolder();
  cleanUp.push(() => removeFolder(dataDir));
  openDatabase(dataDir, key).close();
  return { dataDir, check: join(dataDir, 'record.key-check') };
}

function mounted(): JournalledDisk {
  const disk = mountJournalledDisk(32);
  if (!disk) throw new Error('a disk could be mounted a moment ago');
  cleanUp.push(() => disk.remove());
  return disk;
}

/** The check value beside a record tells a wrong key from a damaged file; it must never lock out the right one. */
describe('the check value of the key', () => {
  const wrongKey = expect.objectContaining({ reason: 'wrong-passphrase' }) as unknown;

  it.each([0, 7])('cut to %i bytes by a loss of power leaves the record open to its key, and is whole again', (length) => {
    const { dataDir, check } = record();
    writeFileSync(check, randomBytes(length));
    openDatabase(dataDir, key).close();
    expect(() => openDatabase(dataDir, new Uint8Array(randomBytes(32)))).toThrow(wrongKey);
  });

  it('is not made for a key that does not open the record', () => {
    const { dataDir, check } = record();
    writeFileSync(check, '');
    expect(() => openDatabase(dataDir, new Uint8Array(randomBytes(32)))).toThrow(expect.objectContaining({ code: 'store' }));
    openDatabase(dataDir, key).close();
  });

  it('of a record that was taken away gives way to that of the new one', () => {
    const { dataDir } = record();
    for (const part of ['', '-wal', '-shm']) removeFolder(`${databaseFile(dataDir)}${part}`);
    const next = new Uint8Array(randomBytes(32));
    openDatabase(dataDir, next).close();
    expect(() => openDatabase(dataDir, key)).toThrow(wrongKey);
    openDatabase(dataDir, next).close();
  });
});

describe.runIf(mayMountJournalledDisk())('a disk that loses what was not brought to it', () => {
  it('right after the first start keeps the record open to its key alone', () => {
    const disk = mounted();
    const dataDir = join(disk.folder, 'record');
    openStore(dataDir, key).close();
    lose(disk);
    openStore(dataDir, key).close();
    expect(() => openStore(dataDir, new Uint8Array(randomBytes(32)))).toThrow(expect.objectContaining({ reason: 'wrong-passphrase' }));
  });

  it('right after a platform made its key has the key', () => {
    const disk = mounted();
    const { key: made } = readKey({}, join(disk.folder, 'platform'));
    lose(disk);
    expect(Buffer.from(readKey({}, join(disk.folder, 'platform'), false).key).equals(made)).toBe(true);
  });

  it('right after a console made its key file, or put another in its place, has the one it said it wrote', async () => {
    const disk = mounted();
    const file = join(disk.folder, 'key.json');
    await writeNewKeyFile(file, content('first'));
    lose(disk);
    expect(readKeyFile(file)).toEqual(content('first'));
    await replaceKeyFile(file, content('second'));
    lose(disk);
    expect(readKeyFile(file)).toEqual(content('second'));
  });
});
