import { useState } from 'react';
import type { StoredInstance } from '../../shared/ipc/channels.ts';
import { ContentsPanel } from '../mdt/contents/ContentsPanel.tsx';
import { DeidentifyDialog } from '../mdt/deidentify/DeidentifyDialog.tsx';
import { deidentifyActions, networkActions } from './dataActions.ts';
import { FrameCanvas } from './FrameCanvas.tsx';
import { readDocument } from './readDocument.ts';

/** What a case holds, with the pictures, texts and actions only the shell can give. */
export function CaseContents({ caseId, instances }: { caseId: string; instances: readonly StoredInstance[] }) {
  const [isDeidentifying, setDeidentifying] = useState(false);
  return (
    <>
      <ContentsPanel caseId={caseId} instances={instances} network={networkActions} Frame={FrameCanvas} readDocument={readDocument} onDeidentify={() => setDeidentifying(true)} />
      {isDeidentifying ? <DeidentifyDialog caseId={caseId} patient={instances[0]?.header.patient ?? null} instances={instances} actions={deidentifyActions} Frame={FrameCanvas} onClose={() => setDeidentifying(false)} /> : null}
    </>
  );
}
