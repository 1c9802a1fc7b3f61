import { Button, Group, Stack, Text } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResponseOf } from '../../../shared/ipc/channels.ts';
import type { Directory } from '../../../shared/mdt/directory.ts';
import type { PlatformAuditRow } from '../../../shared/platform/auditContract.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Section } from '../../ui/Section.tsx';
import { useAction } from '../../ui/useAction.ts';
import { AccessFilters } from './AccessFilters.tsx';
import { AccessPages } from './AccessPages.tsx';
import { accessCsv } from './accessTable.ts';
import { mostRows, type AccessActions } from './actions.ts';
import { everything, isShown, joinLogs, rangeOf, type CaseSides } from './entries.ts';
import { IntegrityNotice } from './IntegrityNotice.tsx';
import { useAccessWords } from './useAccessWords.ts';

interface Props {
  /** Null for the log of this console as a whole. */
  readonly caseId: string | null;
  readonly sides?: CaseSides;
  readonly directory: Directory;
  readonly actions: AccessActions;
}

interface Loaded {
  readonly log: ResponseOf<'audit.list'>;
  readonly platform: readonly PlatformAuditRow[] | null;
}

const heads = ['day', 'time', 'person', 'personId', 'hospital', 'action', 'why', 'source', 'number', 'device', 'subject'] as const;

/** Who saw a case, when and why: by day and page, filtered by person, kind and date, and saved for whoever checks it. */
export function AccessLog({ caseId, sides, directory, actions }: Props) {
  const { t, i18n } = useTranslation('access');
  const words = useAccessWords(directory);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [filter, setFilter] = useState(everything);
  const [savedTo, setSavedTo] = useState<string | null>(null);
  const turn = useRef(0);
  const { from, to } = filter;
  const load = useAction(async () => {
    const asked = (turn.current += 1);
    const [log, platform] = await Promise.all([actions.list(caseId, rangeOf({ ...everything, from, to })), caseId === null ? null : actions.platform(caseId)]);
    // An answer to an earlier question never replaces one to a later.
    if (asked === turn.current) setLoaded({ log, platform });
  });
  const { run } = load;
  // Rows of this console are asked for by date: the newest alone may not reach back so far.
  useEffect(() => {
    if (from <= to || from === '' || to === '') run();
  }, [run, from, to]);
  const entries = useMemo(() => (loaded ? joinLogs(loaded.log.rows, loaded.platform ?? [], sides) : []), [loaded, sides]);
  const shown = useMemo(() => entries.filter((entry) => isShown(entry, filter)), [entries, filter]);
  const people = useMemo(
    () => [...new Map(entries.map((entry) => [entry.personId, words.person(entry)]))].map(([value, label]) => ({ value, label })).toSorted((a, b) => a.label.localeCompare(b.label, i18n.language)),
    [entries, words, i18n.language],
  );
  const save = useAction(async () => setSavedTo(await actions.save(caseId)));
  const saveTable = useAction(async () => setSavedTo(await actions.saveTable(caseId, accessCsv(shown, words, heads.map((head) => t(`column.${head}`))))));
  return (
    <Section title={t(caseId === null ? 'ofConsole' : 'title')} testId="access-log" aside={
      <Group gap="xs" wrap="nowrap">
        <Button variant="default" onClick={() => run()} loading={load.isRunning} data-testid="access-reload">{t('reload')}</Button>
        <Button variant="default" onClick={() => saveTable.run()} loading={saveTable.isRunning} disabled={shown.length === 0} title={t('exportTableHint')} data-testid="access-export-table">{t('exportTable')}</Button>
        <Button variant="default" onClick={() => save.run()} loading={save.isRunning} disabled={!loaded} title={t('exportHint')} data-testid="access-export">{t('export')}</Button>
      </Group>
    }>
      <Stack gap="xs">
        <Text size="xs" c="dimmed">{t('hint')}</Text>
        {loaded ? <IntegrityNotice integrity={loaded.log.integrity} /> : null}
        {savedTo === null ? null : <Text size="xs" c="teal.3" role="status" data-testid="access-exported">{t('exported', { path: savedTo })}</Text>}
        <ErrorNotice error={load.error ?? save.error ?? saveTable.error} onClose={() => { load.clear(); save.clear(); saveTable.clear(); }} />
        <AccessFilters filter={filter} people={people} onChange={setFilter} />
        {loaded && caseId !== null && loaded.platform === null ? <Text size="xs" c="yellow.4" data-testid="access-no-platform">{t('noPlatform')}</Text> : null}
        {(loaded?.log.rows.length ?? 0) >= mostRows || (loaded?.platform?.length ?? 0) >= mostRows ? <Text size="xs" c="yellow.4">{t('newest', { count: mostRows })}</Text> : null}
        {loaded ? null : <Text size="sm" c="dimmed">{load.isRunning ? t('loading') : ''}</Text>}
        {loaded && shown.length === 0 ? <EmptyState title={t('empty')}>{t('emptyHint')}</EmptyState> : null}
        {shown.length > 0 ? <AccessPages entries={shown} words={words} hasSubject={caseId === null} /> : null}
      </Stack>
    </Section>
  );
}
