import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PatientHeader } from '../../shared/dicom/types.ts';
import { isFilled, type RequestFields } from '../../shared/mdt/fields.ts';
import { displayName, isoDate } from './format.ts';

interface Props {
  readonly patient: PatientHeader;
  readonly fields: RequestFields;
  /** Null when the request can no longer change. */
  readonly onFill: ((fields: Partial<RequestFields>) => void) | null;
}

/** Whose images these are by their own headers, whether that agrees with the request, and filling empty items from them. */
export function ImagedPatient({ patient, fields, onFill }: Props) {
  const { t } = useTranslation('mdt');
  const own: Partial<RequestFields> = {
    patientName: displayName(patient.patientName),
    patientSex: patient.sex === 'F' || patient.sex === 'M' || patient.sex === 'O' ? patient.sex : '',
    patientBirthDate: isoDate(patient.birthDate),
    hospitalNumber: patient.patientID ?? '',
  };
  const entries = Object.entries(own).filter(([, value]) => isFilled(value)) as [keyof RequestFields, string][];
  const empty = entries.filter(([key]) => !isFilled(fields[key]));
  const differing = entries.filter(([key, value]) => isFilled(fields[key]) && fields[key] !== value).map(([key]) => t(`request.${key}`));
  const words = [own.patientName, own.patientSex && t(`sex.${own.patientSex}`), own.patientBirthDate, own.hospitalNumber].filter(Boolean).join(' · ');
  return (
    <Group gap="sm" data-testid="imaged-patient">
      <Text size="sm">{t('imagedPatient')}: {words || '—'}</Text>
      {differing.length > 0 ? <Text size="sm" c="orange.4" data-testid="imaged-patient-differs">{t('imagedPatientDiffers', { list: differing.join(' · ') })}</Text> : null}
      {onFill && empty.length > 0 ? <Button size="compact-xs" variant="default" onClick={() => onFill(Object.fromEntries(empty))} data-testid="fill-from-images">{t('fillFromImages')}</Button> : null}
    </Group>
  );
}
