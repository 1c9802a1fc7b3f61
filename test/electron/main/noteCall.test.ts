import { expect, it } from 'vitest';
import { noteCall } from '../../../electron/main/noteCall.ts';

const caseId = '0190a000-0000-7000-8000-000000000001';

function core(ok = true) {
  const noted: unknown[] = [];
  const call = (channel: string, payload: unknown) => {
    noted.push([channel, payload]);
    return Promise.resolve(ok ? { ok: true as const, value: {} } : { ok: false as const, error: { code: 'store', reason: 'disk-full', message: 'full' } });
  };
  return { noted, call };
}

it('an export that was written is noted with its case', async () => {
  const { noted, call } = core();
  expect(await noteCall('dialog.savePng', { name: 'a', caseId }, { path: '/x/a.png' }, call)).toBeNull();
  expect(noted).toEqual([['audit.note', { action: 'export.png', caseId }]]);
});

it('a dialog that was cancelled, and a call that shows nothing, leave no note', async () => {
  const { noted, call } = core();
  await noteCall('dialog.savePdf', { name: 'a' }, { path: null }, call);
  await noteCall('vault.status', {}, { state: 'new' }, call);
  expect(noted).toEqual([]);
});

it('whoever exports is told when it cannot be noted', async () => {
  expect(await noteCall('report.print', { caseId }, { bytes: new Uint8Array() }, core(false).call)).toMatchObject({ ok: false, error: { reason: 'disk-full' } });
});

it('a new recovery code is answered whether or not the record can note it yet', async () => {
  const { noted, call } = core(false);
  expect(await noteCall('vault.create', { passphrase: null }, { recoveryCode: 'x' }, call)).toBeNull();
  expect(noted).toEqual([['audit.note', { action: 'vault.create' }]]);
});
