import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../shared/ipc/channels.ts';
import { checkDecisionDose } from '../../shared/mdt/decisionNumbers.ts';
import { isFilled, missingOfDecision, requiredDecisionFields, type DecisionFields } from '../../shared/mdt/fields.ts';
import { isPermitted } from '../../shared/mdt/rights.ts';
import { actorOf, type Directory, type Person } from '../../shared/mdt/directory.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Section } from '../ui/Section.tsx';
import { useAction } from '../ui/useAction.ts';
import type { RecordActions } from './actions.ts';
import { OvertakenNotice } from './conflict/OvertakenNotice.tsx';
import { Conflicts } from './Conflicts.tsx';
import { FieldForm } from './FieldForm.tsx';
import { decisionLayout } from './fieldLayout.ts';
import { formatTime } from './format.ts';
import { Dissents } from './Dissents.tsx';
import { flushMinutes } from './minutes/minutesSession.ts';
import { readBackText } from './readBackText.ts';
import { ReopenDecision } from './ReopenDecision.tsx';
import { SaveState } from './SaveState.tsx';
import { useFieldDraft } from './useFieldDraft.ts';

interface Props {
  readonly view: CaseView;
  readonly person: Person;
  readonly directory: Directory;
  readonly actions: RecordActions;
  readonly isNarrow?: boolean;
}

/** The decision form, its checked numbers, dissent, read-back and freezing. */
export function DecisionPanel({ view, person, directory, actions, isNarrow = false }: Props) {
  const { t } = useTranslation('mdt');
  const { record } = view;
  const isLead = isPermitted('decision.edit', actorOf(person), record);
  const canEdit = isLead && record.state === 'inDiscussion';
  const draft = useFieldDraft<DecisionFields>(record.decision, (edit) => actions.onCase(view, 'decision.edit', { fields: edit }));
  const [isReading, setReading] = useState(false);
  const canFreeze = isPermitted('decision.freeze', actorOf(person), record);
  const freeze = useAction(async () => {
    // What is still under the fingers in the minutes is part of what is frozen.
    await flushMinutes(record.id);
    await actions.freeze(record.id);
  });
  const dose = checkDecisionDose(draft.fields);
  const missing = missingOfDecision(draft.fields);
  const canReadBack = missing.length === 0 && (dose.status === 'agrees' || dose.status === 'notApplicable');
  const isEmpty = Object.values(draft.fields).every((value) => !isFilled(value));
  const openReadBack = useAction(async () => {
    await draft.flush();
    setReading(true);
  });
  return (
    <Section title={t('decisionTitle')} testId="decision" aside={
      <Group gap="xs" wrap="nowrap">
        <SaveState isSaved={draft.isSaved} hasFailed={draft.error !== null} />
        {record.readBack ? <Text size="xs" c="teal.3">{t('readBackDone')} · {formatTime(record.readBack.stamp.atMs)}</Text> : null}
      </Group>
    }>
      {!canEdit && isEmpty ? <Text size="sm" c="dimmed" data-testid="decision-empty">{t('notDiscussed')}</Text> : null}
      {record.state === 'opinionDraft' ? <Text size="sm" c="dimmed" mb="xs" data-testid="decision-frozen">{t('decisionFrozen')}</Text> : null}
      <OvertakenNotice overtaken={view.overtaken} actions={actions} />
      <Conflicts view={view} group="decision" canChoose={canEdit} hospitals={directory.hospitals} actions={actions} />
      <FieldForm prefix="decision" layout={decisionLayout} fields={draft.fields} required={requiredDecisionFields} isReadOnly={!canEdit} isNarrow={isNarrow} onChange={draft.change}
        renderAfterGroup={(key) => (key === 'radiotherapy' ? <DoseLine fields={draft.fields} /> : null)} />
      <Dissents view={view} person={person} directory={directory} actions={actions} />
      <Stack gap={6} mt="sm">
        <ErrorNotice error={openReadBack.error ?? freeze.error ?? draft.error} onClose={() => { openReadBack.clear(); freeze.clear(); }} />
        {canEdit && canFreeze && missing.length > 0 ? <Text size="xs" c="yellow.4" data-testid="decision-missing">{t('missing', { list: missing.map((key) => t(`decision.${key}`)).join(t('listComma')) })}</Text> : null}
        <ReopenDecision view={view} person={person} actions={actions} />
        {canEdit && canFreeze ? (
          <Group justify="flex-end" gap="xs">
            <Button variant={record.readBack ? 'default' : 'filled'} onClick={() => openReadBack.run()} loading={openReadBack.isRunning} disabled={!canReadBack} data-testid="read-back">{t('readBack')}</Button>
            <Button disabled={!record.readBack} onClick={() => freeze.run()} loading={freeze.isRunning} data-testid="freeze">{t('freeze')}</Button>
          </Group>
        ) : null}
      </Stack>
      {isReading ? <ReadBack view={view} actions={actions} onClose={() => setReading(false)} /> : null}
    </Section>
  );
}

function DoseLine({ fields }: { fields: DecisionFields }) {
  const { t } = useTranslation('mdt');
  const check = checkDecisionDose(fields);
  if (check.status === 'notApplicable') return null;
  const isGood = check.status === 'agrees';
  const values = { fractions: fields.rtFractions, perFraction: fields.rtDosePerFractionGy, total: fields.rtTotalDoseGy, product: 'productGy' in check ? Number(check.productGy.toFixed(4)) : '' };
  const key = { agrees: 'doseAgrees', disagrees: 'doseDisagrees', incomplete: 'doseIncomplete', implausible: 'doseImplausible' }[check.status];
  return (
    <Group gap={6} mt={6} data-testid="dose-check" data-status={check.status} c={isGood ? 'teal.3' : 'orange.4'} aria-live="polite">
      {isGood ? <IconCheck size={16} /> : <IconAlertTriangle size={16} />}
      <Text size="sm">{t(key, values)}</Text>
    </Group>
  );
}

function ReadBack({ view, actions, onClose }: { view: CaseView; actions: RecordActions; onClose: () => void }) {
  const { t } = useTranslation('mdt');
  const [objections, setObjections] = useState('');
  const text = readBackText(view.record, t);
  const confirm = useAction(async () => {
    await actions.onCase(view, 'decision.readBack', { text, objections });
    onClose();
  });
  return (
    <Modal opened onClose={onClose} size="lg" title={t('readBack')} data-testid="read-back-dialog" closeButtonProps={{ 'aria-label': t('cancel') }}>
      <Text size="xs" c="dimmed" mb="xs">{t('readBackHint')}</Text>
      <Text size="lg" tabIndex={0} data-autofocus style={{ whiteSpace: 'pre-wrap', lineHeight: 1.7, maxHeight: '52vh', overflow: 'auto' }} data-testid="read-back-text">{text}</Text>
      <TextInput mt="md" label={t('objections')} value={objections} onChange={(event) => setObjections(event.currentTarget.value)} />
      <ErrorNotice error={confirm.error} onClose={confirm.clear} />
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
        <Button onClick={() => confirm.run()} loading={confirm.isRunning} data-testid="read-back-confirm">{t('confirm')}</Button>
      </Group>
    </Modal>
  );
}
