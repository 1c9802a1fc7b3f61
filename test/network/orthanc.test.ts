import { randomUUID } from 'node:crypto';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataSetOf } from '../../electron/core/network/part10.ts';
import { readHeader } from '../../shared/dicom/readHeader.ts';
import type { RemoteStudy } from '../../shared/ipc/channels.ts';
import type { SampleCase } from '../../shared/rt/phantom/makeSampleCase.ts';
import { makeCertificate, startTlsFront } from './support/certificates.ts';
import { dcmtk } from './support/dcmtk.ts';
import { brief, startNetworkConsole, writePhantom, type NetworkConsole, type NodeForm } from './support/networkConsole.ts';
import { freePort, startOrthanc, type Orthanc } from './support/orthanc.ts';

const aeTitle = 'MDT_TEST';
const anything = { patientID: null, patientName: null, accessionNumber: null, dateFrom: null, dateTo: null, modality: null };

let desk: NetworkConsole;
let orthanc: Orthanc;
let port: number;

beforeAll(async () => {
  desk = await startNetworkConsole();
  port = await freePort();
  orthanc = await startOrthanc({ console: { aeTitle, port } });
  await desk.console.call('network.saveLocal', { aeTitle, port, isReceiving: true });
});

afterAll(async () => {
  await orthanc?.stop();
  await desk?.stop();
});

const web = (): NodeForm => ({ id: '00000000-0000-4000-8000-000000000001', name: 'Archive (web)', kind: 'dicomweb', url: orthanc.url, userName: orthanc.userName });
const dimse = (retrieveBy: 'get' | 'move'): NodeForm => ({
  id: retrieveBy === 'get' ? '00000000-0000-4000-8000-000000000002' : '00000000-0000-4000-8000-000000000003', name: `Archive (${retrieveBy})`, kind: 'dimse', aeTitle: orthanc.aeTitle, host: '127.0.0.1', port: orthanc.dicomPort, useTls: false, retrieveBy,
});

const fetchInto = async (node: NodeForm, study: string): Promise<Map<string, Uint8Array>> => {
  const target = await desk.newCase();
  expect(await desk.take(target, { kind: 'node', nodeId: node.id, studyInstanceUIDs: [study] })).toMatchObject({ phase: 'done', error: null, rejects: [] });
  return desk.read(target);
};
const dataSets = (files: ReadonlyMap<string, Uint8Array>): Map<string, string> => new Map([...files].map(([uid, bytes]) => [uid, Buffer.from(dataSetOf(bytes)).toString('base64')]));
const syntaxes = (files: ReadonlyMap<string, Uint8Array>): string[] => [...new Set([...files.values()].map((bytes) => readHeader(bytes).transferSyntaxUID))].sort();

const find = async (node: NodeForm, query: Partial<typeof anything> | Record<string, string>): Promise<readonly RemoteStudy[]> => {
  const { studies, isTruncated } = await desk.console.call('network.find', { nodeId: node.id, query: { ...anything, ...query } });
  expect(isTruncated).toBe(false);
  return studies;
};
/** A form that was never saved: nothing stored is used. */
const unsaved = <N extends NodeForm>(node: N): N => ({ ...node, id: randomUUID() });

describe('studies to a real Orthanc and back', () => {
  let phantom: SampleCase;
  let own: Map<string, Uint8Array>;
  let caseId: string;
  let second: SampleCase;

  beforeAll(async () => {
    for (const node of [web(), dimse('get'), dimse('move')]) await desk.console.call('network.saveNode', { node, ...(node.kind === 'dicomweb' ? { password: orthanc.password } : {}) });
    phantom = await writePhantom(join(desk.folder, 'first'), { seed: 'first', slices: 62 });
    caseId = await desk.newCase();
    expect(await desk.take(caseId, { kind: 'paths', paths: [join(desk.folder, 'first')] })).toMatchObject({ phase: 'done', imported: 65, rejects: [] });
    own = await desk.read(caseId);
  });

  it('holds JPEG-LS, RLE and plain objects, a structure set of many PDUs among them', () => {
    expect(syntaxes(own)).toEqual(['1.2.840.10008.1.2.1', '1.2.840.10008.1.2.4.80', '1.2.840.10008.1.2.5']);
    expect(own.get(phantom.expected.structureSetUID)?.length).toBeGreaterThan(1024 * 1024);
  });

  it('stores by STOW and fetches by WADO: every file the same, byte for byte', async () => {
    expect(await desk.send(web().id, caseId)).toMatchObject({ phase: 'done', done: 65, total: 65, failures: [], error: null });
    expect(await (await orthanc.rest('/statistics')).json()).toMatchObject({ CountInstances: 65, CountStudies: 1 });
    expect(await fetchInto(web(), phantom.expected.studyInstanceUID)).toEqual(own);
  });

  it('fetches by C-GET: every data set the same, in its own transfer syntax', async () => {
    const fetched = await fetchInto(dimse('get'), phantom.expected.studyInstanceUID);
    expect(syntaxes(fetched)).toEqual(syntaxes(own));
    expect(dataSets(fetched)).toEqual(dataSets(own));
  });

  it('fetches by C-MOVE to its own port: the same, and nothing stays in the inbox', async () => {
    const fetched = await fetchInto(dimse('move'), phantom.expected.studyInstanceUID);
    expect(syntaxes(fetched)).toEqual(syntaxes(own));
    expect(dataSets(fetched)).toEqual(dataSets(own));
    expect((await desk.console.call('inbox.list', {})).studies).toEqual([]);
  });

  it('takes nothing into the inbox that it once asked for and nobody waits for', async () => {
    const { code } = await dcmtk('movescu', '-S', '-aet', aeTitle, '-aec', orthanc.aeTitle, '-aem', aeTitle, '-k', 'QueryRetrieveLevel=STUDY', '-k', `StudyInstanceUID=${phantom.expected.studyInstanceUID}`, 'localhost', String(orthanc.dicomPort));
    expect(code).not.toBe(0);
    expect((await desk.console.call('inbox.list', {})).studies).toEqual([]);
  });

  it('stores by C-STORE: Orthanc has the data sets as they were', async () => {
    second = await writePhantom(join(desk.folder, 'second'), { seed: 'second', slices: 5 });
    const secondCase = await desk.newCase();
    await desk.take(secondCase, { kind: 'paths', paths: [join(desk.folder, 'second')] });
    expect(await desk.send(dimse('get').id, secondCase)).toMatchObject({ phase: 'done', done: 8, total: 8, failures: [], error: null });
    const sent = await desk.read(secondCase);
    const fetched = await fetchInto(web(), second.expected.studyInstanceUID);
    expect(syntaxes(fetched)).toEqual(syntaxes(sent));
    expect(dataSets(fetched)).toEqual(dataSets(sent));
  });

  it.each(['web', 'dimse'] as const)('finds a Chinese name, a date, an ID and a modality over %s, and nothing else', async (kind) => {
    const node = kind === 'web' ? web() : dimse('get');
    const wanted = {
      studyInstanceUID: phantom.expected.studyInstanceUID, patientID: 'N-first', patientName: 'Shili^Timo=示例患者^体模', birthDate: '19600101', sex: 'M', description: '示例病例：食管下段癌放疗（体模）', instanceCount: 65,
    };
    expect((await find(node, { patientID: 'N-first', patientName: '示例患者' })).map((study) => ({ ...study }))).toEqual([expect.objectContaining(wanted)]);
    expect(await find(node, { patientName: '患者体模' })).toHaveLength(2);
    expect(await find(node, { patientName: 'shili timo' })).toHaveLength(2);
    expect(await find(node, { patientName: '王五' })).toEqual([]);
    const [study] = await find(node, { patientID: 'N-second' });
    expect(study?.modalities.toSorted()).toEqual(['CT', 'RTDOSE', 'RTPLAN', 'RTSTRUCT']);
    expect(await find(node, { dateFrom: study?.date ?? '', dateTo: study?.date ?? '', modality: 'RTDOSE' })).toHaveLength(2);
    expect(await find(node, { dateFrom: '20300101' })).toEqual([]);
    expect(await find(node, { modality: 'MR' })).toEqual([]);
  });

  it('fetches two studies at once, and says that one of them is not there', async () => {
    const third = await writePhantom(join(desk.folder, 'third'), { seed: 'third', slices: 4 });
    const thirdCase = await desk.newCase();
    await desk.take(thirdCase, { kind: 'paths', paths: [join(desk.folder, 'third')] });
    await desk.send(web().id, thirdCase);
    const report = await desk.take(await desk.newCase(), { kind: 'node', nodeId: dimse('get').id, studyInstanceUIDs: [third.expected.studyInstanceUID, '2.25.1'] });
    expect(report).toMatchObject({ phase: 'done', imported: 7, error: null });
    expect(report.rejects.map(({ path, reason }) => [path, reason])).toEqual([['Archive (get)/2.25.1', 'not-delivered']]);
  });

  it('writes who searched, fetched and sent into the audit, and no name', async () => {
    const { rows, isIntact } = await desk.console.call('audit.list', {});
    expect(isIntact).toBe(true);
    for (const action of ['network.find', 'network.retrieve', 'network.send', 'network.send.done', 'network.saveNode', 'network.saveLocal']) expect(rows.map((row) => row.action)).toContain(action);
    expect(JSON.stringify(rows)).not.toMatch(/Shili|示例|N-first|Kennwort/);
  });

  it('never gives the password back', async () => {
    const { nodes } = await desk.console.call('network.nodes', {});
    expect(nodes).toContainEqual({ ...web(), hasPassword: true });
    expect(JSON.stringify([nodes, desk.console.events])).not.toContain(orthanc.password);
  });
});

describe('the test of a node', () => {
  const reached = ['address ok ok', 'tls skipped plain'];
  const nothingMore = ['find skipped notTried', 'store skipped notTried'];
  it('passes every step of a node that is well', async () => {
    expect(brief(await desk.test(unsaved(web()), orthanc.password))).toEqual([...reached, 'rights ok ok', 'find ok ok', 'store ok ok']);
    for (const way of ['get', 'move'] as const) expect(brief(await desk.test(dimse(way)))).toEqual([...reached, 'aeTitle ok ok', 'rights ok ok', 'find ok ok', 'store ok ok']);
  });

  it('says that the account is missing or wrong', async () => {
    expect(brief(await desk.test(unsaved(web()), 'wrong'))).toEqual([...reached, 'rights failed wrongPassword', ...nothingMore]);
    expect(brief(await desk.test({ ...unsaved(web()), userName: null } as NodeForm))).toEqual([...reached, 'rights failed accountNeeded', ...nothingMore]);
  });

  it('uses the stored password for the stored server only', async () => {
    await desk.console.call('network.saveNode', { node: web(), password: orthanc.password });
    expect(brief(await desk.test(web()))[2]).toBe('rights ok ok');
    const elsewhere = { ...web(), url: orthanc.url.replace('localhost', '127.0.0.1') } as NodeForm;
    expect(brief(await desk.test(elsewhere))[2]).toBe('rights failed wrongPassword');
  });

  it('says that the path is wrong or leads to something else', async () => {
    const root = orthanc.url.replace('/dicom-web', '');
    expect(brief(await desk.test({ ...unsaved(web()), url: `${root}/elsewhere` } as NodeForm, orthanc.password))).toEqual([...reached, 'rights skipped notTried', 'find failed wrongPath', 'store skipped notTried']);
    expect(brief(await desk.test({ ...unsaved(web()), url: root } as NodeForm, orthanc.password))).toEqual([...reached, 'rights skipped notTried', 'find failed notDicomWeb', 'store skipped notTried']);
  });

  it('says that nothing listens, that the name is not known and that it is no DICOM', async () => {
    const closed = await freePort();
    const [unreachable] = await desk.test({ ...dimse('get'), port: closed } as NodeForm);
    expect(unreachable).toMatchObject({ step: 'address', outcome: 'failed', reason: 'connectionRefused' });
    expect(brief(await desk.test({ ...unsaved(web()), url: `http://localhost:${closed}/dicom-web` } as NodeForm, 'x'))).toEqual(['address failed connectionRefused', 'tls skipped notTried', 'rights skipped notTried', ...nothingMore]);
    expect((await desk.test({ ...dimse('get'), host: 'no-such-host.invalid' } as NodeForm))[0]).toMatchObject({ step: 'address', outcome: 'failed', reason: 'nameNotResolved' });
    expect(brief(await desk.test({ ...dimse('get'), port: orthanc.httpPort } as NodeForm))).toEqual([...reached, 'aeTitle failed notDicom', 'rights skipped notTried', ...nothingMore]);
    expect(brief(await desk.test({ ...unsaved(web()), url: `http://localhost:${orthanc.dicomPort}/dicom-web` } as NodeForm, 'x')).slice(0, 2)).toEqual(reached);
  });

  it('says which AE title is not known', async () => {
    expect(brief(await desk.test({ ...dimse('get'), aeTitle: 'SOMEBODY' } as NodeForm))).toEqual([...reached, 'aeTitle failed calledAeUnknown', 'rights skipped notTried', ...nothingMore]);
    await desk.console.call('network.saveLocal', { aeTitle: 'STRANGER', port, isReceiving: true });
    expect(brief(await desk.test(dimse('get')))).toEqual([...reached, 'aeTitle failed callingAeUnknown', 'rights skipped notTried', ...nothingMore]);
    await desk.console.call('network.saveLocal', { aeTitle, port, isReceiving: false });
    expect(brief(await desk.test(dimse('move')))).toEqual([...reached, 'aeTitle ok ok', 'rights failed notReceiving', 'find ok ok', 'store ok ok']);
  });

  it('asks for somebody signed in, and takes no account in the address', async () => {
    await expect(desk.test({ ...unsaved(web()), url: 'http://a:b@localhost/dicom-web' } as NodeForm)).rejects.toMatchObject({ shape: { reason: 'invalid' } });
    await desk.console.call('session.signOut', {});
    await expect(desk.test(web())).rejects.toMatchObject({ shape: { reason: 'unauthorized' } });
    await desk.console.signIn('he.doctor');
  });
});

describe('an Orthanc with TLS', () => {
  const trusted = getCACertificates('default');
  const stops: (() => Promise<void>)[] = [];
  afterAll(async () => {
    setDefaultCACertificates(trusted);
    for (const stop of stops) await stop();
  });

  it('is refused while its certificate is not trusted, and works when its authority is installed', async () => {
    const certificate = makeCertificate(desk.folder, 'orthanc');
    const secure = await startOrthanc({ console: { aeTitle, port }, tls: certificate });
    stops.push(() => secure.stop());
    const front = await startTlsFront(secure.httpPort, certificate);
    stops.push(() => front.stop());
    const overWeb: NodeForm = { id: randomUUID(), name: 'Secure (web)', kind: 'dicomweb', url: `https://localhost:${front.port}/dicom-web`, userName: secure.userName };
    const overDicom: NodeForm = { id: randomUUID(), name: 'Secure (DICOM)', kind: 'dimse', aeTitle: secure.aeTitle, host: 'localhost', port: secure.dicomPort, useTls: true, retrieveBy: 'get' };
    for (const node of [overWeb, overDicom]) expect(brief(await desk.test(node, secure.password)).slice(0, 2)).toEqual(['address ok ok', 'tls failed certificateSelfSigned']);
    setDefaultCACertificates([...getCACertificates('default'), certificate.pem]);
    expect(brief(await desk.test(overWeb, secure.password))).toEqual(['address ok ok', 'tls ok ok', 'rights ok ok', 'find ok ok', 'store ok ok']);
    expect(brief(await desk.test(overDicom))).toEqual(['address ok ok', 'tls ok ok', 'aeTitle ok ok', 'rights ok ok', 'find ok ok', 'store ok ok']);
    expect(brief(await desk.test({ ...overWeb, url: overWeb.url.replace('localhost', '127.0.0.1') }, secure.password))[1]).toBe('tls failed certificateWrongHost');
    expect(brief(await desk.test({ ...overWeb, url: overWeb.url.replace(String(front.port), String(secure.httpPort)) }, secure.password))[1]).toBe('tls failed notTls');
  });

  it('is refused with a certificate that has run out', async () => {
    const front = await startTlsFront(orthanc.httpPort, makeCertificate(desk.folder, 'old', 2020));
    stops.push(() => front.stop());
    const node: NodeForm = { id: randomUUID(), name: 'Old', kind: 'dicomweb', url: `https://localhost:${front.port}/dicom-web`, userName: orthanc.userName };
    expect(brief(await desk.test(node, orthanc.password))[1]).toBe('tls failed certificateExpired');
  });
});
