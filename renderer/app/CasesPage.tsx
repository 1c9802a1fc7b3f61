import { Box, Button, Group, Modal, Select, Stack, TextInput, Title } from '@mantine/core';
import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actorOf, type Directory, type Person } from '../../shared/mdt/directory.ts';
import { isPermitted } from '../../shared/mdt/rights.ts';
import { ImportArchive } from '../mdt/archive/ImportArchive.tsx';
import { CaseTable } from '../mdt/CaseTable.tsx';
import { CaseSearch } from '../mdt/search/CaseSearch.tsx';
import { hospitalName } from '../mdt/format.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { useAction } from '../ui/useAction.ts';
import { callBridge } from './bridge.ts';
import { archiveActions } from './keepingActions.ts';
import { createCase } from './recordActions.ts';
import { RefusedElsewhere } from './RefusedElsewhere.tsx';
import { useCall } from './useBridge.ts';

const two = (n: number): string => String(n).padStart(2, '0');

const searchCases = (query: string) => callBridge('case.search', { query });

/** Proposed request number: date, then the minute of the day; the doctor may change it. */
const proposedNumber = (): string => {
  const now = new Date();
  return `MDT-${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}-${two(now.getHours())}${two(now.getMinutes())}`;
};

export function CasesPage({ person, directory, onOpen }: { person: Person; directory: Directory; onOpen: (caseId: string) => void }) {
  const { t } = useTranslation();
  const cases = useCall('case.list', {}, { on: ['record.changed', 'sync.changed'] });
  const [isImporting, setImporting] = useState(false);
  const [isCreating, setCreating] = useState(false);
  const leads = directory.hospitals.filter((hospital) => hospital.kind === 'lead');
  const canCreate = isPermitted('case.create', actorOf(person), { requestingHospitalId: person.hospitalId, leadHospitalId: '' });
  return (
    <Box p="md" h="100%" style={{ overflow: 'auto', display: 'grid', gridTemplateRows: 'auto auto minmax(0, 1fr)', gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Group justify="space-between" mb="sm">
        <Title order={3}>{t('cases')}</Title>
        <Group gap="xs"><Button variant="default" leftSection={<IconFileImport size={14} />} onClick={() => setImporting(true)} data-testid="archive-import">{t('archive:importDo')}</Button>{canCreate ? <Button leftSection={<IconPlus size={14} />} onClick={() => setCreating(true)} data-testid="new-case">{t('newCaseTitle')}</Button> : null}</Group>
      </Group>
      <div><ErrorNotice error={cases.error} />{cases.value ? <RefusedElsewhere cases={cases.value.cases} /> : null}</div>
      {cases.value ? <CaseSearch onSearch={searchCases} onOpen={onOpen}><CaseTable cases={cases.value.cases} hospitals={directory.hospitals} canCreate={canCreate} onOpen={onOpen} /></CaseSearch> : null}
      {isImporting ? <ImportArchive hospitals={directory.hospitals} actions={archiveActions} onOpen={onOpen} onClose={() => setImporting(false)} /> : null}
      {isCreating ? <NewCase leads={leads} onClose={() => setCreating(false)} onCreated={onOpen} /> : null}
    </Box>
  );
}

function NewCase({ leads, onClose, onCreated }: { leads: Directory['hospitals']; onClose: () => void; onCreated: (caseId: string) => void }) {
  const { t, i18n } = useTranslation();
  const [caseNo, setCaseNo] = useState(proposedNumber);
  const [leadId, setLeadId] = useState<string | null>(leads[0]?.id ?? null);
  const create = useAction(async () => {
    if (leadId) onCreated(await createCase(caseNo, leadId));
  });
  return (
    <Modal opened onClose={onClose} title={t('newCaseTitle')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={(event) => { event.preventDefault(); create.run(); }}>
        <Stack gap="sm">
          <TextInput label={t('caseNo')} value={caseNo} data-autofocus onChange={(event) => setCaseNo(event.currentTarget.value)} data-testid="new-case-number" />
          <Select label={t('leadHospital')} data={leads.map((hospital) => ({ value: hospital.id, label: hospitalName(leads, hospital.id, i18n.language) }))} value={leadId} onChange={setLeadId} allowDeselect={false} />
          <ErrorNotice error={create.error} />
          <Group justify="flex-end" gap="xs"><Button variant="default" onClick={onClose}>{t('back')}</Button><Button type="submit" loading={create.isRunning} disabled={caseNo.trim() === '' || !leadId} data-testid="new-case-create">{t('create_')}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
