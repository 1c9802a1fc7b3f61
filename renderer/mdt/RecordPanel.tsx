import { Alert, Badge, Button, Group, Stack, Table, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseView, Verification } from '../../shared/ipc/channels.ts';
import { actorOf, type Hospital, type Person } from '../../shared/mdt/directory.ts';
import type { MeetingRecord } from '../../shared/mdt/meetingRecord.ts';
import { isPermitted } from '../../shared/mdt/rights.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Section } from '../ui/Section.tsx';
import { useAction } from '../ui/useAction.ts';
import type { RecordActions } from './actions.ts';
import { EvidenceList } from './EvidenceList.tsx';
import { RefusedPanel } from './conflict/RefusedPanel.tsx';
import { ReportPaper } from './report/ReportPaper.tsx';
import { formatTime, hospitalName } from './format.ts';

interface Props {
  readonly view: CaseView;
  readonly person: Person;
  readonly hospitals: readonly Hospital[];
  /** The meeting the case was discussed in, where there was one. */
  readonly meeting: MeetingRecord | null;
  readonly actions: RecordActions;
}

/** What stays: the report and its receipt, the verification of the signatures, the steps taken. */
export function RecordPanel({ view, person, hospitals, meeting, actions }: Props) {
  const { t, i18n } = useTranslation('mdt');
  const { record } = view;
  const nameOf = (id: string): string => hospitalName(hospitals, id, i18n.language);
  const [verification, setVerification] = useState<Verification | null>(null);
  const verify = useAction(async () => setVerification(await actions.verify(record.id)));
  const hasSignatures = record.signatures.length > 0;
  const [isReading, setReading] = useState(false);
  const deliver = useAction(() => actions.deliverReport(record.id));
  const save = useAction(async () => {
    const bytes = await actions.readReport(record.id);
    if (bytes) await actions.saveReport(record.id, record.caseNo, bytes);
  });
  return (
    <Stack gap="sm">
      <Section title={t('report')} testId="report-panel" aside={record.receipt ? <Badge color="green" data-testid="report-received">{t('reportReceived', { hospital: nameOf(record.requestingHospitalId) })} · {formatTime(record.receipt.stamp.atMs)}</Badge> : record.report ? <Badge color="yellow">{t('reportWaiting')}</Badge> : null}>
        <ErrorNotice error={deliver.error ?? save.error} />
        {record.report ? (
          <Group gap="xs" mb="xs">
            <Text size="sm" data-testid="report-delivered">{t('reportDelivered')} · {formatTime(record.report.stamp.atMs)} · {(record.report.byteLength / 1024).toFixed(0)} KB</Text>
            <Button variant="default" onClick={() => save.run()} loading={save.isRunning} data-testid="report-save">{t('saveReport')}</Button>
          </Group>
        ) : record.state === 'opinionSigned' && isPermitted('report.deliver', actorOf(person), record) ? (
          <Button mr="xs" onClick={() => deliver.run()} loading={deliver.isRunning} data-testid="report-make">{t('makeReport')}</Button>
        ) : <Text size="sm" c="dimmed">{t('noReport')}</Text>}
        {record.report ? <ReportPresence key={record.report.sha256} caseId={record.id} actions={actions} /> : null}
        {hasSignatures ? <Button {...(record.report ? { mt: 'xs' } : {})} variant="default" aria-expanded={isReading} onClick={() => setReading(!isReading)} data-testid="report-view">{t(isReading ? 'hideReport' : 'viewReport')}</Button> : null}
        {hasSignatures && isReading ? <ReportPaper record={record} meeting={meeting} hospitals={hospitals} /> : null}
      </Section>
      <Section title={t('signTitle')} testId="verify-panel" aside={<Button variant="default" onClick={() => verify.run()} loading={verify.isRunning} disabled={!record.frozen} data-testid="verify">{t('verify')}</Button>}>
        <ErrorNotice error={verify.error} />
        {record.frozen ? <Stack gap={2}><Text size="xs" ff="monospace" style={{ wordBreak: 'break-all' }}>SHA-256 {record.frozen.sha256}</Text><Text size="xs" ff="monospace" style={{ wordBreak: 'break-all' }}>SM3 {record.frozen.sm3}</Text></Stack> : <Text size="sm" c="dimmed">{t('notFrozen')}</Text>}
        {verification ? (
          <Alert mt="xs" color={verification.isValid ? 'green' : 'red'} title={t(verification.isValid ? 'verifyOk' : 'verifyBad')} data-testid="verify-result" data-valid={verification.isValid}>
            {verification.signatures.map((signature) => <Text key={`${signature.personName}${signature.role}`} size="sm">{signature.personName} · {t(`role.${signature.role}`)} · {formatTime(signature.atMs)} · {t(signature.isValid ? 'signatureValid' : 'signatureInvalid')}</Text>)}
            {verification.problems.map((problem) => <Text key={problem} size="sm" c="red">{problem}</Text>)}
          </Alert>
        ) : null}
      </Section>
      <RefusedPanel refused={view.refused} actions={actions} />
      <Section title={t('evidence')} testId="evidence-panel"><EvidenceList evidence={record.evidence} onShow={null} /></Section>
      <Section title={t('timeline')}>
        <Table verticalSpacing={4} fz="sm">
          <Table.Tbody>
            {record.transitions.map((step) => <Table.Tr key={step.commandId}><Table.Td w={150}>{formatTime(step.atMs)}</Table.Td><Table.Td>{t(`state.${step.to}`)}</Table.Td><Table.Td>{step.actor.name} · {nameOf(step.actor.hospitalId)}</Table.Td><Table.Td>{step.reason}</Table.Td></Table.Tr>)}
          </Table.Tbody>
        </Table>
      </Section>
    </Stack>
  );
}

/** Whether the delivered PDF is on this console. */
function ReportPresence({ caseId, actions }: { caseId: string; actions: RecordActions }) {
  const [hasBytes, setHasBytes] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    actions.readReport(caseId).then((bytes) => isCurrent && setHasBytes(bytes !== null), () => undefined);
    return () => {
      isCurrent = false;
    };
  }, [caseId, actions]);
  const { t } = useTranslation('mdt');
  return <Badge color={hasBytes ? 'green' : 'gray'} data-testid="report-present" data-present={hasBytes}>{t(hasBytes ? 'reportHere' : 'reportOnTheWay')}</Badge>;
}
