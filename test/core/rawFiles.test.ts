import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeGb18030 } from '../../electron/core/network/dimse/encodeGb18030.ts';
import { verifyWithKey } from '../../electron/core/cli/verifyFolder.ts';
import { verifyBackup } from '../../electron/core/store/backup/writeBackup.ts';
import { BlobFiles } from '../../electron/core/store/blobFiles.ts';
import { deriveKey, openReadOnly } from '../../electron/core/store/openDatabase.ts';
import { blobPlaceOf, openStore } from '../../electron/core/store/openStore.ts';
import { Vault } from '../../electron/main/keys.ts';
import { listBackupFiles } from '../../electron/safe/backupManifest.ts';
import { openBlobFiles } from '../../platform/blobs/blobFiles.ts';
import { deriveKey as derivePlatformKey, openStore as openPlatformStore } from '../../platform/store/openStore.ts';
import { removeFolder, samplePassword, startConsole, temporaryFolder, until, type TestConsole } from './support/console.ts';
import { runFullCase, type FullCase } from './support/fullCase.ts';
import { copyFolder, findNeedles, listRawFiles, stateOf } from './support/rawFiles.ts';
import { writeStudy } from './support/study.ts';

const passphrase = '开门口令-Open-Sesame';
/** Any run of 64 bytes of the original holds one of its aligned blocks of this length whole. */
const blockBytes = 32;

/** Blocks of the pixels by their first eight bytes. */
function blocksOf(pixels: readonly Uint8Array[]): Map<bigint, Buffer[]> {
  const blocks = new Map<bigint, Buffer[]>();
  for (const bytes of pixels.map((each) => Buffer.from(each))) {
    for (let at = 0; at + blockBytes <= bytes.length; at += blockBytes) {
      const block = bytes.subarray(at, at + blockBytes);
      blocks.set(block.readBigUInt64LE(0), [...(blocks.get(block.readBigUInt64LE(0)) ?? []), block]);
    }
  }
  return blocks;
}

function hasBlock(bytes: Buffer, blocks: ReadonlyMap<bigint, readonly Buffer[]>): boolean {
  for (let at = 0; at + blockBytes <= bytes.length; at += 1) {
    if (blocks.get(bytes.readBigUInt64LE(at))?.some((block) => bytes.subarray(at, at + blockBytes).equals(block))) return true;
  }
  return false;
}

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

/** A text in every form a program might leave it in. */
const formsOf = (name: string, text: string): [string, Buffer][] => [
  [`${name} in UTF-8`, Buffer.from(text, 'utf8')], [`${name} in UTF-16 LE`, Buffer.from(text, 'utf16le')], [`${name} in UTF-16 BE`, utf16be(text)], [`${name} in GB18030`, Buffer.from(encodeGb18030(text))],
  [`${name} in base64`, Buffer.from(Buffer.from(text, 'utf8').toString('base64').replace(/=+$/, '').slice(0, -1))],
];

describe('the files of a console and its platform after a full case', () => {
  const folder = temporaryFolder();
  const [dataDir, killed] = [join(folder, 'record'), join(folder, 'as-if-killed')];
  let console: TestConsole;
  let found: FullCase;
  let needles: Map<string, Buffer>;
  let blocks: Map<bigint, Buffer[]>;

  beforeAll(async () => {
    const vault = new Vault({ file: join(folder, 'key.json'), keyStore: { isAvailable: () => false, seal: () => new Uint8Array(), open: () => '' }, hasRecord: () => false });
    const { key, recoveryCode } = await vault.create(passphrase);
    console = await startConsole({ dataDir, key });
    found = await runFullCase(console, join(folder, 'study'), 'raw');
    await console.call('preferences.set', { name: 'desk', value: { layout: 'one' } });
    // As a process killed in the middle of an import leaves it: write-ahead log, pieces, jobs.
    const caseId = randomUUID();
    await console.call('session.signOut', {});
    await console.signIn('he.doctor');
    await console.submit({ kind: 'case', id: caseId }, 'case.create', { caseNo: `${found.caseNo}-2`, leadHospitalId: 'gd-cancer', fields: { patientName: found.patientName, hospitalNumber: found.hospitalNumber } });
    writeStudy(join(folder, 'second'), { slices: 60, seed: 'raw-2', patientID: found.hospitalNumber, patientName: 'Ouyang^Ceshijia=欧阳^测试甲' });
    const importId = randomUUID();
    await console.call('import.start', { importId, caseId, source: { kind: 'paths', paths: [join(folder, 'second')] }, patientKey: null });
    await until('objects are coming in', async () => ((await console.call('imaging.get', { caseId })).instances.length > 0));
    copyFolder(dataDir, killed);
    await until('the import ends', async () => (await console.call('import.report', { importId })).phase === 'done');
    const tokens = tokensOf(dataDir, key);
    await console.stop();
    expect(tokens.length).toBeGreaterThan(0);
    needles = new Map([
      ...formsOf('the patient\'s name', found.patientName), ...formsOf('part of the name', '测试甲'), ...formsOf('the name in the images', '欧阳^测试甲'), ...formsOf('the hospital number', found.hospitalNumber), ...formsOf('the case number', found.caseNo),
      ...['Ouyang', 'OUYANG', 'ouyang', 'Ceshijia', 'CESHIJIA', 'ceshijia', 'oycsj'].flatMap((text) => formsOf(`pinyin ${text}`, text)), ...formsOf('the passphrase', passphrase), ...formsOf('the recovery code', recoveryCode),
      ...formsOf('a password', samplePassword), ...tokens.flatMap((token, at) => formsOf(`token ${at}`, token)), ['the data key', Buffer.from(key)], ['the data key in hex', Buffer.from(Buffer.from(key).toString('hex'))],
    ]);
    blocks = blocksOf(found.pixels);
  }, 90_000);
  afterAll(() => removeFolder(folder));

  it('have what is looked for where it is not sealed, so that the search is one', () => {
    const image = readFileSync(join(folder, 'study', 'ct-0000.dcm'));
    expect(hasBlock(image, blocks)).toBe(true);
    expect(findNeedles(image, needles)).toContain('the hospital number in UTF-8');
    expect(findNeedles(Buffer.from(found.report), needles)).toContain('the patient\'s name in UTF-8');
  });

  it.each([['at rest', dataDir], ['as a killed process leaves them', killed]])('hold no readable name, number, secret or run of pixels, %s', (_when, dir) => {
    const files = listRawFiles(dir);
    expect(files.length).toBeGreaterThan(20);
    if (dir === killed) expect(files).toEqual(expect.arrayContaining(['record.db-wal', 'record.db-shm', join('platform', 'platform.db-wal')]));
    const readable = files.flatMap((path) => {
      const bytes = readFileSync(join(dir, path));
      return [...findNeedles(bytes, needles), ...(hasBlock(bytes, blocks) ? ['pixels'] : []), ...findNeedles(Buffer.from(path), needles)].map((what) => `${path}: ${what}`);
    });
    expect(readable).toEqual([]);
    expect(findNeedles(readFileSync(join(folder, 'key.json')), needles)).toEqual([]);
  });

  it('open for no other key: record, objects, copies, platform, its blobs; and the attempt changes nothing', async () => {
    const before = stateOf(dataDir);
    const wrong = new Uint8Array(randomBytes(32));
    expect(() => openStore(dataDir, wrong)).toThrow(expect.objectContaining({ reason: 'wrong-passphrase' }));
    await expect(startConsole({ dataDir, key: wrong })).rejects.toMatchObject({ reason: 'wrong-passphrase' });
    await expect(verifyWithKey(dataDir, wrong)).rejects.toMatchObject({ reason: 'wrong-passphrase' });
    const place = blobPlaceOf(dataDir, wrong);
    const [object] = listRawFiles(join(dataDir, 'blobs')).filter((path) => path.endsWith('.bin'));
    await expect(new BlobFiles(place.folder, place.key).read(object?.slice(3, -4) ?? '')).rejects.toMatchObject({ reason: 'corrupt' });
    for (const { id } of listBackupFiles(dataDir)) {
      expect(() => verifyBackup(dataDir, wrong, id)).toThrow(expect.objectContaining({ reason: 'corrupt' }));
      expect(() => openReadOnly(join(dataDir, 'backups', id), wrong)).toThrow('file is not a database');
    }
    const platformDir = join(dataDir, 'platform');
    const wrongPlatform = deriveKey(wrong, 'platform');
    await expect(openPlatformStore({ dataDir: platformDir, key: wrongPlatform })).rejects.toMatchObject({ reason: 'wrong-passphrase' });
    const blobs = await openBlobFiles(join(platformDir, 'blobs'), derivePlatformKey(wrongPlatform, 'blobs'));
    const [blob] = listRawFiles(join(platformDir, 'blobs'));
    await expect(blobs.read(blob?.slice(-64) ?? '', 0, 1)[Symbol.asyncIterator]().next()).rejects.toMatchObject({ reason: 'corrupt' });
    expect(stateOf(dataDir)).toEqual(before);
  });

  it('open for no other key when the check value is gone too, and none is written', () => {
    const dir = join(folder, 'without-check');
    copyFolder(dataDir, dir);
    removeFolder(join(dir, 'record.key-check'));
    const before = stateOf(dir);
    expect(() => openStore(dir, new Uint8Array(randomBytes(32)))).toThrow(expect.objectContaining({ code: 'store' }));
    expect(stateOf(dir)).toEqual(before);
  });
});

/** Tokens this console holds, read with its key. */
function tokensOf(dataDir: string, key: Uint8Array): string[] {
  const copy = join(dataDir, '..', 'tokens');
  mkdirSync(copy, { recursive: true });
  for (const name of ['record.db', 'record.db-wal']) writeFileSync(join(copy, name), readFileSync(join(dataDir, name)));
  const db = openReadOnly(join(copy, 'record.db'), key);
  try {
    return (db.prepare('SELECT token FROM account WHERE token IS NOT NULL').all() as { token: string }[]).map(({ token }) => token);
  } finally {
    db.close();
  }
}
