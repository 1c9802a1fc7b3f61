// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NetworkActions } from '../../renderer/mdt/network/actions.ts';
import { FindDialog } from '../../renderer/mdt/network/FindDialog.tsx';
import { networkLocale } from '../../renderer/mdt/network/locale.ts';
import { NetworkSettings } from '../../renderer/mdt/network/NetworkSettings.tsx';
import { draftOf, formOf, wrongFields } from '../../renderer/mdt/network/nodeForm.ts';
import { isSamePatient, mayChoose } from '../../renderer/mdt/network/onePatient.ts';
import { SyncError } from '../../shared/errors/appError.ts';
import { calls, type NetworkNode, type NetworkTestReason, type RemoteStudy } from '../../shared/ipc/channels.ts';
import { networkActions, show, startWords } from './pages.tsx';

beforeAll(async () => void (await startWords()));
beforeEach(() => localStorage.clear());
afterEach(cleanup);

const web: NetworkNode = { id: '0190a000-0000-7000-8000-000000000001', name: '放射科 PACS', kind: 'dicomweb', url: 'https://pacs.example/dicom-web', userName: 'mdt', hasPassword: true };
const dimse: NetworkNode = { id: '0190a000-0000-7000-8000-000000000002', name: '治疗计划', kind: 'dimse', aeTitle: 'TPS', host: '10.0.0.9', port: 104, useTls: false, retrieveBy: 'move' };
const { local } = await networkActions.nodes();
const withNodes = (own: Partial<NetworkActions> = {}): NetworkActions => ({ ...networkActions, nodes: () => Promise.resolve({ nodes: [web, dimse], local }), ...own });

const study = (uid: string, fields: Partial<RemoteStudy>): RemoteStudy => ({
  studyInstanceUID: uid, patientID: 'P1', patientName: '张^三', birthDate: '19600101', sex: 'M', date: '20261101', description: 'CT', accessionNumber: null, modalities: ['CT'], seriesCount: 1, instanceCount: 10, ...fields,
});

describe('one patient at a time', () => {
  it.each([
    ['the same ID', {}, {}, true],
    ['the same ID, one birth date unknown', {}, { birthDate: null }, true],
    ['the same ID, another spelling of the name', {}, { patientName: 'ZHANG^SAN' }, true],
    ['the same ID with another birth date', {}, { birthDate: '19610101' }, false],
    ['another ID', {}, { patientID: 'P2' }, false],
    ['an ID and none', {}, { patientID: null }, false],
    ['no ID, the same name and birth date', { patientID: null }, { patientID: null }, true],
    ['no ID, the same name without birth dates', { patientID: null, birthDate: null }, { patientID: null, birthDate: null }, false],
    ['no identity at all', { patientID: null, patientName: null, birthDate: null }, { patientID: null, patientName: null, birthDate: null }, false],
  ])('%s', (_name, a, b, isSame) => {
    expect(isSamePatient(study('1', a), study('2', b))).toBe(isSame);
    expect(isSamePatient(study('2', b), study('1', a))).toBe(isSame);
  });

  it('a study without identity may be chosen alone and given up again', () => {
    const nobody = study('1', { patientID: null, patientName: null, birthDate: null });
    expect([mayChoose(nobody, []), mayChoose(nobody, [nobody]), mayChoose(study('2', {}), [nobody])]).toEqual([true, true, false]);
  });
});

describe('the form of a node', () => {
  it('names what cannot be saved, for either kind', () => {
    expect(wrongFields(formOf(null))).toEqual(['name', 'url']);
    const form = formOf(dimse);
    expect(wrongFields({ ...form, name: ' ', aeTitle: 'SEVENTEEN_LETTERS', host: 'a b', port: '70000' })).toEqual(['name', 'aeTitle', 'host', 'port']);
    expect(wrongFields({ ...formOf(web), url: 'ftp://x' })).toEqual(['url']);
  });

  it('sends what core accepts; an empty password keeps the stored one and null forgets it', () => {
    for (const node of [web, dimse]) {
      const draft = draftOf(node.id, formOf(node));
      expect(calls['network.saveNode'].request.safeParse(draft).success).toBe(true);
      expect(draft.password).toBeUndefined();
    }
    expect(draftOf('x', { ...formOf(web), password: 'geheim' }).password).toBe('geheim');
    expect(draftOf('x', { ...formOf(web), forgetsPassword: true, password: 'geheim' }).password).toBeNull();
  });
});

describe('settings', () => {
  it('never shows a stored password, says that there is one, and tests the form before saving', async () => {
    const test = vi.fn<NetworkActions['test']>(() => Promise.resolve([
      { step: 'address', outcome: 'failed', reason: 'connectionRefused', message: '127.0.0.1:9 refuses the connection.' },
      { step: 'tls', outcome: 'skipped', reason: 'notTried', message: '' },
    ]));
    show(<NetworkSettings actions={withNodes({ test })} />);
    fireEvent.click(await screen.findByLabelText('修改 放射科 PACS'));
    const password = await screen.findByTestId('node-password');
    expect((password as HTMLInputElement).value).toBe('');
    expect(password.getAttribute('placeholder')).toContain('已保存');
    fireEvent.click(screen.getByTestId('node-test'));
    const steps = await screen.findByTestId('network-test-steps');
    expect(test).toHaveBeenCalledWith({ id: web.id, name: web.name, kind: 'dicomweb', url: web.url, userName: 'mdt' }, undefined);
    expect(steps.textContent).toContain('地址与端口 · 失败 · 该端口没有服务');
    expect(steps.textContent).toContain('加密（TLS） · 未测试');
  });

  it('says at the field what is wrong and saves nothing', async () => {
    const saveNode = vi.fn<NetworkActions['saveNode']>(() => Promise.resolve());
    show(<NetworkSettings actions={withNodes({ saveNode })} />);
    fireEvent.click(await screen.findByLabelText('修改 治疗计划'));
    fireEvent.change(await screen.findByTestId('node-port'), { target: { value: '99999' } });
    fireEvent.click(screen.getByTestId('node-save'));
    expect(await screen.findByText('请填写 1–65535 的数字')).toBeTruthy();
    expect(saveNode).not.toHaveBeenCalled();
  });

  it('asks before a node is removed', async () => {
    const removeNode = vi.fn<NetworkActions['removeNode']>(() => Promise.resolve());
    show(<NetworkSettings actions={withNodes({ removeNode })} />);
    fireEvent.click(await screen.findByLabelText('删除 治疗计划'));
    expect(removeNode).not.toHaveBeenCalled();
    fireEvent.click(await screen.findByTestId('confirm-yes'));
    await waitFor(() => expect(removeNode).toHaveBeenCalledWith(dimse.id));
  });
});

/** Every literal core may give; the type keeps the list whole. */
const reasons: Readonly<Record<NetworkTestReason, true>> = {
  ok: true, notTried: true, plain: true, notProven: true, nameNotResolved: true, connectionRefused: true, timedOut: true, connectionLost: true, certificateExpired: true, certificateSelfSigned: true, certificateWrongHost: true,
  certificateUntrusted: true, notTls: true, calledAeUnknown: true, callingAeUnknown: true, associationRejected: true, notDicom: true, accountNeeded: true, wrongPassword: true, forbidden: true, wrongPath: true, notDicomWeb: true,
  redirected: true, serverError: true, notOffered: true, notReceiving: true, refused: true,
};
it.each(['zh', 'en'] as const)('has words for every reason in %s', (code) => {
  expect(Object.keys(networkLocale[code].reason).sort()).toEqual(Object.keys(reasons).sort());
});

const boxOf = (uid: string): HTMLInputElement => within(screen.getByTestId(`study-${uid}`)).getByRole('checkbox');
const order = (): (string | undefined)[] => screen.getAllByTestId(/^study-\d/).map((row) => row.dataset['testid']);

describe('finding', () => {
  const find = vi.fn<NetworkActions['find']>();
  const found = [study('1.1', {}), study('1.2', { date: '20261105', description: 'MR' }), study('2.1', { patientID: 'P2', patientName: '李^四' })];
  const open = async (onRetrieve = vi.fn<(source: unknown) => void>(), patientID: string | null = 'P1') => {
    show(<FindDialog network={withNodes({ find })} patientID={patientID} onClose={() => undefined} onRetrieve={onRetrieve} />);
    fireEvent.click(await screen.findByTestId('find-search'));
    return onRetrieve;
  };
  beforeEach(() => find.mockReset().mockResolvedValue({ studies: found, isTruncated: false }));

  it('begins with the patient of the case and the node used last', async () => {
    localStorage.setItem('mdt.lastNode', dimse.id);
    await open();
    await waitFor(() => expect(find).toHaveBeenCalledWith(dimse.id, { patientID: 'P1', patientName: null, accessionNumber: null, dateFrom: null, dateTo: null, modality: null }));
  });

  it('fetches several studies of one patient and lets nobody mix in another', async () => {
    const onRetrieve = await open();
    await screen.findByTestId('study-table');
    expect(screen.getByTestId('find-retrieve').hasAttribute('disabled')).toBe(true);
    fireEvent.click(boxOf('1.1'));
    expect(boxOf('2.1').disabled).toBe(true);
    expect(screen.getByTestId('study-2.1').textContent).toContain('一次只能取回一名患者');
    fireEvent.click(boxOf('1.2'));
    fireEvent.click(screen.getByTestId('find-retrieve'));
    expect(onRetrieve).toHaveBeenCalledWith({ kind: 'node', nodeId: web.id, studyInstanceUIDs: ['1.1', '1.2'] });
  });

  it('warns when the patient is not the one the case has images of', async () => {
    await open(undefined, 'P1');
    await screen.findByTestId('study-table');
    fireEvent.click(boxOf('2.1'));
    expect(screen.getByTestId('find-other-patient').textContent).toContain('P1');
  });

  it('sorts by what is asked and starts with the newest study', async () => {
    await open();
    await screen.findByTestId('study-table');
    expect(order()[0]).toBe('study-1.2');
    fireEvent.click(screen.getByText('检查描述'));
    expect(order().at(-1)).toBe('study-1.2');
  });

  it('says what to check at the other side when it fails, and when there is more than was shown', async () => {
    find.mockRejectedValueOnce(new SyncError('refused', 'PACS says 403.', { detail: { why: 'forbidden' } }));
    await open();
    expect((await screen.findByTestId('network-error')).textContent).toContain('该账号没有此权限');
    find.mockResolvedValueOnce({ studies: found, isTruncated: true });
    fireEvent.click(screen.getByTestId('find-search'));
    expect((await screen.findByTestId('find-truncated')).textContent).toContain('只显示前 3 个检查');
  });

  it('asks for more than a modality, and for dates in order', async () => {
    show(<FindDialog network={withNodes({ find })} patientID={null} onClose={() => undefined} onRetrieve={() => undefined} />);
    expect((await screen.findByTestId('find-search')).hasAttribute('disabled')).toBe(true);
    fireEvent.change(screen.getByTestId('find-dateFrom'), { target: { value: '2026-11-02' } });
    await waitFor(() => expect(screen.getByTestId('find-search').hasAttribute('disabled')).toBe(false));
    fireEvent.change(screen.getByTestId('find-dateTo'), { target: { value: '2026-11-01' } });
    expect(await screen.findByText('开始日期晚于结束日期')).toBeTruthy();
    expect(screen.getByTestId('find-search').hasAttribute('disabled')).toBe(true);
  });
});
