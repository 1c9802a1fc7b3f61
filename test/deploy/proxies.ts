import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const shipped = (name: string): string => readFileSync(join(import.meta.dirname, '../../docs/deploy', name), 'utf8');

/** A proxy as `docs/deploy` sets it up, on a port of ours and with a certificate of ours. */
export interface Proxy {
  readonly name: string;
  /** The shipped settings with address, certificate and port of this run; each replacement must find its place. */
  settings(place: Place): string;
  command(path: string): readonly [string, ...string[]];
}

export interface Place {
  readonly folder: string;
  readonly port: number;
  readonly platformPort: number;
}

function adapt(text: string, changes: readonly (readonly [string, string])[]): string {
  return changes.reduce((current, [from, to]) => {
    if (!current.includes(from)) throw new Error(`the shipped settings have no "${from}" any more`);
    return current.replaceAll(from, to);
  }, text);
}

export const proxies: readonly Proxy[] = [
  {
    name: 'nginx',
    settings: ({ folder, port, platformPort }) => {
      const site = adapt(shipped('nginx.conf'), [['listen 443', `listen 127.0.0.1:${port}`], ['/etc/ssl/mdt', join(folder, 'mdt')], ['127.0.0.1:8787', `127.0.0.1:${platformPort}`]]);
      return `pid ${folder}/nginx.pid;\nerror_log ${folder}/nginx.log;\ndaemon off;\nevents {}\nhttp {\naccess_log off;\nclient_body_temp_path ${folder}/body;\nproxy_temp_path ${folder}/proxied;\n${site}\n}\n`;
    },
    command: (path) => ['nginx', '-c', path],
  },
  {
    name: 'haproxy',
    settings: ({ folder, port, platformPort }) => adapt(shipped('haproxy.cfg'), [['bind :443', `bind 127.0.0.1:${port}`], ['/etc/ssl/mdt', join(folder, 'mdt')], ['127.0.0.1:8787', `127.0.0.1:${platformPort}`]]),
    command: (path) => ['haproxy', '-db', '-f', path],
  },
  {
    name: 'caddy',
    settings: ({ folder, port, platformPort }) =>
      `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${adapt(shipped('Caddyfile'), [['mdt.example {', `https://localhost:${port} {\n\tbind 127.0.0.1\n\ttls ${folder}/mdt.pem ${folder}/mdt.key`], ['127.0.0.1:8787', `127.0.0.1:${platformPort}`]])}`,
    command: (path) => ['caddy', 'run', '--adapter', 'caddyfile', '--config', path],
  },
];

export const isInstalled = ({ name }: Proxy): boolean => [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin'].some((folder) => existsSync(join(folder, name)));

/** `mdt.pem`, `mdt.key` and both in `mdt.both.pem`, for localhost. */
export function makeCertificate(folder: string): void {
  const [certificate, key] = [join(folder, 'mdt.pem'), join(folder, 'mdt.key')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'], { stdio: 'ignore' });
  writeFileSync(join(folder, 'mdt.both.pem'), readFileSync(certificate, 'utf8') + readFileSync(key, 'utf8'), { mode: 0o600 });
}

export function startProxy(proxy: Proxy, place: Place): ChildProcess {
  const path = join(place.folder, `${proxy.name}.settings`);
  writeFileSync(path, proxy.settings(place));
  const [program, ...args] = proxy.command(path);
  return spawn(program, args, { env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin`, HOME: place.folder }, stdio: 'ignore' });
}
