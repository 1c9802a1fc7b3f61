import { Badge, Box, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StructuredReport } from '../../../shared/dicom/objects/structuredReport.ts';
import type { StoredInstance } from '../../../shared/ipc/channels.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { useAction } from '../../ui/useAction.ts';
import { grouped, megabytes } from '../amounts.ts';
import { hasView, isDocument } from './groupContents.ts';
import { ReportTree } from './ReportTree.tsx';
import { syntaxName } from './syntaxName.ts';

/** Reads a structured report or key object selection. */
export type ReadDocument = (sha256: string) => Promise<StructuredReport>;

const pageRows = 50;

/** The objects of a series, each with what it is, where it is and what was noted reading it. */
export function ObjectRows({ instances, readDocument }: { instances: readonly StoredInstance[]; readDocument: ReadDocument | null }) {
  const { t } = useTranslation('contents');
  const [shown, setShown] = useState(pageRows);
  return (
    <Stack gap={4} p="xs" mah="70vh" style={{ overflow: 'auto' }} data-testid="contents-objects">
      {instances.slice(0, shown).map((instance) => <ObjectRow key={instance.header.sopInstanceUID} instance={instance} readDocument={readDocument} />)}
      {instances.length > shown ? <Button size="compact-xs" variant="default" style={{ alignSelf: 'flex-start' }} onClick={() => setShown(shown + 10 * pageRows)}>{t('showMore', { shown: grouped(shown), total: grouped(instances.length) })}</Button> : null}
    </Stack>
  );
}

function ObjectRow({ instance: { header, sha256, byteLength, isPresent }, readDocument }: { instance: StoredInstance; readDocument: ReadDocument | null }) {
  const { t } = useTranslation('contents');
  const [report, setReport] = useState<StructuredReport | null>(null);
  const read = useAction(async () => setReport(readDocument ? await readDocument(sha256) : null));
  const frames = header.image?.frames ?? 1;
  return (
    <Box>
      <Group gap="xs" wrap="nowrap">
        <Text size="xs" fw={600} style={{ whiteSpace: 'nowrap' }}>{t('objectNumber', { number: header.instanceNumber ?? '—' })}</Text>
        <Text size="xs" truncate>{[t(`kind.${header.kind}`), header.label ?? '', frames > 1 ? t('frames', { frames: grouped(frames) }) : '', header.image?.rows && header.image.columns ? `${header.image.columns} × ${header.image.rows}` : ''].filter(Boolean).join(' · ')}</Text>
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>{[t('megabytes', { megabytes: megabytes(byteLength) }), header.transferSyntaxUID === '' ? '' : syntaxName(header.transferSyntaxUID, t)].filter(Boolean).join(' · ')}</Text>
        {isPresent ? null : <Badge color="yellow" style={{ flexShrink: 0 }}>{t('onPlatform')}</Badge>}
        {hasView(header.kind) ? null : <Text size="xs" c="gray.4" style={{ whiteSpace: 'nowrap' }}>{t('noView')}</Text>}
        {readDocument && isPresent && isDocument(header.kind) ? <Button size="compact-xs" variant="light" style={{ flexShrink: 0 }} loading={read.isRunning} aria-expanded={report !== null} aria-label={`${t(report === null ? 'readText' : 'hideText')} ${t('objectNumber', { number: header.instanceNumber ?? '—' })}`} onClick={() => (report === null ? read.run() : setReport(null))} data-testid="contents-read">{t(report === null ? 'readText' : 'hideText')}</Button> : null}
      </Group>
      <ErrorNotice error={read.error} onClose={read.clear} />
      {report === null ? null : <ReportTree report={report} />}
      {header.warnings.length > 0 ? (
        <details>
          <summary style={{ cursor: 'pointer', fontSize: 12 }}>{t('warnings', { warnings: header.warnings.length })}</summary>
          {header.warnings.map((warning) => <Text key={warning} size="xs" c="dimmed" pl="md" lang="en">{warning}</Text>)}
        </details>
      ) : null}
    </Box>
  );
}
