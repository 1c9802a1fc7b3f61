import { v7 as uuid } from 'uuid';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { patientOf } from '../../shared/attachment/patientOf.ts';
import { uidFromSeed } from '../../shared/dicom/write/uidFromSeed.ts';
import type { StoredInstance } from '../../shared/ipc/channels.ts';
import type { CaseRecord } from '../../shared/mdt/caseRecord.ts';
import { actorOf, type Person } from '../../shared/mdt/directory.ts';
import { mayAttachFiles } from '../../shared/mdt/evidenceObjects.ts';
import { AttachDialog, attachTypes } from '../documents/attach/AttachDialog.tsx';
import { ContentsPanel } from '../mdt/contents/ContentsPanel.tsx';
import { DeidentifyDialog } from '../mdt/deidentify/DeidentifyDialog.tsx';
import { displayName, isoDate } from '../mdt/format.ts';
import { unnamedDevice } from '../reading/evidenceActions.ts';
import { deidentifyActions, networkActions } from './dataActions.ts';
import { FrameCanvas } from './FrameCanvas.tsx';
import { readDocument } from './readDocument.ts';
import { readingActions } from './readingActions.ts';

const newUid = (): string => uidFromSeed(uuid());

interface Props {
  readonly record: CaseRecord;
  readonly person: Person;
  readonly instances: readonly StoredInstance[];
}

/** What a case holds, with the pictures, texts and actions only the shell can give. Nothing where it is empty and nobody here may add to it. */
export function CaseContents({ record, person, instances }: Props) {
  const { t } = useTranslation('mdt');
  const [isDeidentifying, setDeidentifying] = useState(false);
  const [files, setFiles] = useState<readonly File[] | null>(null);
  const caseId = record.id;
  const mayAttach = mayAttachFiles(record, actorOf(person));
  if (instances.length === 0 && !mayAttach) return null;
  const here = instances.filter(({ isPresent, header }) => isPresent && header.studyInstanceUID !== '').map(({ header }) => header);
  const filed = patientOf(here, instances.length > 0, record.request);
  const patient = filed.from === 'images' || filed.from === 'request' ? filed.patient : null;
  const sex = patient?.sex === 'F' || patient?.sex === 'M' || patient?.sex === 'O' ? t(`sex.${patient.sex}`) : '';
  const patientWords = patient === null ? '' : [displayName(patient.patientName), sex, isoDate(patient.birthDate), patient.patientID === null ? '' : `ID ${patient.patientID}`].filter(Boolean).join(' · ');
  return (
    <>
      <ContentsPanel caseId={caseId} instances={instances} network={networkActions} Frame={FrameCanvas} readDocument={readDocument} onDeidentify={() => setDeidentifying(true)} attach={mayAttach ? { types: attachTypes, onFiles: setFiles } : null} />
      {isDeidentifying ? <DeidentifyDialog caseId={caseId} patient={instances[0]?.header.patient ?? null} instances={instances} actions={deidentifyActions} Frame={FrameCanvas} onClose={() => setDeidentifying(false)} /> : null}
      {files !== null ? (
        <AttachDialog
          files={files} filed={filed} patientWords={patientWords} device={unnamedDevice} newUid={newUid} onClose={() => setFiles(null)}
          addObject={async (object) => {
            await readingActions(caseId).addObjects([object]);
          }}
        />
      ) : null}
    </>
  );
}
