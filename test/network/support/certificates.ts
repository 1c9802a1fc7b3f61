import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import { join } from 'node:path';

export interface Certificate {
  /** PEM files. */
  readonly certificate: string;
  readonly key: string;
  readonly pem: string;
}

const openssl = (folder: string, ...words: string[]): void => void execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });

/** A self-signed certificate for `localhost`, made by OpenSSL. @param year in which it was valid; null: now */
export function makeCertificate(folder: string, name: string, year: number | null = null): Certificate {
  const [key, certificate] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
  if (year === null) {
    openssl(folder, 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '30', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost');
  } else {
    writeFileSync(join(folder, 'ca.cnf'), '[ca]\ndefault_ca=d\n[d]\ndir=.\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n');
    writeFileSync(join(folder, 'index.txt'), '');
    writeFileSync(join(folder, 'serial'), '01');
    openssl(folder, 'req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', `${name}.csr`, '-subj', '/CN=localhost');
    openssl(folder, 'ca', '-batch', '-selfsign', '-config', 'ca.cnf', '-keyfile', key, '-in', `${name}.csr`, '-out', certificate, '-startdate', `${year}0101000000Z`, '-enddate', `${year}0201000000Z`);
  }
  return { certificate, key, pem: readFileSync(certificate, 'utf8') };
}

/** A server that takes TLS at a port of its own and passes what is inside on to a port of this computer. */
export async function startTlsFront(target: number, { certificate, key }: Certificate): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (socket) => {
    const inner = connect(target, '127.0.0.1');
    for (const end of [socket, inner]) {
      sockets.add(end);
      end.on('error', () => end.destroy()).on('close', () => sockets.delete(end));
    }
    socket.pipe(inner).pipe(socket);
  });
  // A client that does not trust the certificate breaks off; that is what is tested.
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
