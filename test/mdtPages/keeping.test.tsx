// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { errorLocale } from '../../renderer/app/locale.ts';
import type { ArchiveActions } from '../../renderer/mdt/archive/actions.ts';
import { ImportArchive } from '../../renderer/mdt/archive/ImportArchive.tsx';
import { archiveLocale } from '../../renderer/mdt/archive/locale.ts';
import type { BackupActions } from '../../renderer/mdt/backup/actions.ts';
import { BackupSection } from '../../renderer/mdt/backup/BackupSection.tsx';
import { backupLocale } from '../../renderer/mdt/backup/locale.ts';
import { RepairPage } from '../../renderer/mdt/backup/RepairPage.tsx';
import type { KeyActions, VaultStatus } from '../../renderer/mdt/keys/actions.ts';
import { KeySection } from '../../renderer/mdt/keys/KeySection.tsx';
import { keysLocale } from '../../renderer/mdt/keys/locale.ts';
import { StoreError } from '../../shared/errors/appError.ts';
import type { ArchiveReport, BackupList } from '../../shared/ipc/channels.ts';
import { directory, show } from './pages.tsx';

beforeAll(async () => {
  await createInstance().use(initReactI18next).init({ lng: 'zh', fallbackLng: false, interpolation: { escapeValue: false }, resources: { zh: { backup: backupLocale.zh, keys: keysLocale.zh, archive: archiveLocale.zh, errors: errorLocale.zh } } });
});
afterEach(cleanup);

const backup = { id: 'record-2026-11-20T01-00-00-000Z-daily.db', createdAtMs: Date.UTC(2026, 10, 20, 1), cause: 'daily', byteLength: 4_200_000, cases: 12, commands: 345, waiting: 0, lastCommandAtMs: Date.UTC(2026, 10, 19) } as const;
const list: BackupList = { backups: [backup], present: { cases: 13, commands: 350, waiting: 2, lastCommandAtMs: null }, held: 0, running: null, lastCheck: null, backupError: null };
const backups = (own: Partial<BackupActions> = {}): BackupActions => ({ list: () => Promise.resolve(list), make: () => Promise.resolve(), check: () => Promise.reject(new Error('not asked')), restore: () => Promise.resolve(), releaseHeld: () => Promise.resolve(), ...own });

const type = (testId: string, value: string): boolean => fireEvent.change(screen.getByTestId(testId), { target: { value } });

const look = async (actions: ArchiveActions, onOpen = vi.fn<(caseId: string) => void>()) => {
  show(<ImportArchive hospitals={directory.hospitals} actions={actions} onOpen={onOpen} onClose={() => undefined} />);
  fireEvent.click(await screen.findByTestId('archive-choose'));
  await waitFor(() => expect(screen.getByTestId<HTMLButtonElement>('archive-look').disabled).toBe(false));
  fireEvent.click(screen.getByTestId('archive-look'));
  return { onOpen, shown: await screen.findByTestId('archive-report') };
};

describe('the copies of the record', () => {
  it('say before a restore what would be lost and what is kept, and restore only then', async () => {
    const restore = vi.fn(() => Promise.resolve());
    show(<BackupSection actions={backups({ restore })} />);
    fireEvent.click(await screen.findByText(backupLocale.zh.restore));
    const dialog = await screen.findByRole('dialog');
    for (const text of ['12', '345', '13', '350', '2 条操作尚未上传', '不会删除']) expect(dialog.textContent).toContain(text);
    expect(restore).not.toHaveBeenCalled();
    fireEvent.click(screen.getByTestId('backup-restore'));
    await waitFor(() => expect(restore).toHaveBeenCalledWith(backup.id));
  });

  it('show what the last check found, and why a copy failed', async () => {
    show(<BackupSection actions={backups({ list: () => Promise.resolve({ ...list, lastCheck: { atMs: 1, damage: ['row 3 missing from index'], isAuditIntact: false }, backupError: new StoreError('disk-full', 'no room').toShape() }) })} />);
    const bad = await screen.findByTestId('record-bad');
    expect(bad.textContent).toContain('row 3 missing from index');
    expect(bad.textContent).toContain(backupLocale.zh.auditBroken);
    expect(screen.getByText(backupLocale.zh.backupFailed)).toBeTruthy();
  });

  it('are offered where the record does not open', async () => {
    const restore = vi.fn(() => Promise.resolve());
    show(<RepairPage error={new StoreError('corrupt', 'damaged')} actions={{ list: () => Promise.resolve([backup]), restore }} />);
    fireEvent.click(await screen.findByText(backupLocale.zh.repairDo));
    await waitFor(() => expect(restore).toHaveBeenCalledWith(backup.id));
  });
});

describe('the keys of this computer', () => {
  const status: VaultStatus = { state: 'open', protection: 'passphrase', organisation: null, isRotating: false };
  const keys = (own: Partial<KeyActions>): KeyActions => ({ status: () => Promise.resolve(status), changePassphrase: () => Promise.resolve(), installRecoveryKey: () => Promise.resolve({ name: '', keyId: '' }), rotate: () => Promise.resolve(''), ...own });

  it('move to a new one after the passphrase, and the new recovery code stays until it is kept', async () => {
    const rotate = vi.fn(() => Promise.resolve('AAAA-BBBB'));
    show(<KeySection actions={keys({ rotate })} />);
    fireEvent.click(await screen.findByTestId('key-rotate'));
    fireEvent.change(await screen.findByTestId('rotate-passphrase'), { target: { value: 'the passphrase' } });
    fireEvent.click(screen.getByTestId('rotate-do'));
    expect((await screen.findByTestId('rotate-code')).textContent).toBe('AAAA-BBBB');
    expect(rotate).toHaveBeenCalledWith('the passphrase');
    fireEvent.keyDown(document.body, { key: 'Escape' });
    expect(screen.getByTestId('rotate-code')).toBeTruthy();
  });

  it('change the passphrase only when the new one is long enough and typed twice the same', async () => {
    const changePassphrase = vi.fn(() => Promise.resolve());
    show(<KeySection actions={keys({ changePassphrase })} />);
    fireEvent.click(await screen.findByTestId('key-passphrase'));
    await screen.findByTestId('key-current');
    type('key-current', 'old one');
    type('key-next', 'new passphrase');
    type('key-again', 'new passphras');
    expect(screen.getByText(keysLocale.zh.differs)).toBeTruthy();
    expect(screen.getByTestId<HTMLButtonElement>('key-change').disabled).toBe(true);
    type('key-again', 'new passphrase');
    fireEvent.click(screen.getByTestId('key-change'));
    await waitFor(() => expect(changePassphrase).toHaveBeenCalledWith('old one', 'new passphrase'));
  });
});

describe('taking a case from an archive', () => {
  const report: ArchiveReport = {
    archiveId: 'a', caseId: 'c', caseNo: 'A-1', version: 7, createdAtMs: 1, isEncrypted: true, hasObjects: true, isValid: true, problems: [], patientName: '张三', diagnosis: '食管癌', state: 'draft', requestingHospitalId: 'zhuhai', objects: 3, byteLength: 9_000_000, signatures: 0,
    signer: { personId: 'p', personName: '何静', personTitle: '主治医师', hospitalId: 'zhuhai', publicKey: '', certificateId: '0123456789abcdef' },
  };
  const archives = (own: Partial<ArchiveActions>): ArchiveActions => ({
    choosePlace: () => Promise.resolve(null), chooseFile: () => Promise.resolve('/in/case.mdtcase'), export: () => ({ jobId: '1', done: Promise.reject(new Error('not asked')) }), inspect: () => ({ jobId: '2', done: Promise.resolve(report) }),
    take: () => ({ jobId: '3', done: Promise.resolve({ outcome: 'taken', caseId: 'c', objects: 3 }) }), cancel: () => Promise.resolve(), onProgress: () => () => undefined, ...own,
  });
  it('shows signer and content first, takes it in only when asked, and opens it', async () => {
    const take = vi.fn(archives({}).take);
    const { onOpen, shown } = await look(archives({ take }));
    for (const text of ['何静', '协作医院', '0123456789abcdef', 'A-1', '张三', '食管癌']) expect(shown.textContent).toContain(text);
    expect(take).not.toHaveBeenCalled();
    fireEvent.click(screen.getByTestId('archive-take'));
    fireEvent.click(await screen.findByTestId('archive-open'));
    expect(onOpen).toHaveBeenCalledWith('c');
  });

  it('names what is wrong with one that was changed and does not offer to take it', async () => {
    const { shown } = await look(archives({ inspect: () => ({ jobId: '2', done: Promise.resolve({ ...report, isValid: false, problems: ['objects/ab: the part was changed'] }) }) }));
    expect(shown.textContent).toContain('objects/ab: the part was changed');
    expect(screen.getByTestId<HTMLButtonElement>('archive-take').disabled).toBe(true);
  });
});
