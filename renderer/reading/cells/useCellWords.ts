import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { WhyWords } from '../../viewport/annotationLabel.ts';
import type { CellWords } from '../../viewport/scene.ts';

/** What cells write on their pictures, in the language of the user. */
export function useCellWords(): CellWords {
  const { t, i18n } = useTranslation('reading');
  const { language } = i18n;
  return useMemo(
    () => ({ ...(t('picture', { returnObjects: true }) as unknown as CellWords), figureWhy: t('figureWhy', { returnObjects: true }) as unknown as WhyWords }),
    // `t` changes with the language.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [language],
  );
}
