import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Measurements, and the radiotherapy panel where there is one, in one column. */
export function SideColumn({ measurements, radiotherapy }: { readonly measurements: ReactNode; readonly radiotherapy: ReactNode }) {
  const { t } = useTranslation('reading');
  const [shown, show] = useState<'measurements' | 'radiotherapy'>(radiotherapy ? 'radiotherapy' : 'measurements');
  return (
    <aside className="reading-panel" aria-label={t('measure.column')}>
      {radiotherapy ? <SegmentedControl fullWidth size="xs" aria-label={t('measure.column')} value={shown} onChange={show} data={[{ value: 'measurements', label: t('measure.title') }, { value: 'radiotherapy', label: t('measure.radiotherapy') }]} /> : null}
      <div className="reading-list">{radiotherapy && shown === 'radiotherapy' ? radiotherapy : measurements}</div>
    </aside>
  );
}
