import { Box, Button, Stack, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reject } from '../../../shared/dicom/types.ts';
import { grouped } from '../amounts.ts';
import { groupRejects } from './groupFindings.ts';
import { reasonWords } from './reportText.ts';

/** Up to here everything is open and nothing needs to be searched. */
const fewRows = 30;
const pageRows = 100;

/** What was not taken, by reason: what is wrong and what to do, then each file with the exact message behind it. */
export function RejectGroups({ rejects }: { rejects: readonly Reject[] }) {
  const { t } = useTranslation('import');
  const [words, setWords] = useState('');
  if (rejects.length === 0) return null;
  const groups = groupRejects(rejects, words);
  const isOpen = rejects.length <= fewRows || words.trim() !== '';
  return (
    <Stack gap={6} data-testid="import-rejects">
      {rejects.length > fewRows ? <TextInput aria-label={t('searchRejects')} placeholder={t('searchRejects')} leftSection={<IconSearch size={14} />} value={words} onChange={(event) => setWords(event.currentTarget.value)} maw={420} data-testid="import-reject-search" /> : null}
      {groups.length === 0 ? <Text size="sm" c="dimmed">{t('noMatch')}</Text> : null}
      {groups.map(({ reason, rejects: group }) => {
        const { title, advice } = reasonWords(reason, t);
        return (
          <Fold key={`${reason}${isOpen}`} isOpen={isOpen} testId={`import-reject-${reason}`} summary={<><Text span size="sm" fw={600} c="orange.3">{title} · {t('files', { files: grouped(group.length) })}</Text> <Text span size="sm" c="gray.3">{advice}</Text></>}>
            <CappedRows rows={group} render={(reject) => (
              <Fold key={`${reject.path}${reject.message}`} summary={<Text span size="xs" style={{ wordBreak: 'break-all' }}>{reject.path}</Text>}>
                <Text size="xs" c="dimmed" pl={18} lang="en">{reject.message}</Text>
              </Fold>
            )} />
          </Fold>
        );
      })}
    </Stack>
  );
}

/** A line that opens what is behind it. */
export function Fold({ summary, children, isOpen = false, testId }: { summary: ReactNode; children: ReactNode; isOpen?: boolean; testId?: string }) {
  return (
    <details open={isOpen} data-testid={testId}>
      <summary style={{ cursor: 'pointer' }}>{summary}</summary>
      <Box pl="md">{children}</Box>
    </details>
  );
}

/** The first rows of a list that may have thousands, and the next ones on demand. */
export function CappedRows<T>({ rows, render }: { rows: readonly T[]; render: (row: T) => ReactNode }) {
  const { t } = useTranslation('import');
  const [shown, setShown] = useState(pageRows);
  return (
    <Stack gap={2} mah={320} style={{ overflow: 'auto' }}>
      {rows.slice(0, shown).map(render)}
      {rows.length > shown ? <Button size="compact-xs" variant="default" style={{ alignSelf: 'flex-start' }} onClick={() => setShown(shown + 10 * pageRows)}>{t('showMore', { shown: grouped(shown), total: grouped(rows.length) })}</Button> : null}
    </Stack>
  );
}
