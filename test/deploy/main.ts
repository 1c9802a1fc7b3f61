import { execFileSync } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { eventually, makeFolder, removeFolder } from '../platform/support/network.ts';
import { PlatformServer } from '../platform/support/platformServer.ts';
import { isInstalled, makeCertificate, proxies, startProxy, type Proxy } from './proxies.ts';

/**
 * `node test/deploy/main.ts [nginx haproxy caddy]`: the settings of docs/deploy with the real nginx, HAProxy and Caddy (Debian packages of these
 * names), each in front of a platform of its own with a certificate of its own. Names what is not installed; exit code 1
 * when a check fails or there is no proxy at all. Some 20 s on a quiet machine and 1 GB of disk for each.
 */
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

async function run(proxy: Proxy): Promise<void> {
  const folder = makeFolder();
  makeCertificate(folder);
  const dataDir = join(folder, 'data');
  const server = new PlatformServer(['--port', '0', '--data', dataDir, '--sample']);
  const port = await freePort();
  const child = startProxy(proxy, { folder, port, platformPort: Number(new URL((await server.ready(0)).url).port) });
  try {
    const url = `https://localhost:${port}`;
    // Trust is read when a process starts: the checks run in one that trusts the new certificate.
    await eventually(() => fetch(url).then(() => true, (error: unknown) => (String((error as { cause?: unknown }).cause).includes('self-signed') ? true : undefined)), 10_000);
    const told = execFileSync(process.execPath, [join(import.meta.dirname, 'checks.ts'), url, dataDir], { env: { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, 'mdt.pem') }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
    for (const line of told.trim().split('\n')) say(`${proxy.name}: ${line}`);
  } finally {
    child.kill('SIGTERM');
    await server.stop();
    removeFolder(folder);
  }
}

const asked = process.argv.length > 2 ? proxies.filter(({ name }) => process.argv.includes(name, 2)) : proxies;
const installed = asked.filter(isInstalled);
for (const { name } of asked.filter((proxy) => !installed.includes(proxy))) say(`${name}: not installed, not tried`);
if (installed.length === 0) process.exitCode = 1;
for (const proxy of installed) {
  await run(proxy).catch((error: unknown) => {
    say(`${proxy.name}: FAILED ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  });
}
