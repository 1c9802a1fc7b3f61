import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatientHeader } from '../../shared/dicom/types.ts';
import type { CaseView } from '../../shared/ipc/channels.ts';
import { actorOf, type Hospital, type Person } from '../../shared/mdt/directory.ts';
import { isFilled, requiredRequestFields, type RequestFields } from '../../shared/mdt/fields.ts';
import { isPermitted } from '../../shared/mdt/rights.ts';
import { editableIn } from '../../shared/mdt/states.ts';
import { AskConfirm } from '../ui/AskConfirm.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Section } from '../ui/Section.tsx';
import { useAction } from '../ui/useAction.ts';
import type { RecordActions } from './actions.ts';
import { Conflicts } from './Conflicts.tsx';
import { FieldForm } from './FieldForm.tsx';
import { requestLayout } from './fieldLayout.ts';
import { hospitalName } from './format.ts';
import { ImagedPatient } from './ImagedPatient.tsx';
import type { ImportActions } from './import/actions.ts';
import { ImportPanel } from './import/ImportPanel.tsx';
import type { NetworkActions } from './network/actions.ts';
import { sampleRequest } from './sampleRequest.ts';
import { SaveState } from './SaveState.tsx';
import { useFieldDraft } from './useFieldDraft.ts';

interface Props {
  readonly view: CaseView;
  readonly person: Person;
  readonly hospitals: readonly Hospital[];
  readonly actions: RecordActions;
  readonly imports: ImportActions;
  readonly network: NetworkActions;
  readonly chain: React.ReactNode;
  /** Everything the case holds; null without images. */
  readonly contents: React.ReactNode;
  /** By the headers of the images; null while there are none. */
  readonly imagedPatient: PatientHeader | null;
  /** Folder of the sample case, where one is offered. */
  readonly sampleFolder: string | null;
}

/** The request: import, form, completeness, send. Read only once it was sent, for both sides. */
export function RequestPanel({ view, person, hospitals, actions, imports, network, chain, contents, imagedPatient, sampleFolder }: Props) {
  const { t, i18n } = useTranslation('mdt');
  const { record } = view;
  const isMine = isPermitted('case.edit', actorOf(person), record);
  const canEdit = isMine && (editableIn.request as readonly string[]).includes(record.state);
  const draft = useFieldDraft<RequestFields>(record.request, (edit) => actions.onCase(view, 'case.edit', { fields: edit }));
  const missing = [...(record.imaging.length > 0 ? [] : [t('missingImages')]), ...requiredRequestFields.filter((key) => !isFilled(draft.fields[key])).map((key) => t(`request.${key}`))];
  const total = requiredRequestFields.length + 1;
  const done = total - missing.length;
  const [isSending, setSending] = useState(false);
  const ask = useAction(async () => {
    await draft.flush();
    setSending(true);
  });
  const nameOf = (id: string): string => hospitalName(hospitals, id, i18n.language);
  const fill = (fields: Partial<RequestFields>): void => Object.entries(fields).forEach(([key, value]) => draft.change(key as keyof RequestFields, value));
  return (
    <Stack gap="sm">
      <Section title={t('imagingTitle')} testId="imaging-section" aside={
        <Group gap={8}>{Object.entries(record.presence).map(([hospitalId, presence]) => <Badge key={hospitalId} color={presence.present < presence.total ? 'yellow' : 'green'} data-testid={`presence-${hospitalId}`}>{nameOf(hospitalId)} {t('presenceOf', presence)}</Badge>)}</Group>
      }>
        <Stack gap="xs">
          {canEdit ? <ImportPanel caseId={record.id} caseNo={record.caseNo} actions={imports} network={network} patientID={imagedPatient?.patientID ?? null} hasImaging={record.imaging.length > 0} sample={sampleFolder === null ? null : { folder: sampleFolder, onUse: () => fill(sampleRequest) }} /> : null}
          {imagedPatient ? <ImagedPatient patient={imagedPatient} fields={draft.fields} onFill={canEdit ? fill : null} /> : null}
          {record.imaging.length === 0 ? (canEdit ? null : <Text size="sm" c="dimmed">{t('noImaging')}</Text>) : chain}
        </Stack>
      </Section>
      {contents}
      <Conflicts view={view} group="request" canChoose={canEdit} hospitals={hospitals} actions={actions} />
      <Section title={t('requestTab')} testId="request-form" aside={canEdit ? (
        <Group gap="xs">
          <SaveState isSaved={draft.isSaved} hasFailed={draft.error !== null} />
          <Text size="xs" c={done < total ? 'yellow.4' : 'teal.3'} data-testid="request-completeness">{t('required', { done, total })}</Text>
          <Button onClick={() => ask.run()} loading={ask.isRunning} disabled={done < total} data-testid="request-submit">{t('submit')}</Button>
        </Group>
      ) : null}>
        <ErrorNotice error={ask.error ?? draft.error} onClose={ask.clear} />
        <FieldForm prefix="request" layout={requestLayout} fields={draft.fields} required={requiredRequestFields} isReadOnly={!canEdit} onChange={draft.change} />
        {canEdit ? (
          <Group justify="space-between" wrap="nowrap" gap="md">
            <Text size="xs" c="yellow.4" data-testid="request-missing">{missing.length > 0 ? t('missing', { list: missing.join(t('listComma')) }) : ''}</Text>
            <Button style={{ flexShrink: 0 }} onClick={() => ask.run()} loading={ask.isRunning} disabled={missing.length > 0} data-testid="request-submit-below">{t('submit')}</Button>
          </Group>
        ) : null}
      </Section>
      {isSending ? (
        <AskConfirm title={t('submitTitle')} confirm={t('submit')} back={t('back')} onClose={() => setSending(false)} onConfirm={() => actions.onCase(view, 'case.submit', {})}>
          {t('submitHint', { hospital: nameOf(record.leadHospitalId) })}
        </AskConfirm>
      ) : null}
    </Stack>
  );
}
