import { Badge, Button, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseView, MeetingView } from '../../../shared/ipc/channels.ts';
import { actorOf, type Directory, type Person } from '../../../shared/mdt/directory.ts';
import { isPermitted } from '../../../shared/mdt/rights.ts';
import { AskReason } from '../AskReason.tsx';
import type { RecordActions } from '../actions.ts';
import { hospitalName } from '../format.ts';
import type { RemovalActions } from './actions.ts';
import { RemovalList } from './RemovalList.tsx';

interface Props {
  readonly meeting: MeetingView;
  readonly cases: readonly CaseView[];
  readonly person: Person;
  readonly directory: Directory;
  readonly actions: Pick<RecordActions, 'onMeeting'>;
  readonly removals: RemovalActions;
  readonly onClose: () => void;
}

/** The hospitals of a meeting: the desk of the host takes one out here, and sees whose copies are gone. */
export function MeetingHospitals({ meeting, cases, person, directory, actions, removals, onClose }: Props) {
  const { t, i18n } = useTranslation('removal');
  const { record } = meeting;
  const [leaving, setLeaving] = useState<string | null>(null);
  const nameOf = (id: string): string => hospitalName(directory.hospitals, id, i18n.language);
  const mayRemove = isPermitted('meeting.removeHospital', actorOf(person), { requestingHospitalId: '', leadHospitalId: record.hostHospitalId });
  const onAgenda = cases.filter((view) => record.caseIds.includes(view.record.id) && view.record.requestingHospitalId === leaving).map((view) => view.record.request.patientName || view.record.caseNo);
  return (
    <Modal opened onClose={onClose} size={900} title={`${t('title')} · ${record.title}`} closeButtonProps={{ 'aria-label': t('back') }} data-testid="meeting-hospitals">
      <Stack gap="sm">
        {mayRemove ? <Text size="xs" c="dimmed">{t('hint')}</Text> : null}
        <Table verticalSpacing={4} fz="sm">
          <Table.Tbody>
            {[record.hostHospitalId, ...record.hospitalIds.filter((id) => id !== record.hostHospitalId)].map((id) => (
              <Table.Tr key={id} data-testid={`takes-part-${id}`}>
                <Table.Td>{nameOf(id)}</Table.Td>
                <Table.Td w={120}><Badge color={id === record.hostHospitalId ? 'teal' : 'gray'} tt="none">{t(id === record.hostHospitalId ? 'host' : 'takes')}</Badge></Table.Td>
                <Table.Td w={140} ta="right">{mayRemove && id !== record.hostHospitalId ? <Button size="xs" variant="default" onClick={() => setLeaving(id)} aria-label={t('removeTitle', { hospital: nameOf(id) })} data-testid={`remove-${id}`}>{t('remove')}…</Button> : null}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <RemovalList key={record.id} stream={{ kind: 'meeting', id: record.id }} title={t('left')} directory={directory} actions={removals} isSending={meeting.pending > 0} />
        <Group justify="flex-end"><Button variant="default" onClick={onClose} data-testid="meeting-hospitals-close">{t('back')}</Button></Group>
      </Stack>
      {leaving !== null ? (
        <AskReason title={t('removeDo')} heading={t('removeTitle', { hospital: nameOf(leaving) })} isDangerous onClose={() => setLeaving(null)} onReason={(reason) => actions.onMeeting(meeting, 'meeting.removeHospital', { hospitalId: leaving, reason })}
          hint={<Consequences hospital={nameOf(leaving)} onAgenda={onAgenda} isLive={record.state === 'live'} />} />
      ) : null}
    </Modal>
  );
}

/** What will be removed where, and what not. */
function Consequences({ hospital, onAgenda, isLive }: { hospital: string; onAgenda: readonly string[]; isLive: boolean }) {
  const { t } = useTranslation('removal');
  const { t: words } = useTranslation('mdt');
  return (
    <Stack gap={4} component="ul" pl="md" my={0} data-testid="removal-consequences">
      <li>{t('what.copies', { hospital })}</li>
      <li>{t('what.own')}</li>
      <li>{t('what.others')}</li>
      <li>{t('what.proof')}</li>
      <li>{t('what.again')}</li>
      {onAgenda.length > 0 ? <Text component="li" size="sm" c="yellow.4">{t('what.ownOnAgenda', { list: onAgenda.join(words('listComma')) })}</Text> : null}
      {isLive ? <Text component="li" size="sm" c="yellow.4">{t('what.live')}</Text> : null}
    </Stack>
  );
}
