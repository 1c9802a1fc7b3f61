import { Button, FileButton, Group, Text } from '@mantine/core';
import { IconPhotoPlus, IconSend, IconUserOff } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoredInstance } from '../../../shared/ipc/channels.ts';
import { Section } from '../../ui/Section.tsx';
import { grouped, megabytes } from '../amounts.ts';
import type { FrameView } from '../frameView.ts';
import { DropArea } from '../import/DropArea.tsx';
import type { NetworkActions } from '../network/actions.ts';
import { SendDialog } from '../network/SendDialog.tsx';
import { groupContents } from './groupContents.ts';
import type { ReadDocument } from './ObjectRows.tsx';
import { SeriesTable } from './SeriesTable.tsx';

/** Up to here the list is open from the start and still leaves the request in reach. */
const fewSeries = 6;

interface Props {
  readonly caseId: string;
  readonly instances: readonly StoredInstance[];
  readonly network: NetworkActions;
  readonly Frame: FrameView;
  /** Null where documents cannot be read. */
  readonly readDocument: ReadDocument | null;
  readonly onDeidentify: () => void;
  /** Takes pictures and PDF from files; null where this person may not, or the case is past it. */
  readonly attach: { readonly types: string; readonly onFiles: (files: readonly File[]) => void } | null;
}

/** Everything a case holds, also what this version has no view for, and ways to hand it on. */
export function ContentsPanel({ caseId, instances, network, Frame, readDocument, onDeidentify, attach }: Props) {
  const { t } = useTranslation('contents');
  const studies = useMemo(() => groupContents(instances), [instances]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  /** Series to send; `all` is the whole case. */
  const [sending, setSending] = useState<readonly string[] | 'all' | null>(null);
  const series = studies.flatMap((study) => study.series);
  const chosen = series.map((one) => one.seriesInstanceUID).filter((uid) => selected.has(uid));
  const [isOpen, setOpen] = useState(series.length <= fewSeries);
  const select = (uid: string, isSelected: boolean): void => setSelected((current) => new Set(isSelected ? [...current, uid] : [...current].filter((other) => other !== uid)));
  /** So that the same file can be chosen a second time. */
  const reset = useRef<() => void>(null);
  const isEmpty = instances.length === 0;
  const panel = (
    <Section title={t('title')} testId="contents" aside={
      <Group gap="xs" wrap="nowrap">
        {attach ? <FileButton multiple resetRef={reset} accept={attach.types} onChange={(files) => { attach.onFiles(files); reset.current?.(); }}>{(props) => <Button {...props} size="compact-sm" variant="default" leftSection={<IconPhotoPlus size={14} />} data-testid="contents-attach">{t('attach')}</Button>}</FileButton> : null}
        {isEmpty ? null : <Button size="compact-sm" variant="default" leftSection={<IconSend size={14} />} onClick={() => setSending(chosen.length > 0 ? chosen : 'all')} data-testid="contents-send">{chosen.length > 0 ? t('sendSelected', { count: chosen.length }) : t('sendCase')}</Button>}
        {isEmpty ? null : <Button size="compact-sm" variant="default" leftSection={<IconUserOff size={14} />} onClick={onDeidentify} data-testid="contents-deidentify">{t('deidentify')}</Button>}
      </Group>
    }>
      {isEmpty ? <Text size="xs" c="dimmed">{t('empty')}</Text> : <Group gap="sm" mb="xs"><Text size="xs" c="dimmed">{t('summary', { studies: studies.length, series: series.length, objects: grouped(instances.length), megabytes: megabytes(instances.reduce((sum, instance) => sum + instance.byteLength, 0)) })}</Text><Button size="compact-xs" variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} data-testid="contents-toggle">{t(isOpen ? 'hideAll' : 'showAll')}</Button></Group>}
      {isOpen && !isEmpty ? <SeriesTable studies={studies} selected={selected} onSelect={select} Frame={Frame} readDocument={readDocument} /> : null}
      {sending !== null ? <SendDialog network={network} caseId={caseId} seriesInstanceUIDs={sending === 'all' ? null : sending} onClose={() => setSending(null)} /> : null}
    </Section>
  );
  return attach ? <DropArea onDrop={(files) => { if (files.length > 0) attach.onFiles(files); }} words={t('attachDrop')}>{panel}</DropArea> : panel;
}
