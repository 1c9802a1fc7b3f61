import { useTranslation } from 'react-i18next';
import { seriesTitle } from './deskSeries.ts';
import type { DeskSeries } from './deskSeries.ts';
import { documentName } from './documentTitles.ts';

/** What a series or document is called, in the language of the user as far as its name is a code; empty where there is none. */
export function useSeriesName(series: Pick<DeskSeries, 'kind' | 'label' | 'description' | 'shows'> | null): string {
  const { t, i18n } = useTranslation(['reading', 'contents']);
  if (series === null) return '';
  if (series.shows !== 'document') return series.label ?? series.description ?? t('series.noDescription');
  return documentName(series, t(`contents:kind.${series.kind}`, { defaultValue: series.kind }), i18n.language === 'zh' ? 'zh' : 'en');
}

/** The same behind its modality and number. */
export function useSeriesTitle(series: DeskSeries | null): string {
  const label = useSeriesName(series);
  return series === null ? '' : seriesTitle({ ...series, label });
}
