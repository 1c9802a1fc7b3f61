import { Box } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';
import type { Hospital } from '../../../shared/mdt/directory.ts';
import type { MeetingRecord } from '../../../shared/mdt/meetingRecord.ts';
import { reportCode } from './reportCode.ts';
import { ReportDocument } from './ReportDocument.tsx';

/** The opinion as it stands in the report, to be read in the console: drawn from the record, in the reader's language. */
export function ReportPaper({ record, meeting, hospitals }: { record: CaseRecord; meeting: MeetingRecord | null; hospitals: readonly Hospital[] }) {
  const [qrSvg, setQrSvg] = useState('');
  useEffect(() => {
    let isCurrent = true;
    void reportCode(record).then((svg) => isCurrent && setQrSvg(svg));
    return () => {
      isCurrent = false;
    };
  }, [record]);
  return <Box bg="white" p="lg" mt="sm" style={{ borderRadius: 4 }} data-testid="report-paper"><ReportDocument record={record} meeting={meeting} hospitals={hospitals} qrSvg={qrSvg} /></Box>;
}
