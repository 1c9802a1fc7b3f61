import { Modal, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { closedFormTable } from '../../../shared/rt/validation/closedFormTable.ts';
import { aboutLocale } from './aboutLocale.ts';
import { countRows, versionsOf, worstFirst } from './passFilter.ts';
import { PassTableView } from './PassTableView.tsx';

/** How dose–volume figures are made, and the table that proves it, over the whole window. */
export function AboutCalculation({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('rt');
  return (
    <Modal opened={isOpen} onClose={onClose} fullScreen title={t('about.title')} closeButtonProps={{ 'aria-label': t('about.close') }} data-testid="about-calculation">
      <AboutPage />
    </Modal>
  );
}

function AboutPage() {
  const { t } = useTranslation('rt');
  const rows = useMemo(() => worstFirst(closedFormTable), []);
  const versions = versionsOf(globalThis.navigator.userAgent);
  return (
    <div className="about-page">
      <div className="about-sections">
        {aboutLocale.en.sections.map(({ title }, n) => (
          <section key={title}>
            <Title order={3} size="sm">{t(`about.sections.${n}.title` as 'about.title')}</Title>
            <Text size="sm">{t(`about.sections.${n}.text` as 'about.title')}</Text>
          </section>
        ))}
      </div>
      <Title order={2} size="md">{t('about.proof')}</Title>
      <Text size="sm" className="about-text">{t('about.proofIntro')}</Text>
      <Text size="sm" fw={600} data-testid="about-counts">{t('about.counts', countRows(rows))}</Text>
      <PassTableView rows={rows} />
      <Text size="xs" c="dimmed">{t('about.versions')}: {versions.length > 0 ? versions.join(' · ') : t('about.versionsUnknown')}</Text>
    </div>
  );
}
