import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { displayPersonName } from '../../../shared/dicom/personName.ts';
import type { PatientHeader } from '../../../shared/dicom/types.ts';
import { ageAt, dateText } from '../studyAge.ts';

interface Props {
  /** Of the images in the active cell, or of the first on the desk; null where nothing is shown. */
  readonly patient: PatientHeader | null;
  readonly studyDate: string | null;
}

/** Whose images these are, as the images themselves say it; always on screen. */
export const PatientBanner = memo(function PatientBanner({ patient, studyDate }: Props) {
  const { t, i18n } = useTranslation('reading');
  if (patient === null) return <header className="reading-patient" data-testid="patient-banner"><span>{t('patient.none')}</span></header>;
  const age = ageAt(patient.birthDate, studyDate);
  const sex = patient.sex === null ? null : t(`patient.sex.${patient.sex.trim().toUpperCase()}`, { defaultValue: patient.sex });
  const name = displayPersonName(patient.patientName ?? '', i18n.language === 'zh' ? 'zh' : 'en');
  return (
    <header className="reading-patient" data-testid="patient-banner" aria-label={t('patient.banner')}>
      <b>{name === '' ? t('patient.noName') : name}</b>
      <span>{sex ?? t('patient.noSex')}</span>
      {age !== null && <span>{age.years < 2 ? t('patient.months', { months: age.months }) : t('patient.years', { years: age.years })}</span>}
      <span>{t('patient.id')} <b>{patient.patientID ?? t('patient.absent')}</b></span>
      <span>{t('patient.born')} {patient.birthDate === null ? t('patient.absent') : dateText(patient.birthDate)}</span>
      <span>{t('patient.study')} <b>{studyDate === null ? t('patient.absent') : dateText(studyDate)}</b></span>
    </header>
  );
});
