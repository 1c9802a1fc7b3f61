import { MantineProvider } from '@mantine/core';
import { render } from '@testing-library/react';
import type { RenderResult } from '@testing-library/react';
import { createInstance } from 'i18next';
import type { ReactNode } from 'react';
import { initReactI18next } from 'react-i18next';
import { errorLocale } from '../../renderer/app/locale.ts';
import { documentsLocale } from '../../renderer/documents/locale.ts';
import { contentsLocale } from '../../renderer/mdt/contents/locale.ts';
import { readingLocale } from '../../renderer/reading/locale.ts';
import { theme } from '../../renderer/ui/theme.ts';
import { objectKind } from '../../shared/dicom/objectKind.ts';
import type { Projection } from '../../shared/dicom/projection.ts';
import type { PatientHeader } from '../../shared/dicom/types.ts';
import type { CaseImaging, StoredInstance } from '../../shared/ipc/channels.ts';

/** The desk's words in Chinese; keys show where a word is missing. */
export async function startWords(lng: 'zh' | 'en' = 'zh'): Promise<void> {
  await createInstance().use(initReactI18next).init({ lng, fallbackLng: false, interpolation: { escapeValue: false }, resources: { [lng]: { reading: readingLocale[lng], contents: contentsLocale[lng], documents: documentsLocale[lng], errors: errorLocale[lng] } } });
}

export const show = (page: ReactNode): RenderResult => render(<MantineProvider theme={theme} env="test">{page}</MantineProvider>);

export const zhang: PatientHeader = { patientID: 'A1001', patientName: 'ZHANG^SAN=张^三', birthDate: '19600102', sex: 'M' };
export const li: PatientHeader = { patientID: 'B2002', patientName: 'LI^SI=李^四', birthDate: '19700203', sex: 'F' };

const ct = '1.2.840.10008.5.1.4.1.1.2';
let count = 0;

export interface InstanceFields {
  readonly series?: string;
  readonly study?: string;
  readonly date?: string;
  readonly modality?: string;
  readonly description?: string;
  readonly sopClassUID?: string;
  readonly frame?: string;
  readonly number?: number;
  readonly frames?: number;
  readonly patient?: PatientHeader;
  readonly isPresent?: boolean;
  readonly isLossy?: boolean;
  readonly projection?: Projection | null;
}

/** One stored object as the index of a case gives it: a CT slice unless said otherwise. */
export function instance({ series = '1.2.1', study = '1.9.1', date = '20261101', modality = 'CT', description = '胸部', sopClassUID = ct, frame = '1.7.1', number = 1, frames = 1, patient = zhang, isPresent = true, isLossy = false, projection = null }: InstanceFields = {}): StoredInstance {
  count += 1;
  return {
    sha256: String(count).padStart(64, '0'), byteLength: 500_000, isPresent,
    header: {
      sopInstanceUID: `1.5.${count}`, sopClassUID, kind: objectKind(sopClassUID), modality, transferSyntaxUID: '1.2.840.10008.1.2.1', studyInstanceUID: study, seriesInstanceUID: series, frameOfReferenceUID: frame, instanceNumber: number, patient,
      study: { date, time: null, description: '检查', accessionNumber: null }, series: { number: 2, description, date, time: null, bodyPart: null }, image: { rows: 4, columns: 4, frames, photometric: null, bitsAllocated: 16, isLossy, projection }, label: null, warnings: [],
    },
  };
}

export const imagingOf = (instances: readonly StoredInstance[]): CaseImaging => ({ instances, chain: { links: [], isComplete: false, imageSeriesUID: null, structureSetUID: null, planUID: null, doseUIDs: [], problems: [] } });
