import { request } from 'node:http';
import { expect, test } from 'vitest';
import { makeFolder, removeFolder, signIn, startSample } from './support/network.ts';

test('a platform stops although a console never ends the request it began', async () => {
  const dir = makeFolder();
  const platform = await startSample(dir);
  const { session } = await signIn(platform.url, 'he.doctor');
  const begun = request(`${platform.url}/v1/commands`, { method: 'POST', headers: { authorization: `Bearer ${session.token}`, 'content-type': 'application/json', 'content-length': '1000' } });
  const broken = new Promise((resolve) => begun.once('error', resolve));
  await new Promise<void>((resolve) => begun.write('{', () => resolve()));
  const late = new Promise((_resolve, reject) => setTimeout(() => reject(new Error('it still waits')), 20_000).unref());
  await Promise.race([platform.stop(), late]);
  expect(await broken).toMatchObject({ code: 'ECONNRESET' });
  removeFolder(dir);
});
