import { Badge, Checkbox, Table, Text, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RemoteStudy } from '../../../shared/ipc/channels.ts';
import { allNames, isoDate } from '../format.ts';
import { mayChoose } from './onePatient.ts';

const columns = ['patient', 'date', 'modality', 'description', 'counts'] as const;
type Column = (typeof columns)[number];

const sortText: Readonly<Record<Column, (study: RemoteStudy) => string>> = {
  patient: (study) => `${study.patientName ?? ''}\n${study.patientID ?? ''}`,
  date: (study) => study.date ?? '',
  modality: (study) => study.modalities.join(),
  description: (study) => study.description ?? '',
  counts: (study) => String(study.instanceCount ?? 0).padStart(9, '0'),
};

interface Props {
  readonly studies: readonly RemoteStudy[];
  readonly chosen: readonly RemoteStudy[];
  readonly onChosen: (chosen: readonly RemoteStudy[]) => void;
}

/** Studies a node has, whose they are first. Studies of one patient may be chosen together; the others then say why not. */
export function StudyTable({ studies, chosen, onChosen }: Props) {
  const { t } = useTranslation('network');
  const [sort, setSort] = useState<{ column: Column; isDown: boolean }>({ column: 'date', isDown: true });
  const text = sortText[sort.column];
  const rows = [...studies].sort((a, b) => (sort.isDown ? -1 : 1) * text(a).localeCompare(text(b)));
  const isChosen = (study: RemoteStudy): boolean => chosen.some((other) => other.studyInstanceUID === study.studyInstanceUID);
  return (
    <Table verticalSpacing={4} stickyHeader highlightOnHover data-testid="study-table">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={36} />
          {columns.map((column) => (
            <Table.Th key={column} aria-sort={sort.column === column ? (sort.isDown ? 'descending' : 'ascending') : 'none'}>
              <UnstyledButton fz="sm" fw={600} onClick={() => setSort({ column, isDown: sort.column === column ? !sort.isDown : column === 'date' })}>
                {t(`column.${column}`)} {sort.column === column ? (sort.isDown ? <IconArrowDown size={12} aria-hidden /> : <IconArrowUp size={12} aria-hidden />) : null}
              </UnstyledButton>
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((study) => {
          const isAllowed = mayChoose(study, chosen);
          const name = allNames(study.patientName) || t('noName');
          return (
            <Table.Tr key={study.studyInstanceUID} {...(isChosen(study) ? { bg: 'dark.6' } : {})} style={{ opacity: isAllowed ? 1 : 0.55 }} data-testid={`study-${study.studyInstanceUID}`}>
              <Table.Td>
                <Checkbox size="xs" checked={isChosen(study)} disabled={!isAllowed} aria-label={t('chooseStudy', { name, date: isoDate(study.date), description: study.description ?? '' })}
                  onChange={() => onChosen(isChosen(study) ? chosen.filter((other) => other.studyInstanceUID !== study.studyInstanceUID) : [...chosen, study])} />
              </Table.Td>
              <Table.Td>
                <Text size="sm" fw={700}>{name}</Text>
                <Text size="xs" c="gray.3">{[study.patientID ?? t('noID'), study.sex ? t(`mdt:sex.${study.sex}`, { defaultValue: study.sex }) : '', study.birthDate ? t('born', { date: isoDate(study.birthDate) || study.birthDate }) : ''].filter(Boolean).join(' · ')}</Text>
                {isAllowed ? null : <Text size="xs" c="orange.4">{t('otherPatient')}</Text>}
              </Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{isoDate(study.date) || '—'}</Table.Td>
              <Table.Td>{study.modalities.map((modality) => <Badge key={modality} color="gray" mr={4}>{modality}</Badge>)}</Table.Td>
              <Table.Td><Text size="sm">{study.description ?? '—'}</Text>{study.accessionNumber ? <Text size="xs" c="dimmed">{t('accession')} {study.accessionNumber}</Text> : null}</Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{t('seriesAndObjects', { series: study.seriesCount ?? '—', objects: study.instanceCount ?? '—' })}</Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
