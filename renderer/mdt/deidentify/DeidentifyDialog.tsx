import { Alert, Box, Button, Group, Modal, Progress, Stack, Text, TextInput } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatientHeader } from '../../../shared/dicom/types.ts';
import type { BurnInSeries, StoredInstance } from '../../../shared/ipc/channels.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { useAction } from '../../ui/useAction.ts';
import { grouped } from '../amounts.ts';
import type { FrameView } from '../frameView.ts';
import { useLoaded } from '../network/useLoaded.ts';
import type { DeidentifyActions, Preset } from './actions.ts';
import { ExportResult } from './ExportResult.tsx';
import { MaskTool } from './MaskTool.tsx';
import { PresetChoice } from './PresetChoice.tsx';
import { SeriesChoices } from './SeriesChoices.tsx';
import { firstChoice, isIdentifying, mayShowFace, unreviewed, type SeriesChoice } from './seriesRules.ts';
import { useJob, type Job } from './useJob.ts';

/** What has to be looked at stands first. */
const urgency = { likely: 0, unknown: 1, none: 2 } as const;

interface Props {
  readonly caseId: string;
  readonly patient: PatientHeader | null;
  readonly instances: readonly StoredInstance[];
  readonly actions: DeidentifyActions;
  readonly Frame: FrameView;
  readonly onClose: () => void;
}

/** Writes the case without its patient: what for, under which name, which series, pixels looked at, then the report. */
export function DeidentifyDialog({ caseId, patient, instances, actions, Frame, onClose }: Props) {
  const { t } = useTranslation('deidentify');
  const plan = useLoaded(useCallback(() => actions.plan(caseId), [actions, caseId]));
  const job = useJob(actions);
  const [preset, setPreset] = useState<Preset>('teaching');
  const [pseudonym, setPseudonym] = useState('');
  const [choices, setChoices] = useState<ReadonlyMap<string, SeriesChoice>>(new Map());
  const [masking, setMasking] = useState<BurnInSeries | null>(null);
  const series = useMemo(() => [...(plan.value ?? [])].sort((a, b) => urgency[a.burnIn] - urgency[b.burnIn]), [plan.value]);
  const choiceOf = (one: BurnInSeries): SeriesChoice => choices.get(one.seriesInstanceUID) ?? firstChoice(one);
  const choose = (one: BurnInSeries, fields: Partial<SeriesChoice>): void => setChoices((current) => new Map(current).set(one.seriesInstanceUID, { ...(current.get(one.seriesInstanceUID) ?? firstChoice(one)), ...fields }));
  const instancesOf = (one: BurnInSeries): readonly StoredInstance[] => instances.filter((instance) => instance.header.seriesInstanceUID === one.seriesInstanceUID);
  const showsFace = (one: BurnInSeries): boolean => mayShowFace({ modality: one.modality, description: one.description, bodyPart: instancesOf(one)[0]?.header.series.bodyPart ?? null });

  const included = series.filter((one) => choiceOf(one).isIncluded);
  const waiting = unreviewed(series, choiceOf);
  const isGiveaway = isIdentifying(pseudonym, patient);
  const missing = [
    pseudonym.trim() === '' ? t('missing.pseudonym') : '',
    isGiveaway ? t('missing.giveaway') : '',
    plan.value && included.length === 0 ? t('missing.series') : '',
    waiting.length > 0 ? t('missing.review', { list: waiting.map((one) => `${one.modality} ${one.description ?? ''}`.trim()).join(t('listComma')) }) : '',
  ].filter(Boolean);
  const start = useAction(async () => {
    const folder = await actions.chooseTarget();
    if (folder === null) return;
    await job.start({ caseId, folder, preset, pseudonym: pseudonym.trim(), series: series.map((one) => {
      const { isIncluded, isReviewed, boxes } = choiceOf(one);
      return { seriesInstanceUID: one.seriesInstanceUID, isIncluded, isReviewed, boxes: boxes.map((box) => ({ ...box })) };
    }) });
  });
  const isRunning = job.phase === 'running';
  const isForm = job.phase === null || job.phase === 'failed' || job.phase === 'lost' || job.phase === 'cancelled';
  return (
    <Modal opened onClose={onClose} title={t('title')} size="min(1180px, 94vw)" closeOnClickOutside={false} closeOnEscape={!isRunning && masking === null} withCloseButton={!isRunning} closeButtonProps={{ 'aria-label': t('close') }} data-testid="deidentify-dialog">
      <Stack gap="md">
        <JobState job={job} />
        {isForm ? (
          <>
            <PresetChoice preset={preset} onPreset={setPreset} />
            <TextInput label={t('pseudonym')} description={t('pseudonymHint')} placeholder="T-001" maxLength={32} maw={420} withAsterisk value={pseudonym} error={isGiveaway ? t('missing.giveaway') : null} onChange={(event) => setPseudonym(event.currentTarget.value)} data-testid="deidentify-pseudonym" />
            <ErrorNotice error={plan.error} />
            {plan.value ? <SeriesChoices series={series} choiceOf={choiceOf} mayShowFace={showsFace} onInclude={(one, isIncluded) => choose(one, { isIncluded })} onReview={setMasking} /> : <Text size="sm" c="dimmed">{t('looking')}</Text>}
            {included.some(showsFace) ? <Alert color="orange" py="xs" data-testid="deidentify-face">{t('faceWarning')}</Alert> : null}
            <Alert color="yellow" py="xs">{t('stillPersonal')}</Alert>
            <ErrorNotice error={start.error} onClose={start.clear} />
            <Group justify="space-between" wrap="nowrap" pos="sticky" bottom={0} py="xs" bg="var(--mantine-color-body)" style={{ zIndex: 1 }}>
              <Text size="xs" c="yellow.4" lineClamp={2} title={missing.join(t('listSemicolon'))} data-testid="deidentify-missing">{missing.join(t('listSemicolon'))}</Text>
              <Group gap="xs" wrap="nowrap"><Button variant="default" onClick={onClose}>{t('cancel')}</Button><Button disabled={missing.length > 0 || !plan.value} loading={start.isRunning} onClick={() => start.run()} data-testid="deidentify-start">{t('start')}</Button></Group>
            </Group>
          </>
        ) : null}
        {job.phase === 'done' && job.report ? <ExportResult caseId={caseId} report={job.report} actions={actions} /> : null}
        {job.phase === 'done' ? <Group justify="flex-end"><Button variant="default" onClick={onClose} data-testid="deidentify-close">{t('close')}</Button></Group> : null}
      </Stack>
      {masking ? (
        <MaskTool
          key={masking.seriesInstanceUID} series={masking} choice={choiceOf(masking)} Frame={Frame} onClose={() => setMasking(null)}
          images={instancesOf(masking).filter((instance) => instance.isPresent && instance.header.image !== null).map((instance) => instance.sha256)}
          onDone={(boxes) => { choose(masking, { boxes, isReviewed: true }); setMasking(null); }}
        />
      ) : null}
    </Modal>
  );
}

/** How far an export is, or how it ended without a report. */
function JobState({ job }: { job: Job }) {
  const { t } = useTranslation('deidentify');
  const { phase, progress, error } = job;
  if (phase === null || (phase === 'done' && !error)) return null;
  const share = progress && progress.filesTotal > 0 ? (100 * progress.filesDone) / progress.filesTotal : 0;
  return (
    <div data-testid="deidentify-job" data-phase={phase}>
      {phase === 'running' ? (
        <Box>
          <Group justify="space-between" mb={4}>
            <Text size="sm">{t('running')} · {t('filesOf', { done: grouped(progress?.filesDone ?? 0), total: grouped(progress?.filesTotal ?? 0) })}</Text>
            <Button size="compact-sm" variant="default" onClick={job.cancel} data-testid="deidentify-cancel">{t('stop')}</Button>
          </Group>
          <Progress value={share} size="md" aria-label={t('running')} />
        </Box>
      ) : null}
      {phase === 'cancelled' || phase === 'lost' ? <Alert color="yellow" py="xs">{t(phase)}</Alert> : null}
      <ErrorNotice error={error} />
    </div>
  );
}
