import { Alert, Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../../shared/ipc/channels.ts';
import { grouped } from '../amounts.ts';
import { allNames, isoDate } from '../format.ts';

interface Props {
  readonly report: ImportReport;
  readonly isBusy: boolean;
  readonly onChoose: (patientKey: string) => void;
}

/** Which of several patients belongs to the case. None is chosen beforehand: a wrong one would be a mix-up. */
export function ChoosePatient({ report, isBusy, onChoose }: Props) {
  const { t } = useTranslation('import');
  const [key, setKey] = useState<string | null>(null);
  return (
    <Alert color="yellow" title={t('choosePatientTitle', { count: report.patients.length })} data-testid="import-choose-patient">
      <Radio.Group value={key} onChange={setKey} label={t('choosePatientHint')} labelProps={{ fw: 400, mb: 8 }}>
        <Stack gap={6} mah={280} style={{ overflow: 'auto' }}>
          {report.patients.map((patient) => (
            <Radio
              key={patient.key} value={patient.key} size="sm" data-testid={`import-patient-${patient.patientID}`}
              label={<Text span fw={600}>{allNames(patient.patientName) || t('noName')}</Text>}
              description={<Text span size="sm" c="gray.3">{[`${t('patientID')} ${patient.patientID || t('none')}`, `${t('birthDate')} ${isoDate(patient.birthDate) || t('none')}`, t('objects', { objects: grouped(patient.instances) })].join(' · ')}</Text>}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Group mt="sm" gap="sm">
        <Button disabled={key === null} loading={isBusy} onClick={() => key !== null && onChoose(key)} data-testid="import-choose-confirm">{t('importThisPatient')}</Button>
        {key === null ? <Text size="xs" c="dimmed">{t('chooseFirst')}</Text> : null}
      </Group>
    </Alert>
  );
}
