import { Alert, Button, Checkbox, FileButton, Group, Modal, Progress, Select, Stack, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttachmentContext } from '../../../shared/attachment/attachmentContext.ts';
import { pictureKinds } from '../../../shared/attachment/kinds.ts';
import type { FiledPatient } from '../../../shared/attachment/patientOf.ts';
import { isPdf, missingOf, todayAt } from './attachRow.ts';
import { AttachRowView } from './AttachRowView.tsx';
import { buildInWorker } from './buildInWorker.ts';
import { lookAtFile } from './lookAtFile.ts';
import { useAttachments } from './useAttachments.ts';
import type { AttachTask, AttachTools } from './useAttachments.ts';

/** What a choice of files offers first; any other can be chosen and is told what to do. */
export const attachTypes = 'image/jpeg,image/png,application/pdf';

interface Props extends Pick<AttachTask, 'addObject' | 'newUid'> {
  /** Chosen or dropped already. */
  readonly files: readonly File[];
  readonly filed: FiledPatient;
  /** The patient as a person reads it; empty where nobody says. */
  readonly patientWords: string;
  readonly device: AttachmentContext['device'];
  readonly onClose: () => void;
  readonly tools?: AttachTools;
}

const ownTools: AttachTools = { look: lookAtFile, build: buildInWorker };

/** Asks what each file is, of which day, says under whose name it will be filed, and adds them one after the other. */
export function AttachDialog({ files, filed, patientWords, device, addObject, newUid, onClose, tools = ownTools }: Props) {
  const { t, i18n } = useTranslation('documents', { keyPrefix: 'attach' });
  const [today] = useState(() => todayAt(new Date()));
  const list = useAttachments(files, { tools, addObject, newUid, today });
  // Of the files in the list as it is: more files ask anew.
  const [isChecked, setChecked] = useState(false);
  /** So that the same file can be chosen a second time. */
  const reset = useRef<() => void>(null);
  const { rows, run } = list;
  const open = rows.filter(({ state }) => state === 'open');
  const added = rows.filter(({ state }) => state === 'added').length;
  const isLooking = rows.some(({ state }) => state === 'looking');
  const isRunning = run !== null;
  const fieldWords = { kind: t('kind'), title: t('name'), date: t('taken') };
  const missing = open.flatMap((row) => {
    const fields = missingOf(row, today);
    return fields.length === 0 ? [] : [t('missingOf', { name: row.file.name, fields: fields.map((field) => (field === 'date' && isPdf(row) ? t('takenPdf') : fieldWords[field])).join(t('comma')) })];
  });
  const patient = filed.from === 'images' || filed.from === 'request' ? filed.patient : null;
  const canStart = patient !== null && open.length > 0 && missing.length === 0 && isChecked && !isLooking;
  const isDone = added > 0 && open.length === 0 && !isLooking && !isRunning;
  const hasFailed = open.some(({ problem }) => problem !== null);
  const pictures = open.filter((row) => !isPdf(row));
  return (
    <Modal opened onClose={onClose} title={t('title')} size="min(1000px, 94vw)" closeOnClickOutside={false} closeOnEscape={!isRunning} withCloseButton={!isRunning} closeButtonProps={{ 'aria-label': t('close') }} data-testid="attach-dialog">
      <Stack gap="sm">
        <Whose filed={filed} patientWords={patientWords} />
        {pictures.length > 1 && !isRunning ? <Select size="xs" w={260} label={t('kindAll')} placeholder={t('choose')} value={null} data={pictureKinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))} onChange={(kind) => pictures.forEach(({ id }) => list.say(id, { kind }))} data-testid="attach-kind-all" /> : null}
        <Stack component="ul" gap={6} m={0} pl={0} mah="46vh" style={{ listStyle: 'none', overflow: 'auto' }}>
          {rows.map((row, index) => <AttachRowView key={row.id} row={row} number={index + 1} today={today} isLocked={isRunning} onSay={(fields) => list.say(row.id, fields)} onDrop={() => list.drop(row.id)} />)}
        </Stack>
        {run !== null ? (
          <div data-testid="attach-progress"><Text size="sm" role="status" mb={4}>{run.isStopping ? t('stopping') : t('progress', { done: run.done + 1, total: run.total })}</Text><Progress value={(100 * run.done) / run.total} aria-label={t('progress', { done: run.done + 1, total: run.total })} /></div>
        ) : added > 0 ? <Alert color={open.length === 0 ? 'teal' : 'orange'} py="xs" role="status" data-testid="attach-result">{open.length === 0 ? t('addedAll', { count: added }) : t('addedSome', { added, left: open.length })}</Alert> : null}
        {open.length > 0 || isLooking || rows.length === 0 ? (
          <>
            <Text size="xs" c="dimmed">{t('stripped')}</Text>
            {patient === null ? null : <Checkbox checked={isChecked} disabled={isRunning} onChange={(event) => setChecked(event.currentTarget.checked)} label={t('confirm')} data-testid="attach-checked" />}
            {missing.length > 0 && !isRunning ? <Text size="xs" c="yellow.4" lineClamp={2} title={missing.join(t('semicolon'))} data-testid="attach-missing">{t('missing', { list: missing.join(t('semicolon')) })}</Text> : null}
          </>
        ) : null}
        <Group justify="space-between">
          <FileButton multiple resetRef={reset} accept={attachTypes} onChange={(more) => { list.take(more); setChecked(false); reset.current?.(); }} disabled={isRunning}>{(props) => <Button {...props} variant="default" disabled={isRunning} data-testid="attach-more">{t('more')}</Button>}</FileButton>
          <Group gap="xs">
            {isRunning ? <Button variant="default" disabled={run.isStopping} onClick={list.stop} data-testid="attach-stop">{t('stop')}</Button> : <Button variant={isDone ? 'filled' : 'default'} onClick={onClose} data-testid="attach-close">{t(added > 0 ? 'finish' : 'cancel')}</Button>}
            {isDone ? null : <Button disabled={!canStart} loading={isRunning} onClick={() => patient && list.start({ patient, device, language: i18n.language === 'en' ? 'en' : 'zh' })} data-testid="attach-start">{t(hasFailed && !isRunning ? 'again' : 'add', { count: open.length })}</Button>}
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}

/** Whose the files will be, first and plainly: a picture under another name cannot be taken back. */
function Whose({ filed, patientWords }: { readonly filed: FiledPatient; readonly patientWords: string }) {
  const { t } = useTranslation('documents', { keyPrefix: 'attach' });
  if (filed.from === 'awaited') return <Alert color="orange" py="xs" data-testid="attach-refused">{t('awaited')}</Alert>;
  if (filed.from === 'nobody') return <Alert color="orange" py="xs" data-testid="attach-refused">{t('nobody', { fields: filed.missing.map((field) => t(`field.${field}`)).join(t('comma')) })}</Alert>;
  return (
    <div data-testid="attach-patient">
      <Text size="sm"><Text span fw={600}>{t('patient', { patient: patientWords })}</Text> {t(filed.from === 'images' ? 'fromImages' : 'fromRequest')}</Text>
      {filed.from === 'request' ? <Text size="xs" c="yellow.4">{t('importFirst')}</Text> : null}
    </div>
  );
}
