import { randomBytes, randomUUID } from 'node:crypto';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataSetOf } from '../../electron/core/network/part10.ts';
import { readHeader } from '../../shared/dicom/readHeader.ts';
import type { SampleCase } from '../../shared/rt/phantom/makeSampleCase.ts';
import { dcmtk, type Ended } from './support/dcmtk.ts';
import { startNetworkConsole, writePhantom, type NetworkConsole, type NodeForm } from './support/networkConsole.ts';
import { freePort } from './support/orthanc.ts';
import { startStoreScp, type StoreScp } from './support/storescp.ts';

const aeTitle = 'MDT_TEST';
const sender: NodeForm = { id: '00000000-0000-4000-8000-000000000011', name: 'Sender', kind: 'dimse', aeTitle: 'SENDER', host: '127.0.0.1', port: 104, useTls: false, retrieveBy: 'get' };

let desk: NetworkConsole;
let port: number;
let phantom: SampleCase;
let folder: string;

beforeAll(async () => {
  desk = await startNetworkConsole();
  port = await freePort();
  await desk.console.call('network.saveNode', { node: sender });
  await desk.console.call('network.saveLocal', { aeTitle, port, isReceiving: true });
  folder = join(desk.folder, 'phantom');
  phantom = await writePhantom(folder, { seed: 'receiving', slices: 5 });
});

afterAll(() => desk?.stop());

/** DCMTK's sender. @param syntax what it proposes: `-xe` explicit little endian, `-xt` JPEG-LS, `-xr` RLE */
const storescu = (syntax: string, to: number, called: string, ...paths: readonly string[]): Promise<Ended> => dcmtk('storescu', '-v', '-aet', 'SENDER', '-aec', called, syntax, 'localhost', String(to), ...paths);
const ct = (index: number): string => join(folder, `CT/CT_00${index}.dcm`);
const plain = (): string[] => [ct(3), ct(4), ct(5), join(folder, 'RS.dcm'), join(folder, 'RP.dcm'), join(folder, 'RD.dcm')];
const sendAll = async (to: number, called: string): Promise<void> => {
  for (const ended of [await storescu('-xe', to, called, ...plain()), await storescu('-xt', to, called, ct(1)), await storescu('-xr', to, called, ct(2))]) expect(ended).toMatchObject({ code: 0 });
};
const byUid = (files: Iterable<Uint8Array>): Map<string, string> => new Map([...files].map((bytes) => [readHeader(bytes).sopInstanceUID, `${readHeader(bytes).transferSyntaxUID} ${Buffer.from(dataSetOf(bytes)).toString('base64')}`]));
const inbox = async (): Promise<unknown[]> => (await desk.console.call('inbox.list', {})).studies;

describe('what DCMTK sends to this console', () => {
  it('answers an echo', async () => {
    expect(await dcmtk('echoscu', '-aet', 'SENDER', '-aec', aeTitle, '--repeat', '3', 'localhost', String(port))).toMatchObject({ code: 0 });
  });

  it('lies in the inbox by study, told by an event and once in the audit', async () => {
    await sendAll(port, aeTitle);
    await sendAll(port, aeTitle);
    const byteLength = expect.any(Number) as number;
    expect(await inbox()).toEqual([
      { studyInstanceUID: phantom.expected.studyInstanceUID, patientID: 'N-receiving', patientName: 'Shili^Timo=示例患者^体模', date: expect.any(String) as string, description: '示例病例：食管下段癌放疗（体模）', modalities: ['CT', 'RTDOSE', 'RTPLAN', 'RTSTRUCT'], instances: 8, byteLength, from: 'SENDER', receivedAtMs: byteLength },
    ]);
    expect(desk.console.events.filter(({ channel }) => channel === 'inbox.changed').at(-1)?.payload).toEqual({ studies: 1 });
    expect((await desk.console.call('audit.list', { subject: phantom.expected.studyInstanceUID })).rows.map(({ action, personId }) => [action, personId])).toEqual([['inbox.received', 'ae:SENDER']]);
  });

  it('goes into a case with the data sets DCMTK sent, byte for byte, and leaves the inbox', async () => {
    const witness = await startStoreScp(join(desk.folder, 'witness'), '+xa');
    await sendAll(witness.port, 'STORESCP');
    await witness.stop();
    const caseId = await desk.newCase();
    expect(await desk.take(caseId, { kind: 'inbox', studyInstanceUID: phantom.expected.studyInstanceUID })).toMatchObject({ phase: 'done', imported: 8, rejects: [], error: null });
    expect(byUid((await desk.read(caseId)).values())).toEqual(byUid(witness.files()));
    expect(await inbox()).toEqual([]);
    expect(desk.console.events.filter(({ channel }) => channel === 'inbox.changed').at(-1)?.payload).toEqual({ studies: 0 });
  });

  it('is thrown away when a person discards it, save for what a case has', async () => {
    const other = await writePhantom(join(desk.folder, 'other'), { seed: 'other', slices: 4 });
    await storescu('-xe', port, aeTitle, ct(3), join(desk.folder, 'other', 'RS.dcm'));
    expect(await inbox()).toHaveLength(2);
    for (const study of [other.expected.studyInstanceUID, phantom.expected.studyInstanceUID]) await desk.console.call('inbox.discard', { studyInstanceUID: study });
    expect(await inbox()).toEqual([]);
    const caseId = await desk.newCase();
    expect(await desk.take(caseId, { kind: 'inbox', studyInstanceUID: other.expected.studyInstanceUID })).toMatchObject({ imported: 0 });
    const [first] = (await desk.console.call('case.list', {})).cases.filter(({ record }) => record.imaging.length === 8);
    expect((await desk.read(first?.record.id ?? '')).size).toBe(8);
  });

  it('is refused from an AE title that is not on the list, and to another AE title', async () => {
    const stranger = await dcmtk('storescu', '-v', '-aet', 'STRANGER', '-aec', aeTitle, '-xe', 'localhost', String(port), ct(3));
    expect(stranger.code).not.toBe(0);
    expect(stranger.output).toMatch(/Calling AE Title Not Recognized/);
    const wrong = await storescu('-xe', port, 'SOMEBODY', ct(3));
    expect(wrong.output).toMatch(/Called AE Title Not Recognized/);
    expect(await inbox()).toEqual([]);
  });

  it('is taken from eight senders at once, and a ninth is told to come back', async () => {
    const held = await Promise.all(Array.from({ length: 8 }, async () => holdAssociation(port)));
    expect((await storescu('-xe', port, aeTitle, ct(3))).output).toMatch(/Rejected Transient|Temporary Congestion/);
    for (const association of held) association.end();
    await expect.poll(async () => (await storescu('-xe', port, aeTitle, ct(3))).code).toBe(0);
    await desk.console.call('inbox.discard', { studyInstanceUID: phantom.expected.studyInstanceUID });
  });

  it('survives noise and a PDU that says it is endless', async () => {
    for (const noise of [randomBytes(4096), Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.from([1, 0, 0xff, 0xff, 0xff, 0xff, 0, 1]), Buffer.from([4, 0, 0, 0, 0, 12, 0, 0, 0, 8, 9, 3, 1, 2, 3, 4, 5, 6])]) {
      await new Promise<void>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(noise));
        socket.on('error', () => undefined).on('close', () => resolve());
        setTimeout(() => socket.end(), 100);
      });
    }
    expect(await dcmtk('echoscu', '-aet', 'SENDER', '-aec', aeTitle, 'localhost', String(port))).toMatchObject({ code: 0 });
  });

  it('stops with the switch, and says when the port is taken', async () => {
    expect(await desk.console.call('network.saveLocal', { aeTitle, port, isReceiving: false })).toMatchObject({ isListening: false, error: null });
    expect((await dcmtk('echoscu', 'localhost', String(port))).output).toMatch(/refused/);
    const witness = await startStoreScp(join(desk.folder, 'taken'));
    expect(await desk.console.call('network.saveLocal', { aeTitle, port: witness.port, isReceiving: true })).toMatchObject({ isListening: false, error: { code: 'sync', reason: 'refused', message: expect.stringMatching(/used by another program/) as string } });
    await witness.stop();
  });
});

describe('what this console sends to DCMTK', () => {
  let scp: StoreScp;
  let caseId: string;
  const send = async (...words: string[]): Promise<Awaited<ReturnType<NetworkConsole['send']>>> => {
    scp = await startStoreScp(join(desk.folder, `scp-${words.join('')}`), ...words);
    try {
      const node: NodeForm = { ...sender, aeTitle: 'STORESCP', port: scp.port };
      await desk.console.call('network.saveNode', { node });
      return await desk.send(node.id, caseId);
    } finally {
      await scp.stop();
    }
  };
  beforeAll(async () => {
    caseId = await desk.newCase();
    await desk.take(caseId, { kind: 'paths', paths: [folder] });
  });

  it('arrives with every data set as it is, in its own transfer syntax', async () => {
    expect(await send('+xa')).toMatchObject({ phase: 'done', done: 8, total: 8, failures: [], error: null });
    const own = byUid((await desk.read(caseId)).values());
    expect(own.size).toBe(8);
    expect(byUid(scp.files())).toEqual(own);
  });

  it('is not converted for a receiver that takes no compressed objects: those are named', async () => {
    const progress = await send('+xe');
    expect(progress).toMatchObject({ phase: 'done', done: 8, total: 8, error: null });
    expect(progress.failures.map(({ message }) => message).sort()).toEqual([expect.stringMatching(/not take .* JPEG-LS/), expect.stringMatching(/not take .* RLE/)]);
    expect(scp.files()).toHaveLength(6);
  });

  it('goes on with the rest when the receiver breaks off at one object', async () => {
    scp = await startStoreScp(join(desk.folder, 'scp-cut'), '+xa');
    const cut = await startCut(scp.port, 20_000);
    const node: NodeForm = { ...sender, aeTitle: 'STORESCP', port: cut.port };
    await desk.console.call('network.saveNode', { node });
    const progress = await desk.send(node.id, caseId);
    await cut.stop();
    await scp.stop();
    expect(progress).toMatchObject({ phase: 'done', done: 8, total: 8, error: null });
    expect(progress.failures).toEqual([{ sopInstanceUID: expect.any(String) as string, message: expect.stringMatching(/ended the connection/) as string }]);
    const arrived = byUid(scp.files());
    for (const { sopInstanceUID } of progress.failures) arrived.delete(sopInstanceUID);
    const own = byUid((await desk.read(caseId)).values());
    for (const { sopInstanceUID } of progress.failures) own.delete(sopInstanceUID);
    expect(arrived).toEqual(own);
  });

  it('ends when it is cancelled', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, resolve));
    const node: NodeForm = { ...sender, aeTitle: 'STORESCP', port: (silent.address() as AddressInfo).port };
    await desk.console.call('network.saveNode', { node });
    const sendId = randomUUID();
    await desk.console.call('network.send', { sendId, nodeId: node.id, caseId, seriesInstanceUIDs: null });
    await desk.console.call('network.cancelSend', { sendId });
    await expect.poll(() => desk.console.events.findLast(({ channel }) => channel === 'network.sendProgress')?.payload).toMatchObject({ sendId, phase: 'cancelled', done: 0, total: 8, error: null });
    await new Promise((resolve) => silent.close(resolve));
  });

  it('fails as a whole, with the reason, when nobody is there', async () => {
    const node: NodeForm = { ...sender, aeTitle: 'STORESCP', port: await freePort() };
    await desk.console.call('network.saveNode', { node });
    expect(await desk.send(node.id, caseId)).toMatchObject({ phase: 'failed', done: 0, error: { code: 'sync', reason: 'unreachable', detail: { why: 'connectionRefused' } } });
  });
});

/** Passes connections on, and cuts the first one that has carried so many bytes; those after it are left alone. */
async function startCut(target: number, afterBytes: number): Promise<{ readonly port: number; stop(): Promise<void> }> {
  let isCut = false;
  const server = createServer((socket) => {
    const inner = connect(target, '127.0.0.1');
    let carried = 0;
    for (const end of [socket, inner]) end.on('error', () => end.destroy());
    socket.on('data', (chunk) => {
      carried += chunk.length;
      if (isCut || carried < afterBytes) return;
      isCut = true;
      socket.destroy();
      inner.destroy();
    });
    socket.pipe(inner).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return { port: (server.address() as AddressInfo).port, stop: async () => void (await new Promise((resolve) => server.close(resolve))) };
}

/** An item of a PDU: type, length in two bytes, content. */
const item = (type: number, ...content: readonly (Buffer | string)[]): Buffer => {
  const body = Buffer.concat(content.map((part) => Buffer.from(part)));
  const head = Buffer.from([type, 0, 0, 0]);
  head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, body]);
};

/** An association that does nothing, made by hand: A-ASSOCIATE-RQ for verification (PS3.8 9.3.2). */
async function holdAssociation(to: number): Promise<{ end(): void }> {
  const fixed = Buffer.concat([Buffer.from([0, 1, 0, 0]), Buffer.from(aeTitle.padEnd(16)), Buffer.from('SENDER'.padEnd(16)), Buffer.alloc(32)]);
  const context = item(0x20, Buffer.from([1, 0, 0, 0]), item(0x30, '1.2.840.10008.1.1'), item(0x40, '1.2.840.10008.1.2'));
  const body = Buffer.concat([fixed, item(0x10, '1.2.840.10008.3.1.1.1'), context, item(0x50, item(0x51, Buffer.from([0, 0, 0x40, 0])), item(0x52, '2.25.1'))]);
  const head = Buffer.from([1, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(body.length, 2);
  const socket = connect(to, '127.0.0.1');
  socket.on('error', () => undefined).write(Buffer.concat([head, body]));
  await new Promise<void>((resolve) => socket.once('data', () => resolve()));
  return { end: () => socket.destroy() };
}
