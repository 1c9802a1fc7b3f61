import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openNode } from '../../electron/core/network/openNode.ts';
import type { NodeClient, SendItem } from '../../electron/core/network/nodeClient.ts';
import { searchStudies } from '../../electron/core/network/searchStudies.ts';
import { readHeader } from '../../shared/dicom/readHeader.ts';
import { makeSampleCase } from '../../shared/rt/phantom/makeSampleCase.ts';
import { gather } from './support/gather.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A server that answers as an archive of another maker might. */
async function serve(answer: Answer): Promise<NodeClient> {
  const server = createServer((request, response) => answer(request, response, new URL(request.url ?? '', 'http://localhost')));
  await new Promise<void>((resolve) => server.listen(0, resolve));
  stops.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = `http://localhost:${(server.address() as AddressInfo).port}/rs`;
  return openNode({ id: '00000000-0000-4000-8000-000000000001', name: 'Archive', kind: 'dicomweb', url, userName: 'u' }, 'p', 'MDT', { aeTitle: 'MDT', isListening: false, expect: () => () => undefined });
}

const json = (response: ServerResponse, body: unknown, status = 200): void => void response.writeHead(status, { 'content-type': 'application/dicom+json' }).end(JSON.stringify(body));
const signal = (): AbortSignal => AbortSignal.timeout(20_000);
const anything = { patientID: null, patientName: null, accessionNumber: null, dateFrom: null, dateTo: null, modality: null };
const value = (...values: unknown[]): { Value: unknown[] } => ({ Value: values });

const study = (index: number, name = 'A^B'): unknown => ({ '0020000D': value(`1.2.${index}`), '00100010': value({ Alphabetic: name }), '00080061': value('CT', 'MR'), '00201208': { vr: 'IS', Value: ['12'] } });

describe('a search', () => {
  it('goes on page by page with a server that cuts pages short, and stops at the limit', async () => {
    const client = await serve((_request, response, url) => {
      const offset = Number(url.searchParams.get('offset'));
      json(response, Array.from({ length: Math.max(0, Math.min(30, 450 - offset)) }, (_, index) => study(offset + index)));
    });
    const { studies, isTruncated } = await client.find(anything, signal());
    expect([studies.length, isTruncated, new Set(studies.map(({ studyInstanceUID }) => studyInstanceUID)).size]).toEqual([200, true, 200]);
    expect(studies[0]).toMatchObject({ studyInstanceUID: '1.2.0', patientName: 'A^B', modalities: ['CT', 'MR'], instanceCount: 12, patientID: null });
  });

  it('ends with a server that does not know offset and repeats itself', async () => {
    const client = await serve((_request, response) => json(response, [study(1), study(2)]));
    expect((await client.find(anything, signal())).studies).toHaveLength(2);
  });

  it('looks through what the other criteria find when a server compares no Chinese, and says when that is not all', async () => {
    const asked: (string | null)[] = [];
    let count = 3;
    const client = await serve((_request, response, url) => {
      const name = url.searchParams.get('PatientName');
      asked.push(name);
      const offset = Number(url.searchParams.get('offset'));
      json(response, name === null ? Array.from({ length: Math.max(0, Math.min(100, count - offset)) }, (_, index) => study(offset + index, index === 1 ? 'Zhang^San=张^三' : 'Li^Si=李^四')) : []);
    });
    expect((await searchStudies(client, { ...anything, patientName: '张三', modality: 'CT' }, signal())).studies.map(({ patientName }) => patientName)).toEqual(['Zhang^San=张^三']);
    expect(asked.slice(0, 2)).toEqual(['*张*三*', null]);
    count = 500;
    expect((await searchStudies(client, { ...anything, patientName: '王五' }, signal()))).toEqual({ studies: [], isTruncated: true });
    expect((await searchStudies(client, { ...anything, patientName: 'Wang' }, signal()))).toEqual({ studies: [], isTruncated: false });
  });

  it.each([
    [401, 'unauthorized', 'wrongPassword'], [403, 'unauthorized', 'forbidden'], [404, 'refused', 'wrongPath'], [500, 'unreachable', 'serverError'], [302, 'refused', 'redirected'], [400, 'refused', 'refused'],
  ] as const)('answered with status %i is an error of its own', async (status, reason, why) => {
    const client = await serve((_request, response) => void response.writeHead(status, { location: 'https://elsewhere.example/login?token=1' }).end('<html>'));
    const error = await client.find(anything, signal()).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'sync', reason, detail: { why } });
    if (status === 302) expect((error as Error).message).toMatch(/https:\/\/elsewhere\.example;/);
  });

  it('answered with a web page is no DICOMweb', async () => {
    const client = await serve((_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'));
    await expect(client.find(anything, signal())).rejects.toMatchObject({ detail: { why: 'notDicomWeb' } });
  });

  it('that is not answered ends when it is cancelled', async () => {
    const client = await serve(() => undefined);
    await expect(client.find(anything, AbortSignal.timeout(100))).rejects.toMatchObject({ code: 'store', reason: 'cancelled' });
  });
});

const phantom = makeSampleCase({ slices: 4, matrixSize: 16 });
const items: SendItem[] = phantom.files.map(({ bytes }) => ({ ...readHeader(bytes), read: () => Promise.resolve(bytes) }));

const uidOf = (index: number): string => items[index]?.sopInstanceUID ?? '';
const referenced = (index: number): unknown => ({ '00081155': value(uidOf(index)) });

describe('storing', () => {
  it.each([202, 409])('with status %i names every object that failed, was not confirmed or was', async (status) => {
    const client = await serve((request, response) => {
      request.resume().on('end', () => json(response, { '00081199': value(referenced(0), referenced(1)), '00081198': value({ ...(referenced(2) as object), '00081197': value(0xa700) }, { ...(referenced(3) as object), '00081197': value(0x0110) }) }, status));
    });
    const told: [string, string | null][] = [];
    await client.send(items, signal(), (uid, failure) => void told.push([uid, failure]));
    expect(told.map(([uid]) => uid)).toEqual(items.map(({ sopInstanceUID }) => sopInstanceUID));
    expect(told.map(([, failure]) => failure)).toEqual([
      null, null, expect.stringMatching(/out of resources.*0xA700/), expect.stringMatching(/processing failed.*0x0110/), ...Array.from({ length: 3 }, () => expect.stringMatching(/did not confirm/) as unknown),
    ]);
  });

  it('an object whose bytes are gone is named, and the others go', async () => {
    const { StoreError } = await import('../../shared/errors/appError.ts');
    const client = await serve((request, response) => void request.resume().on('end', () => json(response, { '00081199': value(referenced(1)) })));
    const told = new Map<string, string | null>();
    await client.send([{ ...(items[0] as SendItem), read: () => Promise.reject(new StoreError('not-found', 'It is gone.')) }, items[1] as SendItem], signal(), (uid, failure) => void told.set(uid, failure));
    expect([...told]).toEqual([[uidOf(0), 'It is gone.'], [uidOf(1), null]]);
  });
});

const parts = (of: readonly { readonly bytes: Uint8Array }[]): Buffer => Buffer.concat(of.flatMap(({ bytes }) => [Buffer.from('--x\r\nContent-Type: application/dicom\r\n\r\n'), bytes, Buffer.from('\r\n')]));

describe('fetching', () => {
  const files = phantom.files.slice(0, 4).map(({ bytes }) => ({ uid: readHeader(bytes).sopInstanceUID, bytes }));
  const multipart = { 'content-type': 'multipart/related; type="application/dicom"; boundary=x' };

  it('asks once more for what an answer that breaks off did not bring, and rejects what does not come then', async () => {
    const [first, second, third] = files;
    const client = await serve((_request, response, url) => {
      const path = url.pathname;
      if (path.endsWith('/studies/1.2/instances')) json(response, url.searchParams.get('offset') === '0' ? files.map(({ uid }) => ({ '00080018': value(uid), '0020000E': value('1.2.3') })) : []);
      else if (path.endsWith('/series/1.2.3')) {
        response.writeHead(200, multipart);
        response.write(parts(files.slice(0, 2)).subarray(0, -100), () => response.destroy());
      } else if (path.endsWith(`/instances/${second?.uid}`)) response.writeHead(200, multipart).end(Buffer.concat([parts(files.slice(1, 2)), Buffer.from('--x--')]));
      else if (path.endsWith(`/instances/${third?.uid}`)) response.writeHead(200, multipart).end(parts(files.slice(2, 3)));
      else response.writeHead(404).end();
    });
    const expected: unknown[] = [];
    const arrived = await gather(client.retrieve(['1.2'], signal(), (total) => void expected.push(total)));
    expect(expected).toEqual([{ files: 4, bytes: null }]);
    const objects = arrived.flatMap((one) => ('bytes' in one ? [one] : []));
    expect(objects.map(({ name }) => name)).toEqual([first, second, third].slice(0, 2).map((file) => `Archive/${file?.uid}`));
    expect(objects.map(({ bytes }) => Buffer.from(bytes).equals(Buffer.from(files.find(({ uid }) => uid === readHeader(bytes).sopInstanceUID)?.bytes ?? [])))).toEqual([true, true]);
    expect(arrived.flatMap((one) => ('reason' in one ? [[one.path, one.reason]] : []))).toEqual([files[2], files[3]].map((file) => [`Archive/${file?.uid}`, 'not-delivered']));
  });

  it('ends at once when the account may not', async () => {
    const client = await serve((_request, response, url) => {
      if (url.pathname.endsWith('/instances')) json(response, url.searchParams.get('offset') === '0' ? files.map(({ uid }) => ({ '00080018': value(uid), '0020000E': value('1.2.3') })) : []);
      else response.writeHead(403).end();
    });
    await expect(gather(client.retrieve(['1.2'], signal(), () => undefined))).rejects.toMatchObject({ reason: 'unauthorized', detail: { why: 'forbidden' } });
  });
});
