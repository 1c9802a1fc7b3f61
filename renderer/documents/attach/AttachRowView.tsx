import { Badge, Box, Button, Group, Select, Text, TextInput } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { attachmentReasons } from '../../../shared/attachment/attachmentError.ts';
import { pictureKinds } from '../../../shared/attachment/kinds.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import type { Problem } from '../../ui/problem.ts';
import { isInFuture, isPdf } from './attachRow.ts';
import type { AttachRow } from './attachRow.ts';

const previewPx = { width: 132, height: 100 };
const mostTitle = 64;

interface Props {
  readonly row: AttachRow;
  readonly number: number;
  readonly today: string;
  /** Nothing can be changed while files are added. */
  readonly isLocked: boolean;
  readonly onSay: (fields: Partial<Pick<AttachRow, 'kind' | 'title' | 'date'>>) => void;
  readonly onDrop: () => void;
}

/** One file: a small picture of it, what it is called, and what has to be said of it. */
export function AttachRowView({ row, number, today, isLocked, onSay, onDrop }: Props) {
  const { t } = useTranslation('documents', { keyPrefix: 'attach' });
  const { file, found, state, problem } = row;
  const takenFrom = found?.facts.takenAt ? t('takenByExif') : t('takenUnknown');
  return (
    <Box component="li" p="xs" bg="dark.8" style={{ borderRadius: 6, display: 'grid', gridTemplateColumns: `${previewPx.width}px minmax(0, 1fr)`, gap: 12 }} aria-label={t('file', { number, name: file.name })} data-testid={`attach-row-${number}`} data-state={state}>
      <Preview row={row} />
      <div>
        <Group gap="xs" wrap="nowrap" justify="space-between">
          <Text size="sm" fw={600} truncate title={file.name}>{file.name}</Text>
          {state === 'added' ? <Badge color="teal" style={{ flexShrink: 0 }} data-testid="attach-added">{t('added')}</Badge> : <Button size="compact-xs" variant="default" style={{ flexShrink: 0 }} disabled={isLocked} onClick={onDrop} aria-label={t('removeLabel', { name: file.name })}>{t('remove')}</Button>}
        </Group>
        <Text size="xs" c="dimmed" mb={4}>{state === 'looking' ? t('looking') : howWords(row, t)}</Text>
        {problem === null ? null : <Refusal problem={problem} name={file.name} isAdding={state !== 'refused'} />}
        {state === 'open' || state === 'adding' ? (
          <div style={{ display: 'grid', gridTemplateColumns: '190px minmax(0, 1fr) 190px', gap: 8, alignItems: 'start' }}>
            {isPdf(row) ? <TextInput size="xs" label={t('kind')} value={t('kinds.pdf')} readOnly /> : (
              <Select size="xs" label={t('kind')} withAsterisk allowDeselect={false} disabled={isLocked} placeholder={t('choose')} value={row.kind} data={pictureKinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))} onChange={(kind) => onSay({ kind })} data-testid="attach-kind" />
            )}
            <TextInput size="xs" label={t('name')} withAsterisk disabled={isLocked} placeholder={t('nameHint')} maxLength={mostTitle} value={row.title} onChange={(event) => onSay({ title: event.currentTarget.value })} data-testid="attach-title" />
            <TextInput size="xs" type="date" label={t(isPdf(row) ? 'takenPdf' : 'taken')} withAsterisk disabled={isLocked} max={today} value={row.date} error={isInFuture(row.date, today) ? t('inFuture') : null} description={takenFrom} inputWrapperOrder={['label', 'input', 'description', 'error']} onChange={(event) => onSay({ date: event.currentTarget.value })} data-testid="attach-date" />
          </div>
        ) : null}
      </div>
    </Box>
  );
}

/** A reason of our own has words that say what to do with this file; any other those of the console. */
function Refusal({ problem, name, isAdding }: { readonly problem: Problem; readonly name: string; readonly isAdding: boolean }) {
  const { t } = useTranslation('documents', { keyPrefix: 'attach' });
  const reason = problem.code === 'attachment' ? attachmentReasons.find((one) => one === problem.reason) : undefined;
  if (reason === undefined) return <Box mb={4}><Text size="xs" c="orange.4">{isAdding ? t('failed', { name }) : ''}</Text><ErrorNotice error={problem} testId="attach-problem" /></Box>;
  return <Text size="sm" c="orange.4" role="alert" mb={4} data-testid="attach-problem">{t(`error.${reason}`)}</Text>;
}

function Preview({ row: { found, file, state } }: { readonly row: AttachRow }) {
  const { t } = useTranslation('documents', { keyPrefix: 'attach' });
  const canvas = useRef<HTMLCanvasElement>(null);
  const preview = found?.preview ?? null;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (preview === null || !context || preview.width === 0) return;
    context.canvas.width = preview.width;
    context.canvas.height = preview.height;
    // What is transparent is kept on white.
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, preview.width, preview.height);
    context.drawImage(preview, 0, 0);
  }, [preview]);
  return (
    <Box bg="black" w={previewPx.width} h={previewPx.height} style={{ display: 'grid', placeItems: 'center', borderRadius: 4, overflow: 'hidden' }}>
      {preview === null ? <Text size="xs" c="dimmed">{t(state === 'looking' ? 'looking' : 'noPreview')}</Text> : <canvas ref={canvas} role="img" aria-label={t('preview', { name: file.name })} style={{ width: previewPx.width, height: previewPx.height, objectFit: 'contain', display: 'block' }} />}
    </Box>
  );
}

const megabytes = (bytes: number): string => (bytes < 50_000 ? '<0.1' : (bytes / 1e6).toFixed(1));

function howWords({ found, file }: AttachRow, t: TFunction<'documents', 'attach'>): string {
  if (found === null) return `${megabytes(file.size)} MB`;
  const { facts } = found;
  if (facts.form === 'pdf') return t('how.pdf', { megabytes: megabytes(file.size) });
  const { columns, rows, reducedTo } = facts;
  if (reducedTo !== null) return t('how.reduced', { form: facts.form.toUpperCase(), columns, rows, toColumns: reducedTo.columns, toRows: reducedTo.rows, megabytes: megabytes(reducedTo.columns * reducedTo.rows * 3) });
  return t(facts.isKeptAsCoded ? 'how.asCoded' : 'how.native', { form: facts.form.toUpperCase(), columns, rows, megabytes: megabytes(facts.isKeptAsCoded ? file.size : columns * rows * 3) });
}
