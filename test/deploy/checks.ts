import { randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import https from 'node:https';
import { join } from 'node:path';
import { eventually, nextEvent, openSocket, signIn, type Console } from '../platform/support/network.ts';
import { draftCase, hashOf } from '../platform/support/streams.ts';

const uploadBytes = 300_000_000;
const firstBytes = 100_000_000;
const megabyte = 1_000_000;

const demand = (isTrue: boolean, what: string): void => {
  if (!isTrue) throw new Error(what);
};

const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce((sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0);

/** What a proxy has to let through and to keep out. @param dataDir of the platform behind it @returns a line for each thing that holds */
export async function checkProxy(url: string, dataDir: string): Promise<string[]> {
  const doctor = await signIn(url, 'he.doctor');
  return [await checkSocket(url, doctor), await checkUpload(url, doctor, dataDir), await checkMetrics(url), await checkAddress(url)];
}

async function checkSocket(url: string, doctor: Console): Promise<string> {
  const socket = openSocket(url, { token: doctor.session.token });
  await nextEvent(socket, 'feed');
  const { name } = socket.io.engine.transport;
  socket.close();
  demand(name === 'websocket', `the socket came as ${name}`);
  const polled = await fetch(`${url}/v1/socket/?EIO=4&transport=polling`);
  demand(polled.status === 200, `polling was answered ${polled.status}`);
  return 'websocket and polling pass';
}

async function checkUpload(url: string, doctor: Console, dataDir: string): Promise<string> {
  const bytes = randomBytes(uploadBytes);
  const [stream, sha256] = [await draftCase(doctor, bytes), hashOf(bytes)];
  const headers = { authorization: `Bearer ${doctor.session.token}`, 'tus-resumable': '1.0.0' };
  const metadata = Object.entries({ sha256, caseId: stream.id }).map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`).join(',');
  const made = await fetch(`${url}/v1/blobs`, { method: 'POST', headers: { ...headers, 'upload-length': String(bytes.length), 'upload-metadata': metadata } });
  const before = sizeOf(join(dataDir, 'uploads'));
  const status = new Promise<number>((resolve, reject) => {
    const request = https.request(url + (made.headers.get('location') ?? ''), { method: 'PATCH', headers: { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream', 'content-length': bytes.length } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    request.on('error', reject);
    request.write(bytes.subarray(0, firstBytes));
    // The rest is sent once the platform has most of the first part: a proxy that gathers the whole body never lets that happen.
    eventually(() => Promise.resolve(sizeOf(join(dataDir, 'uploads')) - before > firstBytes * 0.9 || undefined), 30_000).then(() => request.end(bytes.subarray(firstBytes)), reject);
  });
  demand((await status) === 204, `the upload was answered ${await status}`);
  const back = await fetch(`${url}/v1/blobs/${sha256}?case=${stream.id}`, { headers });
  demand(hashOf(new Uint8Array(await back.arrayBuffer())) === sha256, 'the bytes that came back are others');
  return `${uploadBytes / megabyte} MB go up without being gathered, and come back the same`;
}

async function checkMetrics(url: string): Promise<string> {
  const { status } = await fetch(`${url}/v1/metrics`);
  demand(status === 401, `metrics were answered ${status}`);
  return 'metrics are refused';
}

/** Last: this machine may not sign in for a minute afterwards. */
async function checkAddress(url: string): Promise<string> {
  const statuses: number[] = [];
  for (let count = 0; count < 32; count += 1) {
    const body = JSON.stringify({ account: `nobody${count}`, password: 'guess', deviceId: 'd' });
    statuses.push((await fetch(`${url}/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': `10.3.0.${count}` }, body })).status);
  }
  demand(statuses.at(-1) === 429, `32 guesses with forged addresses were answered ${statuses.join(',')}`);
  return 'a forged address is not believed';
}

/** `checks.ts <url> <data folder>`: the lines on standard output. */
if (import.meta.main) {
  const [url = '', dataDir = ''] = process.argv.slice(2);
  for (const line of await checkProxy(url, dataDir)) process.stdout.write(`${line}\n`);
}
