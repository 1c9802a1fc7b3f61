import type { StreamRecord } from '../../shared/mdt/apply.ts';
import type { CaseRecord } from '../../shared/mdt/caseRecord.ts';
import type { AnyCommand } from '../../shared/mdt/command.ts';
import type { Hospital } from '../../shared/mdt/directory.ts';
import type { StoreTransaction } from '../store/openStore.ts';

const kinds: Readonly<Record<string, 'referral' | 'consultation'>> = { 'case.submit': 'referral', 'report.deliver': 'consultation' };

/** Whether a command makes a document of its case. */
export const isForProvince = (command: AnyCommand): boolean => command.type in kinds;

/**
 * A sent request and a delivered opinion are for the province too: queued with the command that makes them, or not at
 * all. With it goes what the document says beside the case: the meeting as it stood, and how the hospitals were called.
 */
export async function queueForProvince(tx: StoreTransaction, command: AnyCommand, after: StreamRecord, nowMs: number): Promise<void> {
  const kind = kinds[command.type];
  if (kind === undefined) return;
  const record = after as CaseRecord;
  const stream = record.meetingId === null ? undefined : await tx.streams.record(record.meetingId);
  const meeting = stream?.kind === 'meeting' ? stream : undefined;
  const people = [...record.opinions, ...record.signatures, ...record.dissents].map((said) => ('hospitalId' in said ? said.hospitalId : ''));
  const ids = new Set([record.requestingHospitalId, record.leadHospitalId, ...people]);
  const hospitals: Hospital[] = [];
  for (const id of ids) {
    const hospital = await tx.accounts.hospital(id);
    if (hospital) hospitals.push(hospital);
  }
  await tx.province.add({
    commandId: command.id, kind, caseId: record.id, caseVersion: record.version, meetingId: meeting ? record.meetingId : null, meetingVersion: meeting?.version ?? null, hospitals, queuedAtMs: nowMs,
  });
}
