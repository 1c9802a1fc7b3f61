import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A running Orthanc with its DICOMweb plugin, in a folder and at ports of its own. */
export interface Orthanc {
  readonly aeTitle: string;
  readonly dicomPort: number;
  readonly httpPort: number;
  /** Root of its DICOMweb services. */
  readonly url: string;
  readonly userName: string;
  readonly password: string;
  /** A call of its own REST interface. */
  rest(path: string, init?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
}

export interface OrthancOptions {
  /** This console as Orthanc knows it; nobody else may connect. */
  readonly console: { readonly aeTitle: string; readonly port: number };
  /** PEM files: then DICOM runs over TLS. HTTPS is a front's, because Debian's Orthanc 1.10.1 ends itself at the first HTTPS request. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

const program = '/usr/sbin/Orthanc';
const plugin = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so';
const account = { userName: 'mdt', password: 'Test-Kennwort-2026' };

/** A port nobody listens at now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts Orthanc and waits until it answers. @throws when it is not installed, with the command that installs it */
export async function startOrthanc(options: OrthancOptions): Promise<Orthanc> {
  if (!existsSync(program) || !existsSync(plugin)) throw new Error('Orthanc with its DICOMweb plugin is needed: sudo apt-get install -y --no-install-recommends orthanc orthanc-dicomweb');
  const folder = mkdtempSync(join(tmpdir(), 'mdt-orthanc-'));
  const [dicomPort, httpPort] = [await freePort(), await freePort()];
  const aeTitle = 'ORTHANC_TEST';
  writeFileSync(join(folder, 'orthanc.json'), JSON.stringify({
    Name: 'test', StorageDirectory: folder, IndexDirectory: folder, Plugins: [plugin], HttpPort: httpPort, RemoteAccessAllowed: false, AuthenticationEnabled: true, RegisteredUsers: { [account.userName]: account.password },
    DicomAet: aeTitle, DicomPort: dicomPort, DicomCheckCalledAet: true, DicomAlwaysAllowEcho: false, DicomAlwaysAllowStore: false, UnknownSopClassAccepted: true, DefaultEncoding: 'Utf8', TranscodeDicomProtocol: true,
    DicomModalities: { console: { AET: options.console.aeTitle, Host: '127.0.0.1', Port: options.console.port, Manufacturer: 'Generic', AllowEcho: true, AllowFind: true, AllowGet: true, AllowMove: true, AllowStore: true } },
    DicomWeb: { Enable: true, Root: '/dicom-web/', PublicRoot: '/dicom-web/' },
    ...(options.tls ? { DicomTlsEnabled: true, DicomTlsCertificate: options.tls.certificate, DicomTlsPrivateKey: options.tls.key, DicomTlsTrustedCertificates: options.tls.certificate, DicomTlsRemoteCertificateRequired: false } : {}),
  }));
  const child = spawn(program, [join(folder, 'orthanc.json')], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const said = collect(child);
  const origin = `http://localhost:${httpPort}`;
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    process.removeListener('exit', kill);
    rmSync(folder, { recursive: true, force: true });
  };
  const authorization = `Basic ${Buffer.from(`${account.userName}:${account.password}`).toString('base64')}`;
  const rest = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${origin}${path}`, { ...init, headers: { ...(init.headers as Record<string, string> | undefined), authorization } });
  const deadline = Date.now() + 20_000;
  while (!(await isUp(dicomPort)) || !(await isUp(httpPort))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`Orthanc did not start:\n${said().slice(-2000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { aeTitle, dicomPort, httpPort, url: `${origin}/dicom-web`, ...account, rest, stop };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return () => text;
}

function isUp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(socket.destroy() && true)).once('error', () => resolve(false));
  });
}
