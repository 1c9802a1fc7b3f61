import { useCall } from './useBridge.ts';

/** A case, kept fresh with every command that reaches it. */
export const useCase = (caseId: string | null) => useCall('case.get', caseId ? { caseId } : null, { on: ['record.changed'], ...(caseId ? { streamId: caseId } : {}) });

export const useMeetingRecord = (meetingId: string) => useCall('meeting.get', { meetingId }, { on: ['record.changed'], streamId: meetingId });

/** The instances of a case and their reference chain; asked again while objects arrive. */
export const useImaging = (caseId: string | null) => useCall('imaging.get', caseId ? { caseId } : null, { on: ['record.changed', 'sync.changed'], ...(caseId ? { streamId: caseId } : {}) });
