import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconDatabaseSearch, IconFiles, IconFolder, IconInbox } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportSource } from '../../../shared/ipc/channels.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { useAction } from '../../ui/useAction.ts';
import type { NetworkActions } from '../network/actions.ts';
import { FindDialog } from '../network/FindDialog.tsx';
import { InboxDialog } from '../network/InboxDialog.tsx';
import type { ImportActions } from './actions.ts';
import { ChooseAgain } from './ChooseAgain.tsx';
import { ChoosePatient } from './ChoosePatient.tsx';
import { DropArea } from './DropArea.tsx';
import { ImportHistory } from './ImportHistory.tsx';
import { InterruptedImport } from './InterruptedImport.tsx';
import { isPutAway, putAway } from './putAway.ts';
import { sourceWords } from './reportText.ts';
import { ReportView } from './ReportView.tsx';
import { RunningImport } from './RunningImport.tsx';
import { isRunning, useImports } from './useImports.ts';

interface Props {
  readonly caseId: string;
  readonly caseNo: string;
  readonly actions: ImportActions;
  readonly network: NetworkActions;
  readonly hasImaging: boolean;
  /** Patient ID in the images the case has, to search a node for; null without images. */
  readonly patientID: string | null;
  /** The sample case of a first try: its folder, and what else is filled in with it; null elsewhere. */
  readonly sample: { readonly folder: string; readonly onUse: () => void } | null;
}

/** Import into one case: choose or drop, watch, cancel or continue, then what was taken, what was not, and why. */
export function ImportPanel({ caseId, caseNo, actions, network, hasImaging, patientID, sample }: Props) {
  const { t } = useTranslation('import');
  const { reports, running, error, start, resume } = useImports(caseId, actions);
  const [ownId, setOwnId] = useState<string | null>(null);
  const [putAwayId, setPutAwayId] = useState<string | null>(null);
  const [isNothingDropped, setNothingDropped] = useState(false);
  const [asking, setAsking] = useState<'node' | 'inbox' | null>(null);

  /** What was asked for last; kept where its files have to be chosen once more. */
  const [asked, setAsked] = useState<{ readonly source: ImportSource; readonly patientKey: string | null } | null>(null);

  const begin = useAction(async (source: ImportSource | null, patientKey: string | null) => {
    setNothingDropped(false);
    if (source === null) return;
    setAsked({ source, patientKey });
    setOwnId(await start(source, patientKey));
  });
  const choose = useAction(async (kind: 'folder' | 'files', patientKey: string | null) => begin.run(asSource(await actions.chooseImport(kind)), patientKey));
  const drop = useAction(async (files: readonly File[]) => {
    const source = asSource(await actions.pathsOfDropped(files));
    if (source) begin.run(source, null);
    else setNothingDropped(true);
  });
  const carryOn = useAction(async (importId: string) => {
    setOwnId(importId);
    await resume(importId);
  });

  const latest = reports?.[0] ?? null;
  const isBusy = running !== null || begin.isRunning || choose.isRunning || (reports === null && error === null);
  const isAboutLatest = latest !== null && (latest.importId === ownId || (latest.importId !== putAwayId && !isPutAway(latest.importId) && (latest.phase === 'interrupted' || latest.phase === 'choosePatient')));
  const past = (reports ?? []).filter((report) => !isRunning(report.phase) && !(isAboutLatest && report === latest));
  return (
    <DropArea onDrop={isBusy ? null : (files) => drop.run(files)}>
      <Stack gap="xs" data-testid="import-panel">
        <Group gap="xs">
          <Button leftSection={<IconFolder size={14} />} onClick={() => choose.run('folder', null)} disabled={isBusy} variant={hasImaging ? 'default' : 'filled'} data-testid="import-choose">{t('chooseFolder')}</Button>
          <Button leftSection={<IconFiles size={14} />} onClick={() => choose.run('files', null)} disabled={isBusy} variant="default" data-testid="import-choose-files">{t('chooseFiles')}</Button>
          <Button leftSection={<IconDatabaseSearch size={14} />} onClick={() => setAsking('node')} disabled={isBusy} variant="default" data-testid="import-node">{t('fromNode')}</Button>
          <Button leftSection={<IconInbox size={14} />} onClick={() => setAsking('inbox')} disabled={isBusy} variant="default" data-testid="import-inbox">{t('fromInbox')}</Button>
          {sample && !hasImaging ? <Button variant="light" disabled={isBusy} onClick={() => { sample.onUse(); begin.run({ kind: 'paths', paths: [sample.folder] }, null); }} data-testid="import-sample">{t('useSample')}</Button> : null}
        </Group>
        {running ? null : <Text size="xs" c="dimmed">{t('hint')}</Text>}
        {isNothingDropped ? <Alert color="yellow" py="xs" withCloseButton closeButtonLabel={t('close')} onClose={() => setNothingDropped(false)} data-testid="import-nothing-dropped">{t('nothingDropped')}</Alert> : null}
        {asked && begin.error?.reason === 'bad-request' ? <ChooseAgain source={sourceWords(asked, t)} onChoose={(kind) => choose.run(kind, asked.patientKey)} onClose={begin.clear} /> : <ErrorNotice error={begin.error} onClose={begin.clear} />}
        <ErrorNotice error={choose.error ?? drop.error ?? carryOn.error ?? error} />
        {running ? <RunningImport key={running.importId} progress={running.progress} onCancel={() => void actions.cancel(running.importId)} /> : null}
        {isAboutLatest && latest.phase === 'interrupted' ? <InterruptedImport report={latest} isBusy={carryOn.isRunning} onContinue={() => carryOn.run(latest.importId)} onDiscard={() => { putAway(latest.importId); setOwnId(null); setPutAwayId(latest.importId); }} /> : null}
        {isAboutLatest && latest.phase === 'choosePatient' ? <ChoosePatient key={latest.importId} report={latest} isBusy={isBusy} onChoose={(key) => begin.run(latest.source, key)} /> : null}
        {isAboutLatest && !isRunning(latest.phase) && latest.phase !== 'interrupted' && latest.phase !== 'choosePatient' ? <ReportView report={latest} caseNo={caseNo} actions={actions} /> : null}
        <ImportHistory reports={past} caseNo={caseNo} actions={actions} onContinue={isBusy ? null : (importId) => carryOn.run(importId)} />
      </Stack>
      {asking === 'node' ? <FindDialog network={network} patientID={patientID} onClose={() => setAsking(null)} onRetrieve={(source) => { setAsking(null); begin.run(source, null); }} /> : null}
      {asking === 'inbox' ? <InboxDialog network={network} onClose={() => setAsking(null)} onTake={(source) => { setAsking(null); begin.run(source, null); }} /> : null}
    </DropArea>
  );
}

const asSource = (paths: readonly string[]): ImportSource | null => (paths.length === 0 ? null : { kind: 'paths', paths: [...paths] });
