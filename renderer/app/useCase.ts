import { useCall } from './useBridge.ts';

const isOfStream = (id: string) => (payload: unknown): boolean => {
  const stream = (payload as { stream?: { id: string } }).stream;
  return stream === undefined || stream.id === id;
};

/** A case, kept fresh with every command that reaches it. */
export const useCase = (caseId: string | null) => useCall('case.get', caseId ? { caseId } : null, { on: ['record.changed'], isRelevant: isOfStream(caseId ?? '') });

export const useMeetingRecord = (meetingId: string) => useCall('meeting.get', { meetingId }, { on: ['record.changed'], isRelevant: isOfStream(meetingId) });

/** The instances of a case and their reference chain; asked again while objects arrive. */
export const useImaging = (caseId: string | null) => useCall('imaging.get', caseId ? { caseId } : null, { on: ['record.changed', 'sync.changed'], isRelevant: isOfStream(caseId ?? '') });
