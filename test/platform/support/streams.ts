import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Stream } from '../../../shared/mdt/command.ts';
import type { RequestFields } from '../../../shared/mdt/fields.ts';
import type { Console } from './network.ts';

export const newCase = (): Stream => ({ kind: 'case', id: uuidv7() });
export const newMeeting = (): Stream => ({ kind: 'meeting', id: uuidv7() });

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const fields: Partial<RequestFields> = {
  patientName: '测试甲', patientSex: 'F', patientBirthDate: '1960-01-02', hospitalNumber: 'H1', department: '放疗科', doctorName: '何静', doctorTitle: '主治医师', contact: '0756',
  consentVersion: '1', consentDate: '2026-11-20', consentSigner: '测试甲', reason: '会诊', purpose: '计划', question: '剂量', wantedDisciplines: ['radiationOncology'],
  history: '…', ecog: 1, diagnosis: '食管癌',
};

/** A draft of the partner hospital with one attached object. */
export async function draftCase(doctor: Console, bytes: Uint8Array = new Uint8Array([1, 2, 3])): Promise<Stream> {
  const stream = newCase();
  const instance = { sopInstanceUID: '1.2.3', sopClassUID: '1.2.840.10008.5.1.4.1.1.2', seriesInstanceUID: '1.2', modality: 'CT', sha256: hashOf(bytes), byteLength: bytes.length };
  const outcomes = await doctor.push(
    doctor.command(stream, 'case.create', { caseNo: 'ZH-1', leadHospitalId: 'gd-cancer', fields }),
    doctor.command(stream, 'case.attachImaging', { instances: [instance] }, 1),
  );
  if (outcomes.some((outcome) => outcome.status !== 'committed')) throw new Error(JSON.stringify(outcomes));
  return stream;
}

/** A live meeting of two hospitals, hosted by the chair's. */
export async function liveMeeting(coordinator: Console, chair: Console, hospitalIds: readonly string[] = ['gd-cancer', 'zhuhai']): Promise<Stream> {
  const stream = newMeeting();
  await coordinator.send(stream, 'meeting.plan', { title: '例会', startMs: Date.now(), hospitalIds });
  const outcome = await chair.send(stream, 'meeting.open', {}, 1);
  if (outcome.status !== 'committed') throw new Error(JSON.stringify(outcome));
  return stream;
}
