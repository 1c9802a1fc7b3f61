import '@fontsource-variable/noto-sans-sc';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { reportCode } from '../mdt/report/reportCode.ts';
import { ReportDocument } from '../mdt/report/ReportDocument.tsx';
import { callBridge } from './bridge.ts';
import { startI18n } from './i18n.ts';

/** The page main prints: loads one case, draws the report in Chinese and sets data-ready when fonts are in. */
async function show(): Promise<void> {
  const caseId = new URLSearchParams(window.location.search).get('case') ?? '';
  await startI18n('zh');
  const { record } = await callBridge('case.get', { caseId });
  const { hospitals } = await callBridge('directory.get', {});
  const meeting = record.meetingId ? (await callBridge('meeting.get', { meetingId: record.meetingId })).record : null;
  const qrSvg = await reportCode(record);
  const root = document.getElementById('root');
  if (!root) throw new Error('report.html has no root element');
  createRoot(root).render(<StrictMode><ReportDocument record={record} meeting={meeting} hospitals={hospitals} qrSvg={qrSvg} /></StrictMode>);
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  await document.fonts.ready;
  document.title = `${record.caseNo} · ${hospitals.find((hospital) => hospital.id === record.leadHospitalId)?.name ?? ''}`;
  document.documentElement.dataset['ready'] = 'true';
}

show().catch(() => {
  document.documentElement.dataset['ready'] = 'error';
});
