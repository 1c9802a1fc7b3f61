import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { projectFolder } from '../../scripts/projectFolder.ts';
import { makeSampleCase } from '../../shared/rt/phantom/makeSampleCase.ts';

/** A folder that holds one structure set and one dose and nothing else. */
export interface RtSet {
  readonly name: string;
  readonly folder: string;
}

const realSets = resolve(projectFolder, '..', 'shared', 'data');
const objects = ['RS.dcm', 'RD.dcm'];

/** Structure set and dose of every real case beside the checkout, or of the phantom case where there is none. */
export async function copyRtSets(into: string): Promise<readonly RtSet[]> {
  const names = existsSync(realSets) ? readdirSync(realSets).filter((name) => objects.every((object) => existsSync(join(realSets, name, object)))) : [];
  const sets: RtSet[] = [];
  for (const name of names.sort()) {
    const folder = join(into, name);
    await mkdir(folder);
    for (const object of objects) await copyFile(join(realSets, name, object), join(folder, object));
    sets.push({ name, folder });
  }
  return sets.length > 0 ? sets : [await writePhantomSet(into)];
}

async function writePhantomSet(into: string): Promise<RtSet> {
  const folder = join(into, 'phantom');
  await mkdir(folder);
  for (const { name, bytes } of makeSampleCase({ matrixSize: 16 }).files) if (objects.includes(name)) await writeFile(join(folder, name), bytes);
  return { name: 'phantom', folder };
}
